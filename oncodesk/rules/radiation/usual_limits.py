"""More calculations or devices are billed than contractors take without asking, or than were recorded.

What it checks
    The units of dose calculations, treatment devices, measurements, plans and placings of sources on a date stay within
    the usual limits and within what the facts of the course record for the date.

Why it matters
    Contractors review larger counts, and units that the record does not bear out are recovered.

How to fix it
    Bill what is recorded; where more was needed, keep the plan that shows each field, arc or device.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import cut, events, facts_give, units
from oncodesk.rules.radiation.samples import event, treated

_EVENTS = {
    "radiation.dose_calculation": "dose_calculation",
    "radiation.device": "device",
    "radiation.in_vivo_dosimetry": "in_vivo_dosimetry",
    "radiation.plan.brachytherapy": "plan",
    "radiation.brachytherapy.interstitial": "source_application",
    "radiation.brachytherapy.intracavitary": "source_application",
}
_ROWS = {
    "radiation.dose_calculation": ("RAD-48",),
    "radiation.in_vivo_dosimetry": ("RAD-53",),
    "radiation.plan.brachytherapy": ("RAD-54",),
    "radiation.brachytherapy": ("RAD-54",),
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code and date above the recorded count, or else above the usual limit."""
    for day, held in subject.days.items():
        limits = subject.tables.at(day).policy.table("radiation.usual_limits")
        for code in dict.fromkeys(x.code for x in held):
            lines = [x for x in held if x.code == code]
            kind = next((k for role, k in _EVENTS.items() if subject.role(lines[0]).startswith(role)), None)
            if kind is None or subject.role(lines[0]) == "radiation.device.imrt":
                continue
            recorded = any(e.date == day for e in events(subject, kind))
            given = units(facts_give(subject, {code}, day)) if recorded else None
            if given is not None and units(lines) > given > 0:
                yield _above(rule, subject, lines, given, f"{given} are recorded")
            elif units(lines) > limits.get(code, units(lines)):
                yield _above(rule, subject, lines, None, f"contractors ask above {limits[code]}")


def _above(rule: Rule, subject: Subject, lines: list[ClaimLine], given: int | None, why: str) -> Outcome:
    shaped = any(subject.role(x) == "radiation.device.imrt" for x in subject.days[subject.day(lines[0])])
    own = next((rows for role, rows in _ROWS.items() if subject.role(lines[0]).startswith(role)), None)
    rows = own or (("RAD-47", "RAD-46") if shaped else ("RAD-47",))
    fixes: tuple[Fix, ...] = ()
    if given is not None:
        edits = cut(lines, given, (), subject)
        fixes = (Fix(title=f"Bill {given}", only_if="the record is complete", edits=edits),)
    return rule.finding(
        f"{units(lines)} units of {lines[0].code} on {subject.day(lines[0])}",
        why=f"{why}.",
        lines=lines,
        covers=rows,
        fixes=fixes,
    )


def _facts(count: int) -> dict[str, object]:
    return event("dose_calculation", count=count)


RULE = Rule(
    __name__,
    title="Calculations and devices above the record or the usual limit",
    severity="warning",
    covers=("RAD-47", "RAD-48", "RAD-46", "RAD-53", "RAD-54"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77295"), line("77300", 9), dx="C61", visit=treated(event("plan"), _facts(6))),
    good=lambda: claim(line("77295"), line("77300", 6), dx="C61", visit=treated(event("plan"), _facts(6))),
    reads=("procedures", "radiation.usual_limits"),
)
