"""Something that the facts give besides drugs and their administration is not billed.

What it checks
    Sessions, planning, management, physics and every other service that the facts give, date by date: as many are
    billed, by that code or by another of its kind.

Why it matters
    It is money left behind, and a count that does not follow the record looks careless in a review.

How to fix it
    Put the line back, or put the facts right.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from oncodesk.domain.claim import LETTERS
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, add_line, cite

ROWS = {"radiation_delivery": "RAD-06", "radiation_physics": "RAD-50", "radiation_management": "RAD-20"}
COUNTED_ELSEWHERE = "radiation.management"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each code with fewer units than the facts give, where no other of its kind is billed instead."""
    made = subject.derived.claim if subject.derived else None
    if made is None:
        return
    due: dict[tuple[date, str], list[ClaimLine]] = {}
    for held in made.lines:
        due.setdefault((made.date_of(held), held.code), []).append(held)
    missing: dict[str, list[ClaimLine]] = {}
    for (day, code), wanted in due.items():
        if not _elsewhere(subject, wanted[0], day) and _short(subject, day, code, wanted, due):
            missing.setdefault(code, []).extend(wanted)
    for code, wanted in missing.items():
        if _units(subject.lines, code) < _units(made.lines, code):
            yield _found(rule, subject, code, wanted)


def _units(lines: Iterable[ClaimLine], code: str) -> int:
    """Units of a code over all dates: as many as due, on other dates, are not too few."""
    return sum(held.units for held in lines if held.code == code)


def _elsewhere(subject: Subject, held: ClaimLine, day: date) -> bool:
    """Drugs, their administration and management by weeks, where some is billed, have rules of their own."""
    tables = subject.tables.at(day)
    known = tables.known_procedure(held.code)
    if known and known.role == COUNTED_ELSEWHERE and any(line.code == held.code for line in subject.lines):
        return True
    return held.code in tables.policy.table("infusion.family") or tables.drug(held.code) is not None


def _short(
    subject: Subject, day: date, code: str, wanted: list[ClaimLine], due: dict[tuple[date, str], list[ClaimLine]]
) -> bool:
    billed = subject.days.get(day, ())
    if sum(held.units for held in billed if held.code == code) >= sum(held.units for held in wanted):
        return False
    procedure = subject.tables.at(day).procedure(code)
    kind = procedure.kind if procedure else ""
    visits = subject.tables.at(day).policy.codes("evaluation.evaluation_codes")
    instead = [
        held
        for held in billed
        if (day, held.code) not in due
        and ((kind and _kind(subject, held, day) == kind) or (code in visits and held.code in visits))
    ]
    return not instead


def _kind(subject: Subject, held: ClaimLine, day: date) -> str:
    known = subject.tables.at(day).known_procedure(held.code)
    return known.kind if known else ""


def _found(rule: Rule, subject: Subject, code: str, wanted: list[ClaimLine]) -> Outcome:
    made = subject.derived.claim if subject.derived else subject.claim
    days = ", ".join(dict.fromkeys(made.date_of(held).isoformat() for held in wanted))
    edits = tuple(_back(subject, held) for held in wanted)
    whole = all(held.code != code for held in subject.lines if subject.day(held) in {made.date_of(w) for w in wanted})
    fix = Fix(title=f"Bill {code} as the facts give it", only_if="the facts are right and whole", edits=edits)
    return rule.finding(
        f"{code}: fewer billed than the facts give",
        why=f"By the facts it is due on {days}.",
        lines=[held for held in subject.lines if held.code == code and subject.day(held).isoformat() in days],
        covers=(ROWS.get(_kind(subject, wanted[0], made.date_of(wanted[0])), "INF-42"),),
        facts=dict.fromkeys(fact for held in wanted for fact in held.facts),
        fixes=(fix,) if whole and subject.lines else (),
    )


def _back(subject: Subject, held: ClaimLine) -> Edit:
    made = subject.derived.claim if subject.derived else subject.claim
    here = subject.claim.diagnoses
    letters = "".join(LETTERS[here.index(dx)] for dx in made.pointed(held) if dx in here)
    day = made.date_of(held)
    own: dict[str, Any] = {} if day == subject.claim.date_of_service else {"date_of_service": day.isoformat()}
    return add_line(held.code, units=held.units, modifiers=list(held.modifiers), pointers=letters or "A", **own)


RULE = Rule(
    __name__,
    title="Given by the facts and not billed",
    severity="warning",
    covers=("INF-42", *ROWS.values()),
    citation=cite("service-as-recorded"),
    check=check,
    bad=lambda: claim(
        line("99214"),
        dx="C18.2",
        visit=visit(reason="evaluation", services=[{"code": "99214"}, {"code": "36415"}]),
    ),
    good=lambda: claim(
        line("99214"),
        line("36415"),
        dx="C18.2",
        visit=visit(reason="evaluation", services=[{"code": "99214"}, {"code": "36415"}]),
    ),
    reads=("procedures", "facts"),
)
