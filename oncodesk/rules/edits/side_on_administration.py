"""A side or bilateral modifier stands on a drug administration or radiation delivery.

What it checks
    RT, LT and 50 stand on no drug administration and no radiation delivery.

Why it matters
    These services have no side; the modifier can stop the claim for review.

How to fix it
    Take it off, and record the site in the notes.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier

SIDELESS = frozenset({"administration", "pump", "radiation_delivery", "radiation_management"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for held in subject.lines:
        sides = sorted(subject.at(held).policy.codes("claim.anatomic_modifiers") & set(held.modifiers))
        if sides and subject.kind(held) in SIDELESS:
            edits = tuple(remove_modifier(held, side) for side in sides)
            yield rule.finding(
                f"{held.code} has no side, yet carries {', '.join(sides)}",
                why="Administration and delivery are billed once whatever the side.",
                lines=[held],
                fixes=(Fix(title=f"Remove {', '.join(sides)}", only_if="the service is as billed", edits=edits),),
            )


RULE = Rule(
    __name__,
    title="Side modifier where there is no side",
    severity="info",
    covers=("NCI-06",),
    citation=cite("cpt-modifiers"),
    check=check,
    bad=lambda: claim(line("96402", 1, "RT"), dx="C50.411"),
    good=lambda: claim(line("96402"), dx="C50.411"),
    reads=("procedures", "claim.anatomic_modifiers"),
)
