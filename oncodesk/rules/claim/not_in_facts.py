"""A line bills something that the facts do not show.

What it checks
    Lines of the visit's date, and of every date of a course whose facts are whole, by a code that the facts give on no
    line of that date: administrations, drugs, radiation and other services. And more units than the facts give of a
    recorded service, or of an administration that is counted by the times it was done.

Why it matters
    What the record does not show is paid back in a review.

How to fix it
    Take the line off, or record what was done. A service of somebody else's record needs only that record.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.domain.report import Severity
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_units, without
from oncodesk.rules.radiation.course import claims_all

ALONE = ("radiation.device.imrt", "radiation.physics.", "radiation.dose_calculation", "radiation.in_vivo_dosimetry")
ROWS = {"radiation.simulation.motion": "RAD-43", "radiation.physics.special": "RAD-51"}
"""Services that stand only on their own record."""
COUNTED = (
    *(f"{family}.{kind}" for family in ("chemotherapy", "therapeutic") for kind in ("infusion.", "injection")),
    *("chemotherapy.push.", "therapeutic.push.initial", "therapeutic.push.additional", "hydration."),
    *("therapeutic.subcutaneous_infusion.", "chemotherapy.pump.", "therapeutic.on_body_injector"),
)
"""Administrations whose number other rules look at."""


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning where facts of that kind are held, otherwise a reminder; not checked where something must be asked."""
    c = compared(subject)
    if c is None or subject.derived is None:
        return
    made = subject.derived.claim
    given_on = {(made.date_of(due), due.code) for due in made.lines}
    for day, lines in subject.days.items():
        if day != c.visit.date_of_service and not claims_all(subject):
            continue
        for held in lines:
            if (day, held.code) not in given_on:
                if not _stands_for_another(c, held, day):
                    yield from _found(rule, c, held)
            elif _counted_here(c, held) and held.units > (due := sum(x.units for x in subject.due(day, held.code))):
                yield _too_many(rule, held, due)


def _found(rule: Rule, c: Compared, held: ClaimLine) -> Iterator[Outcome]:
    severity = _severity(c, held)
    if severity == "warning" and c.unsettled and not _radiation(c, held):
        yield rule.not_checked(f"{held.code}: how {c.named(c.unsettled)} was given is not settled")
        return
    fix = without(held, "it was not done, or is not this visit's")
    yield rule.finding(
        f"{held.code} is billed, and the facts do not show it",
        why=f"No fact of the visit gives a line of {held.code} on {c.subject.day(held)}.",
        lines=[held],
        severity=severity,
        covers=("INF-42", *(row for role, row in ROWS.items() if role == c.subject.role(held))),
        fixes=(fix,) if len(c.subject.lines) > 1 else (),
    )


def _counted_here(c: Compared, held: ClaimLine) -> bool:
    """Whether its units are those of a service as recorded; drugs, infusions, injections and radiation have rules."""
    if c.tables.drug(held.code) or _radiation(c, held):
        return False
    if c.subject.kind(held) in {"administration", "pump"}:
        return not c.unsettled and not c.subject.role(held).startswith(COUNTED)
    return bool(c.visit.services) or not c.unsettled


def _too_many(rule: Rule, held: ClaimLine, due: int) -> Outcome:
    fix = Fix(title=f"Bill {due}", only_if="the facts are right and whole", edits=(set_units(held, due),))
    return rule.finding(
        f"{held.code}: {held.units} units billed, {due} by the facts",
        why=f"The facts give {held.code} {due} time{'s' if due > 1 else ''} on the date.",
        lines=[held],
        covers=("INF-42",),
        fixes=(fix,),
    )


def _severity(c: Compared, held: ClaimLine) -> Severity:
    if _radiation(c, held):
        return "warning" if c.visit.radiation else "info"
    if c.tables.drug(held.code) or c.subject.kind(held) in {"administration", "pump"}:
        return "warning" if c.visit.administrations else "info"
    return "warning" if c.visit.services else "info"


def _radiation(c: Compared, held: ClaimLine) -> bool:
    return c.subject.kind(held).startswith(("radiation", "brachy"))


def _stands_for_another(c: Compared, held: ClaimLine, day: date) -> bool:
    """Whether it may be billed in place of what the facts give: a code of the same kind is missing, or its drug."""
    drug = c.tables.drug(held.code)
    if drug:
        named = {d.generic for a in c.visit.administrations for d in c.tables.drugs_named(a.name)}
        return drug.unlisted or drug.generic in named or not named
    derived = c.subject.derived
    made = derived.claim if derived else c.subject.claim
    billed = {line.code for line in c.subject.days.get(day, ())}
    missing = [due for due in made.lines if made.date_of(due) == day and due.code not in billed]
    kind = _kind(c, held)
    if kind == "evaluation" and any(one.code.upper() == due.code for one in c.visit.services for due in missing):
        return False
    return not kind or any(_kind(c, due) == kind for due in missing)


def _kind(c: Compared, held: ClaimLine) -> str:
    """The kind of service, or the role of one that never stands in for another of its kind."""
    role = c.subject.role(held)
    return role if role in ALONE or role.startswith(ALONE) else c.subject.kind(held)


_CHEMO = visit(given("a1", "docetaxel", at="09:00-10:00"))
RULE = Rule(
    __name__,
    title="Billed and not in the facts",
    severity="warning",
    covers=("INF-42", *ROWS.values()),
    citation=cite("service-as-recorded"),
    check=check,
    bad=lambda: claim(line("96413"), line("J2405", 8, "JZ"), visit=_CHEMO),
    good=lambda: claim(line("96413"), visit=_CHEMO),
    reads=("procedures", "drugs", "facts"),
)
