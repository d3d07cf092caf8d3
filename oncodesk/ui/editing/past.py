"""What the practice has billed for the patient of the open visit, read once."""

from typing import TYPE_CHECKING

from oncodesk.domain.claim import Claim
from oncodesk.ui.editing.draft import Draft, get

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class Past:
    """The finalised claims of a patient's other visits, oldest first; asked on the worker's thread alone."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._account = ""
        self._held: tuple[tuple[int, Claim], ...] = ()

    def forget(self) -> None:
        """Reads again when asked next: another visit is open, or a claim has been finalised."""
        self._account = ""

    def before(self, draft: Draft, identifier: int | None) -> tuple[Claim, ...]:
        """Claims of the draft's patient, those of the visit itself left out."""
        account = str(get(draft, "patient.account") or "")
        if account != self._account:
            found = self._desk.store.claims_of_patient(account) if account else ()
            self._account, self._held = account, tuple((final.visit_id, final.claim) for final in found)
        return tuple(claim for visit, claim in self._held if visit != identifier)
