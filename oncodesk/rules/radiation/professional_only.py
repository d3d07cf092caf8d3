"""A service of the physician alone carries a component modifier.

What it checks
    Clinical plans and treatment management carry neither 26 nor TC.

Why it matters
    They have no technical part: with a component modifier the line is returned.

How to fix it
    Take the modifier off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier
from oncodesk.rules.radiation.course import among


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line and modifier."""
    parts = set(subject.tables.policy.table("claim.component_modifiers"))
    for held in among(subject, "professional_only"):
        for modifier in [m for m in held.modifiers if m in parts]:
            fix = Fix(
                title=f"Remove {modifier}",
                only_if="the service was the physician's own",
                edits=(remove_modifier(held, modifier),),
            )
            yield rule.finding(
                f"{held.code} carries {modifier}",
                why=f"{held.code} is professional work only and has no parts to tell apart.",
                lines=[held],
                fixes=(fix,),
            )


RULE = Rule(
    __name__,
    title="Component modifier on professional work",
    severity="error",
    covers=("RAD-60", "NCI-08"),
    citation=cite("fee-schedule"),
    check=check,
    bad=lambda: claim(line("77263", 1, "26"), dx="C61"),
    good=lambda: claim(line("77263"), dx="C61"),
    reads=("radiation.professional_only", "claim.component_modifiers"),
)
