"""The multi-leaf device of an IMRT plan is billed more often than there were plans.

What it checks
    The multi-leaf device stands once for each IMRT plan, and another device of its date is one that the facts record.

Why it matters
    One unit holds the shaping of all fields and arcs of the plan. A device of another kind, such as an immobilization
    made for the patient, is separate; the same shaping billed a second time is not.

How to fix it
    Bill one unit for each plan, and take off a further device that stands for the same shaping.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import among, cut, events, facts_give, history, in_lists, role_of, units, with_role

ROLE = "radiation.device.imrt"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for units above the plans, and for a device of the date that the recorded course does not hold."""
    lines = with_role(subject, ROLE)
    if not lines:
        return
    plans = units(with_role(subject, "radiation.plan.imrt"))
    plans += units(h for h in history(subject) if role_of(subject, h) == "radiation.plan.imrt")
    before = units(h for h in history(subject) if role_of(subject, h) == ROLE)
    allowed = max(plans - before, 0 if before else 1)
    if units(lines) > allowed:
        able = allowed or len(lines) < len(subject.lines)
        edits = cut(lines, allowed, (), subject)
        yield rule.finding(
            f"{units(lines) + before} units of {lines[0].code} for {max(plans, 1)} plan{'s' if plans > 1 else ''}",
            why="one unit holds all fields and arcs of an IMRT plan.",
            lines=lines,
            severity="error" if not before else "warning",
            covers=("RAD-46", "CLM-11"),
            fixes=(Fix(title=f"Bill {allowed}", only_if="there was no further plan", edits=edits),) if able else (),
        )
    yield from _others(rule, subject)
    yield from _without_plan(rule, subject, lines, plans)


def _without_plan(rule: Rule, subject: Subject, lines: list[ClaimLine], plans: int) -> Iterator[Outcome]:
    """The device of an IMRT plan on a claim whose plans are all others."""
    others = [x for x in among(subject, "treatment_plan_codes") if subject.role(x) != "radiation.plan.imrt"]
    if others and not plans:
        yield rule.finding(
            f"{lines[0].code} beside {others[0].code}, without an IMRT plan",
            why="it is the shaping of an IMRT plan; the devices of another plan are billed one for each field.",
            lines=[*lines, others[0]],
            covers=("RAD-46",),
        )


def _others(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    recorded = events(subject, "device", "imrt_device")
    most = subject.tables.policy.number("radiation.devices_beside_imrt")
    for day, held in subject.days.items():
        shaped = [x for x in held if subject.role(x) == ROLE]
        for other in [x for x in held if in_lists(subject, x, "imrt_device_excludes")]:
            if not shaped or facts_give(subject, {other.code}, day) or subject.distinct(other):
                continue
            if not recorded:
                if other.units > most:
                    yield _many(rule, other, shaped[0])
                continue
            fix = without(other, "it is the same shaping", "Take it off")
            yield rule.finding(
                f"{other.code} beside {shaped[0].code}",
                why="the facts record no device of that kind; the shaping of an IMRT plan is billed once.",
                lines=[other, shaped[0]],
                covers=("RAD-46",),
                fixes=(fix,),
            )


def _many(rule: Rule, other: ClaimLine, shaped: ClaimLine) -> Outcome:
    return rule.finding(
        f"{other.units} units of {other.code} beside {shaped.code}",
        why="immobilization made for the patient stands beside it; so many look like the shaping of the fields.",
        lines=[other, shaped],
        covers=("RAD-46",),
        severity="warning",
    )


RULE = Rule(
    __name__,
    title="Multi-leaf device once for each IMRT plan",
    severity="error",
    covers=("RAD-46", "CLM-11"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77301"), line("77338", 3), dx="C61"),
    good=lambda: claim(line("77301"), line("77338"), line("77334"), dx="C61"),
    reads=("procedures", "radiation.imrt_device_excludes"),
)
