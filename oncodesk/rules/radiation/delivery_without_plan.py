"""Treatment is billed and the course shows no planning before it.

What it checks
    External beam and stereotactic delivery has a clinical plan, a dose plan and a simulation before it, on the claim,
    in the history or among the recorded events. An IMRT plan includes its simulation.

Why it matters
    The order of a course is plan, simulation, dose plan, treatment; delivery without them looks like an error or like a
    course that another group planned.

How to fix it
    Bill what was done and is missing, or name the earlier lines in the history.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import Billed, among, day_of, events, history, in_lists, radiation, role_of

_NEEDED = {
    "a clinical plan": ("clinical_plan_codes", "clinical_plan"),
    "a dose plan": ("treatment_plan_codes", "plan"),
    "a simulation": ("simulation_codes", "simulation"),
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding that names what is missing; not checked where no history of the course is given."""
    lines = among(subject, "planned_delivery_codes")
    if not lines:
        return
    first = min(subject.day(x) for x in lines)
    held: list[Billed] = [*subject.lines, *history(subject)]
    known = any(_planning(subject, x) and day_of(subject, x) < first for x in held)
    if not known and not any(e.date < first for e in events(subject, *(kind for _, kind in _NEEDED.values()))):
        yield rule.not_checked("planning of the course: no earlier line of it is on the claim or in its history")
        return
    missing = [name for name, (codes, kind) in _NEEDED.items() if not _there(subject, held, codes, kind, first)]
    if missing == ["a simulation"] and _imrt(subject, held):
        return
    if missing:
        yield rule.finding(
            f"treatment without {' or '.join(missing)} before it",
            why=f"the first delivery on {first} follows no such line of the course.",
            lines=lines[:1],
        )


def _planning(subject: Subject, item: Billed) -> bool:
    return in_lists(subject, item, *(codes for codes, _ in _NEEDED.values()))


def _imrt(subject: Subject, held: list[Billed]) -> bool:
    recorded = radiation(subject)
    techniques = {e.technique or (recorded.course.technique if recorded else None) for e in events(subject, "plan")}
    return any(role_of(subject, x) == "radiation.plan.imrt" for x in held) or bool(techniques & {"imrt", "vmat"})


def _there(subject: Subject, held: list[Billed], codes: str, kind: str, first: date) -> bool:
    billed = any(in_lists(subject, x, codes) and day_of(subject, x) <= first for x in held)
    return billed or any(e.date <= first for e in events(subject, kind))


_PAST = [{"date_of_service": "2026-03-02", "code": "77263"}]
_WHOLE = [*_PAST, {"date_of_service": "2026-03-04", "code": "77301"}]

RULE = Rule(
    __name__,
    title="Treatment without the planning before it",
    severity="error",
    covers=("RAD-07",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77407"), dx="Z51.0 C61", history=_PAST),
    good=lambda: claim(line("77407"), dx="Z51.0 C61", history=_WHOLE),
    reads=("radiation.planned_delivery_codes", *(f"radiation.{codes}" for codes, _ in _NEEDED.values())),
    confirm=True,
)
