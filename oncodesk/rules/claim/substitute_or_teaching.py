"""A line says that a substitute or a resident took part.

What it checks
    The modifiers of a substitute or reciprocal physician, and of a teaching physician, on any line.

Why it matters
    A substitute may be billed for no longer than 60 days in a row and is recorded by name; a teaching physician's
    presence at the key part stands in the note.

How to fix it
    Keep that record, or take the modifier off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such modifier, with all its lines."""
    policy = subject.tables.policy
    substitutes = set(policy.table("claim.substitute_modifiers").values())
    for modifier in sorted(substitutes | policy.codes("claim.teaching_modifier")):
        lines = [held for held in subject.lines if modifier in held.modifiers]
        if not lines:
            continue
        who = "a substitute's name and dates" if modifier in substitutes else "the teaching physician's presence"
        only_if = "the named physician did all of it alone"
        edits = tuple(remove_modifier(held, modifier) for held in lines)
        yield rule.finding(
            f"{modifier}: {who} must stand in the record",
            why=f"{modifier} is on {len(lines)} line{'s' if len(lines) > 1 else ''} of the claim.",
            lines=lines,
            fixes=(Fix(title=f"Remove {modifier}", only_if=only_if, edits=edits),),
        )


RULE = Rule(
    __name__,
    title="Substitute or resident",
    severity="info",
    covers=("CLM-12",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("99214", 1, "Q6"), dx="C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2"),
    reads=("claim.substitute_modifiers", "claim.teaching_modifier"),
    confirm=True,
)
