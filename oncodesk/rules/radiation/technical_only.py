"""A technical service carries a component modifier, or is billed where it is the facility's.

What it checks
    Delivery, continuing and special physics, port images and source handling carry neither 26 nor TC, and are not on a
    practitioner's claim for a hospital or another facility.

Why it matters
    They are staff and equipment alone: with a modifier the line is returned, and in a facility the facility bills them.

How to fix it
    Take the modifier off; in a facility take the line off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_modifier, without
from oncodesk.rules.radiation.course import among


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line with such a modifier or such a place."""
    parts = set(subject.tables.policy.table("claim.component_modifiers"))
    places = subject.tables.policy.codes("radiation.facility_places")
    for held in among(subject, "technical_only"):
        if subject.place(held) in places:
            yield _elsewhere(rule, subject, held)
            continue
        for modifier in [m for m in held.modifiers if m in parts]:
            fix = Fix(
                title=f"Remove {modifier}",
                only_if="the practice's own staff and equipment did it",
                edits=(remove_modifier(held, modifier),),
            )
            yield rule.finding(
                f"{held.code} carries {modifier}",
                why=f"{held.code} is technical work only and has no parts to tell apart.",
                lines=[held],
                covers=_rows(subject, held),
                fixes=(fix,),
            )


def _rows(subject: Subject, held: ClaimLine) -> tuple[str, ...]:
    sources = subject.role(held) == "radiation.brachytherapy.handling"
    return ("RAD-08", "NCI-08", "RAD-55") if sources else ("RAD-08", "NCI-08")


def _elsewhere(rule: Rule, subject: Subject, held: ClaimLine) -> Outcome:
    place = subject.place(held)
    fix = without(held, "the facility bills it", "Take it off this claim")
    return rule.finding(
        f"{held.code} in place of service {place}",
        why=f"technical work in place {place} is the facility's to bill.",
        lines=[held],
        covers=_rows(subject, held),
        fixes=(fix,) if len(subject.lines) > 1 else (),
    )


RULE = Rule(
    __name__,
    title="Technical work with a component modifier, or in a facility",
    severity="error",
    covers=("RAD-08", "NCI-08", "RAD-55"),
    citation=cite("fee-schedule"),
    check=check,
    bad=lambda: claim(line("77336", 1, "26"), line("77263"), dx="C61"),
    good=lambda: claim(line("77336"), line("77263"), dx="C61"),
    reads=("radiation.technical_only", "radiation.facility_places", "claim.component_modifiers"),
)
