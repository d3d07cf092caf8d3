"""A line was billed before.

What it checks
    No line of the claim stands in the history with the same date of service, code and modifiers, nor twice on the
    claim itself.

Why it matters
    The second is denied as a duplicate, and repeated duplicates draw an audit.

How to fix it
    Take the line off; a service truly repeated on the date carries 76, 77 or 91, or says what was apart.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without

Key = tuple[date, str, frozenset[str]]


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line billed before, here or in the history."""
    earlier: set[Key] = {(h.date_of_service, h.code, frozenset(h.modifiers)) for h in subject.claim.history}
    seen: dict[Key, ClaimLine] = {}
    for held in subject.lines:
        key = (subject.day(held), held.code, frozenset(held.modifiers))
        first = seen.setdefault(key, held)
        if key in earlier:
            yield _finding(rule, held, "was billed before for this date", [held])
        elif first is not held and not subject.drug(held) and not subject.distinct(held):
            yield _finding(rule, held, "stands twice on the claim", [first, held])


def _finding(rule: Rule, held: ClaimLine, what: str, lines: list[ClaimLine]) -> Outcome:
    fix = without(held, "the service was done once", "Remove the line")
    why = "Same date of service, code and modifiers."
    return rule.finding(f"{'-'.join((held.code, *held.modifiers))} {what}", why=why, lines=lines, fixes=(fix,))


RULE = Rule(
    __name__,
    title="Line billed before",
    severity="error",
    covers=("CLM-08",),
    citation=cite("claims-manual-1-60"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C18.2", history=[{"date_of_service": "2026-03-12", "code": "99214"}]),
    good=lambda: claim(line("99214"), dx="C18.2", history=[{"date_of_service": "2026-03-05", "code": "99214"}]),
    reads=("history",),
)
