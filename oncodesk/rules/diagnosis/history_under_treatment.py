"""A neoplasm is coded as history while it is treated.

What it checks
    A claim that bills an antineoplastic drug or external radiation lists a current neoplasm, not only a personal
    history of one.

Why it matters
    As long as treatment is directed at it, the neoplasm is current. A history code gives the treatment no reason.

How to fix it
    Code the neoplasm that the treatment is directed at.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import antineoplastic_lines, delivered, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the history stands alone beside such a line."""
    past = those(subject, "history_prefixes")
    lines = [*antineoplastic_lines(subject), *delivered(subject)] if past else []
    if lines and not those(subject, "neoplasm_prefixes"):
        yield rule.finding(
            f"{past[0]} while the neoplasm is treated",
            why=f"{lines[0].code} is directed at a neoplasm and none is coded as current.",
            diagnoses=past[:1],
            lines=lines,
        )


RULE = Rule(
    __name__,
    title="History of a neoplasm while it is treated",
    severity="warning",
    covers=("DX-20",),
    citation=cite("ocg-current-or-history"),
    check=check,
    bad=lambda: claim(line("77407"), dx="Z85.46"),
    good=lambda: claim(line("77407"), dx="Z51.0 C61"),
    reads=("drugs", "procedures", "diagnosis.history_prefixes", "diagnosis.neoplasm_prefixes"),
)
