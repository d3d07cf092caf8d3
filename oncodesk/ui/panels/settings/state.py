"""What the settings show: the practice's particulars by path, and its charges as lines of text."""

from dataclasses import dataclass
from datetime import date

from oncodesk.domain.fees import Fees
from oncodesk.domain.people import Address, Practice
from oncodesk.ui.editing.particulars import FIELDS
from oncodesk.words import say

CHARGES_HELP = say(
    "One code a line with its charge for one unit: 96413 410.00. Two columns copied from a sheet may be pasted."
)


@dataclass(frozen=True, slots=True)
class SettingsState:
    """`practice` holds each field's text by its path; a problem names the field or the line and the remedy."""

    practice: tuple[tuple[str, str], ...] = ()
    charges: str = ""
    since: str = ""
    count: int = 0
    practice_problem: str = ""
    charges_problem: str = ""


def settings_state(practice: Practice | None, fees: Fees | None, today: date) -> SettingsState:
    """What the practice file holds; charges with no date yet are in force from the first day of this year."""
    held = tuple((path, _text(practice, path)) for path, _ in FIELDS)
    if fees is None:
        return SettingsState(held, since=today.replace(month=1, day=1).isoformat())
    lines = "\n".join(f"{code}\t{charge:.2f}" for code, charge in fees.per_unit.items())
    return SettingsState(held, lines, fees.since.isoformat(), len(fees.per_unit))


def _text(practice: Practice | None, path: str) -> str:
    if practice is None:
        return ""
    room, _, name = path.rpartition(".")
    if not room:
        return str(getattr(practice, name) or "")
    address = practice.address
    if isinstance(address, Address):
        return str(getattr(address, name) or "")
    return str(address or "") if name == "line1" else ""
