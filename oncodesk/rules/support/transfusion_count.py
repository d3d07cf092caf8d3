"""A transfusion is billed more than once for a date.

What it checks
    Units of the transfusion code by date, however many products were given.

Why it matters
    One transfusion is paid for a date; the products are counted on lines of their own.

How to fix it
    Bill the transfusion once.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.support.daily import over_daily_limit


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date over the limit."""
    yield from over_daily_limit(
        rule, subject, "transfusion", "support.transfusion_daily_limit", "whatever the number of products"
    )


RULE = Rule(
    __name__,
    title="Transfusion once a date",
    severity="error",
    covers=("SUP-13",),
    citation=cite("ncci-mue"),
    check=check,
    bad=lambda: claim(line("36430", 3), line("P9016", 3), dx="C92.00 D63.0"),
    good=lambda: claim(line("36430"), line("P9016", 3), dx="C92.00 D63.0"),
    reads=("procedures", "support.transfusion_daily_limit"),
)
