"""A drug carries a modifier that is no longer valid.

What it checks
    The modifiers that named a biosimilar's maker, and the discount modifier that has ended.

Why it matters
    Each biosimilar has its own code instead; a line with an ended modifier is returned.

How to fix it
    Take it off; a drug bought at the discount takes the modifier that is left.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier

ENDED = {"drugs.biosimilar_modifiers_ended": "DRG-16", "drugs.discount_340b_modifiers_ended": "DRG-17"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such modifier; a warning for the discount one, which offices rarely use."""
    for held in subject.lines:
        for name, row in ENDED.items():
            gone = [m for m in held.modifiers if m in subject.at(held).policy.codes(name)]
            if gone:
                fix = Fix(
                    title=f"Take {', '.join(gone)} off",
                    only_if="the code names the product that was given",
                    edits=tuple(remove_modifier(held, m) for m in gone),
                )
                yield rule.finding(
                    f"{held.code}: {', '.join(gone)} is no longer valid",
                    why=f"It had ended before {subject.day(held)}.",
                    lines=[held],
                    severity="error" if row == "DRG-16" else "warning",
                    covers=(row,),
                    fixes=(fix,),
                )


RULE = Rule(
    __name__,
    title="Drug modifier that has ended",
    severity="error",
    covers=("DRG-16", "DRG-17"),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96413"), line("Q5115", 70, "ZA", "JZ"), dx="Z51.12 C83.31"),
    good=lambda: claim(line("96413"), line("Q5115", 70, "JZ"), dx="Z51.12 C83.31"),
    reads=tuple(ENDED),
)
