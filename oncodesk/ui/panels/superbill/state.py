"""What the superbill screen shows: pages, or what is missing before there can be any."""

from dataclasses import dataclass

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.wording import named_in
from oncodesk.words import say


@dataclass(frozen=True, slots=True)
class Missing:
    """A required field, in words, with its path."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class SuperbillState:
    """`pdf` is the document; without one `missing` or `message` say why. A draft has no number and is not printed."""

    pdf: bytes = b""
    number: str = ""
    is_final: bool = False
    missing: tuple[Missing, ...] = ()
    message: str = ""

    @property
    def heading(self) -> str:
        """What stands above the page."""
        if not self.pdf:
            return say("No superbill yet")
        return (
            say("Superbill {number}", number=self.number)
            if self.is_final
            else say("Preview of the superbill (not finalised)")
        )


def refused(problem: UnusableInput) -> SuperbillState:
    """The state that names every field a superbill cannot do without."""
    _, _, listed = problem.expected.partition("missing: ")
    paths = [path.strip() for path in listed.split(",") if path.strip()] or [problem.field]
    return SuperbillState(missing=tuple(Missing(path, named_in(path)) for path in paths))
