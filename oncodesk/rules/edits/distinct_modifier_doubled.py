"""A line carries 59 and one of its more telling forms.

What it checks
    No line carries more than one of 59, XE, XP, XS and XU.

Why it matters
    The X forms are 59 said more exactly: XE another encounter, XS another structure. Both together contradict.

How to fix it
    Keep the X form that the record supports and take 59 off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for held in subject.lines:
        marks = [m for m in held.modifiers if m in subject.distinct_modifiers]
        if len(marks) > 1:
            extra = "59" if "59" in marks else marks[-1]
            only_if = f"{' and '.join(m for m in marks if m != extra)} says what was apart"
            yield rule.finding(
                f"{held.code} carries {' and '.join(marks)}",
                why="One of them is enough, and says more alone.",
                lines=[held],
                fixes=(Fix(title=f"Remove {extra}", only_if=only_if, edits=(remove_modifier(held, extra),)),),
            )


RULE = Rule(
    __name__,
    title="59 beside an X modifier",
    severity="info",
    covers=("NCI-02",),
    citation=cite("ncci-manual-1"),
    check=check,
    bad=lambda: claim(line("96413"), line("96365", 1, "59", "XS")),
    good=lambda: claim(line("96413"), line("96365", 1, "XS")),
    reads=("claim.distinct_service_modifiers",),
)
