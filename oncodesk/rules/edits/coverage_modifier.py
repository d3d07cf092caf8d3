"""A line carries a modifier that only a coverage policy asks for.

What it checks
    KX, CG and CR on any line.

Why it matters
    KX and CG say that a written policy's conditions are met, CR that a declared emergency is the reason. Where no
    policy asks, the line may be held for review.

How to fix it
    Keep it with the policy's name in the record, or take it off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier

MODIFIERS = ("CG", "CR", "KX")
ONLY_IF = "no coverage policy of the payer asks for it"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such modifier."""
    for held in subject.lines:
        for modifier in (m for m in MODIFIERS if m in held.modifiers):
            yield rule.finding(
                f"{held.code} carries {modifier}",
                why=f"{modifier} states that a written policy's conditions are met; keep that policy with the claim.",
                lines=[held],
                fixes=(Fix(title=f"Remove {modifier}", only_if=ONLY_IF, edits=(remove_modifier(held, modifier),)),),
            )


RULE = Rule(
    __name__,
    title="Modifier of a coverage policy",
    severity="info",
    covers=("NCI-12",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96413", 1, "KX")),
    good=lambda: claim(line("96413")),
    confirm=True,
)
