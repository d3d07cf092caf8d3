"""What other facts would lead to, asked without changing anything."""

from typing import TYPE_CHECKING

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.draft import Draft
from oncodesk.ui.editing.outcome import visit_of
from oncodesk.ui.editing.wording import plain

if TYPE_CHECKING:
    from oncodesk.coding.what_if import Difference
    from oncodesk.services.desk import Desk


def tried(desk: "Desk", draft: Draft, changed: Draft) -> "Difference | str":
    """The difference of the two claims, or why the changed facts cannot be."""
    try:
        return desk.what_if(visit_of(draft)[0], visit_of(changed)[0])
    except UnusableInput as problem:
        return plain(problem.expected)
