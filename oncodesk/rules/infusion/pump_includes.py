"""Starting a prolonged infusion is billed with something that it includes, or for a time that is not prolonged.

What it checks
    A refill, on the date a pump for a prolonged infusion is started; a flush, nurse visit or refill alone, days after a
    start in the claim's history; and, where the visit is known, that a pump ran for more than eight hours.

Why it matters
    The start covers filling, teaching and disconnecting the pump. An infusion of eight hours or less is an ordinary
    one, by its hours.

How to fix it
    Take the refill off, or bill the infusion by its hours.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import VEIN, Compared, compared, minutes_of
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without

STARTS = ("chemotherapy.infusion.pump", "chemotherapy.pump.home", "chemotherapy.intra_arterial.pump")
REFILLS = ("pump.refill.portable", "pump.refill.implantable")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each refill beside a start, and for each start that the visit does not support."""
    for lines in subject.days.values():
        starts = [held for held in lines if subject.role(held) in STARTS]
        drugs = [held for held in lines if subject.role(held).startswith("chemotherapy.")]
        for held in lines:
            if subject.role(held) in REFILLS and drugs:
                yield rule.finding(
                    f"{held.code} on the day of {(starts or drugs)[0].code}",
                    why="Filling the pump is part of starting its infusion.",
                    lines=[held],
                    severity="error" if starts else "warning",
                    covers=("INF-30", "INF-27") if starts else ("INF-30",),
                    fixes=(without(held, "it was the same pump"),),
                )
        yield from _disconnect(rule, subject, lines)
    c = compared(subject)
    if c and c.billed(*STARTS[:2]):
        yield from _supported(rule, c)
    elif c and c.due(*STARTS[:2]):
        yield from _by_hours(rule, c)


def _disconnect(rule: Rule, subject: Subject, lines: tuple[ClaimLine, ...]) -> Iterator[Outcome]:
    """What a visit days after the start bills for taking the pump off, by the claim's history."""
    policy = subject.at(lines[0]).policy
    day = subject.day(lines[0])
    started = [
        before
        for before in subject.claim.history
        if 0 < (day - before.date_of_service).days <= policy.number("infusion.pump_disconnect_days")
        and (p := subject.tables.at(before.date_of_service).procedure(before.code))
        and p.role in STARTS
    ]
    included = policy.codes("infusion.pump_included_services")
    for held in lines if started and all(one.code in included or subject.drug(one) for one in lines) else ():
        if held.code in included:
            start = started[-1]
            fix = without(held, "the visit only took the pump off")
            yield rule.finding(
                f"{held.code} {(day - start.date_of_service).days} days after {start.code}",
                why=f"{start.code} includes taking the pump off, its flush and teaching.",
                lines=[held],
                severity="error" if subject.role(held) in REFILLS else "warning",
                covers=("INF-27",),
                fixes=(fix,),
            )


def _supported(rule: Rule, c: Compared) -> Iterator[Outcome]:
    over = c.tables.policy.number("infusion.prolonged_over_minutes")
    if any(_prolonged(c, a, over) for a in c.visit.administrations):
        return
    lines = c.billed_lines(*STARTS[:2])
    known = [f"{a.name} {minutes_of(c.visit, a)} min" for a in c.visit.administrations if a.route in VEIN]
    yield rule.finding(
        f"{lines[0].code}: no infusion by pump of more than {over // 60} hours",
        why=f"By the visit: {', '.join(known) or 'nothing was given by vein'}.",
        lines=lines,
        covers=("INF-27",),
        fixes=as_given(c),
    )


def _by_hours(rule: Rule, c: Compared) -> Iterator[Outcome]:
    """A pump that runs for more than eight hours is billed by its start, not by hours."""
    infused = ("chemotherapy.infusion.initial", "chemotherapy.infusion.sequential")
    if c.billed(*infused) > c.due(*infused):
        yield rule.finding(
            f"{', '.join(held.code for held in c.billed_lines(*infused))}: the pump is billed by its start",
            why=c.steps(*STARTS[:2]),
            lines=c.billed_lines(*infused),
            covers=("INF-27",),
            fixes=as_given(c),
        )


def _prolonged(c: Compared, a: Administration, over: int) -> bool:
    minutes = minutes_of(c.visit, a)
    return a.route == "pump_prolonged" and (minutes is None or minutes > over)


RULE = Rule(
    __name__,
    title="Start of a prolonged infusion",
    severity="error",
    covers=("INF-27", "INF-30"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96416"),
        line("96521"),
        visit=visit(given("a1", "fluorouracil", "pump_prolonged", at="11:00", minutes=300), dx="C18.2"),
    ),
    good=lambda: claim(
        line("96416"),
        visit=visit(
            given("a1", "fluorouracil", "pump_prolonged", at="11:00", minutes=2760, pump={"owned_by": "supplier"})
        ),
    ),
    reads=(
        "procedures", "infusion.prolonged_over_minutes", "infusion.pump_disconnect_days",
        "infusion.pump_included_services",
    ),
)  # fmt: skip
