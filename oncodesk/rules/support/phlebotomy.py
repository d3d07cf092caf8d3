"""A therapeutic phlebotomy is billed twice for a date, or for a condition that does not support it.

What it checks
    Units by date, and a diagnosis on the line among those that contractors name: polycythemia, iron overload,
    porphyria.

Why it matters
    It is paid once a date, for conditions in which taking blood is the treatment.

How to fix it
    Bill it once, pointing to the condition that it treats.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotless
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.support.daily import over_daily_limit


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each date over the limit and each line without a supporting diagnosis."""
    role = "phlebotomy.therapeutic"
    yield from over_daily_limit(rule, subject, role, "support.phlebotomy_daily_limit", "however much is drawn")
    for held in [x for x in subject.lines if subject.role(x) == role]:
        supports = tuple(dotless(code) for code in subject.at(held).policy.codes("support.phlebotomy_diagnoses"))
        pointed = subject.claim.pointed(held)
        if not any(dotless(code).startswith(supports) for code in pointed):
            yield rule.finding(
                f"{held.code}: no diagnosis of the line supports it",
                why=f"It points to {', '.join(pointed) or 'nothing'}.",
                lines=[held],
                diagnoses=pointed,
            )


RULE = Rule(
    __name__,
    title="Therapeutic phlebotomy",
    severity="warning",
    covers=("SUP-14",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("99195", 2), dx="D45"),
    good=lambda: claim(line("99195"), dx="D45"),
    reads=("procedures", "support.phlebotomy_daily_limit", "support.phlebotomy_diagnoses"),
    confirm=True,
)
