"""A line carries more modifiers than a claim can hold, or one of them twice.

What it checks
    At most four modifiers on a line, each once.

Why it matters
    The fifth has no place on the form or in the electronic claim: it is lost or the claim is returned.

How to fix it
    Keep those that change payment first, then those that answer an edit; take off one that only informs.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for held in subject.lines:
        policy = subject.at(held).policy
        most = policy.number("claim.max_modifiers")
        twice = sorted({m for m in held.modifiers if held.modifiers.count(m) > 1})
        if len(held.modifiers) > most:
            inform = [m for m in held.modifiers if m in policy.codes("claim.informational_modifiers")]
            fixes = tuple(
                Fix(title=f"Remove {m}", only_if="the payer does not need it", edits=(remove_modifier(held, m),))
                for m in inform[: 1 if len(held.modifiers) == most + 1 else 0]
            )
            why = f"A line holds {most}: {', '.join(held.modifiers)} are {len(held.modifiers)}."
            yield rule.finding(f"{held.code} carries more than {most} modifiers", why=why, lines=[held], fixes=fixes)
        elif twice:
            why = "A modifier says the same the second time."
            yield rule.finding(
                f"{held.code} carries {', '.join(twice)} twice", why=why, lines=[held], severity="warning"
            )


RULE = Rule(
    __name__,
    title="More than four modifiers",
    severity="error",
    covers=("NCI-10",),
    citation=cite("x12-837p"),
    check=check,
    bad=lambda: claim(line("96413"), line("96365", 1, "59", "KX", "Q1", "CR", "GC"), dx="Z51.11 C18.2 Z00.6"),
    good=lambda: claim(line("96413"), line("96365", 1, "59")),
    reads=("claim.max_modifiers", "claim.informational_modifiers"),
)
