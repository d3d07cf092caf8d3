"""What rules over edit tables read alike, each table asked once for a date."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from oncodesk.codes.edit_tables import MOST_CODES
from oncodesk.codes.edit_values import AddOnEdit, NotLoaded, Pairs, UnlikelyUnits
from oncodesk.codes.tables import Tables
from oncodesk.rules.kit import HistoryLine, Subject

Read = TypeVar("Read")


def earlier(subject: Subject, day: date) -> tuple[HistoryLine, ...]:
    """Lines of the date already billed by the same practitioner, or by nobody named: an edit holds across claims."""
    if not subject.claim.history:
        return ()
    person = subject.claim.providers.rendering
    names = {person.npi, person.name} - {None} if person else set()
    held = (line for line in subject.claim.history if line.date_of_service == day)
    return tuple(line for line in held if not line.provider or not names or line.provider in names)


def codes_of(subject: Subject, day: date) -> list[str]:
    """Every code of the date once, those of the claim first."""
    return _once(subject, f"codes {day}", lambda: _codes_of(subject, day))


def _codes_of(subject: Subject, day: date) -> list[str]:
    lines = subject.days.get(day, ())
    return list(dict.fromkeys([*(x.code for x in lines), *(x.code for x in earlier(subject, day))]))


def unbound(subject: Subject) -> str:
    """Why the edits for practitioners do not bind the claim, or empty text where they do."""
    payer = subject.claim.payer
    if payer is not None and payer.kind == "self_pay":
        return "a patient who pays alone meets no payer's edits"
    if subject.visit is not None and not subject.visit.in_office:
        return "a facility's services meet the edits for hospitals, which are not read"
    return ""


def pairs(subject: Subject, day: date) -> Pairs | NotLoaded:
    """Every pair in force among the codes of the date."""
    codes = codes_of(subject, day)
    if len(codes) > MOST_CODES:
        return NotLoaded(f"more than {MOST_CODES} different codes stand on {day}")
    return _once(subject, f"ptp {day}", lambda: subject.tables.at(day).ptp_pairs(codes))


def limits(subject: Subject, day: date) -> tuple[UnlikelyUnits, ...] | NotLoaded:
    """The unlikely edits of the codes of the date."""
    return _once(subject, f"mue {day}", lambda: subject.tables.at(day).mues(codes_of(subject, day)))


def add_ons(subject: Subject, day: date) -> tuple[AddOnEdit, ...] | NotLoaded:
    """The primaries of every add-on code of the date."""
    return _once(subject, f"addon {day}", lambda: subject.tables.at(day).addon_edits(*codes_of(subject, day)))


def of_older_quarter(subject: Subject, day: date, set_: str, missing: NotLoaded) -> tuple[Tables, str] | None:
    """The tables of the newest loaded quarter before the day, and the words that say so."""
    tables = subject.tables.at(day).before(set_)
    return (tables, f"This is from the older quarter that ended {tables.on}: {missing.words}.") if tables else None


def _once(subject: Subject, name: str, read: Callable[[], Read]) -> Read:
    if name not in subject.memo:
        subject.memo[name] = read()
    found: Read = subject.memo[name]
    return found
