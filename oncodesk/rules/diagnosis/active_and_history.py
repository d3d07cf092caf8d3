"""One site is coded both as current and as history.

What it checks
    No current neoplasm stands beside the personal history of a neoplasm of the same site.

Why it matters
    The two contradict each other unless the current one is another primary, which the record must say.

How to fix it
    Keep the one that the documentation supports.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each pair, by the table of history codes; those that exclude each other have their own rule."""
    table = subject.tables.policy.table("diagnosis.history_of")
    for code in those(subject, "malignant_prefixes"):
        start = max((s for s in table if code.startswith(s)), key=len, default=None)
        past = str(table[start]) if start else ""
        if past not in codes(subject) or subject.tables.excludes1(code, past):
            continue
        fix = Fix(
            title=f"Remove {past}",
            only_if=f"{code} is current and not a new primary",
            edits=(removed(subject.claim, past),),
        )
        yield rule.finding(
            f"{code} and {past} for one site",
            why=f"{past} says that such a neoplasm is gone, {code} that it is there.",
            diagnoses=[code, past],
            fixes=(fix,) if stays_pointed(subject.claim, past) else (),
        )


RULE = Rule(
    __name__,
    title="Current and past neoplasm of one site",
    severity="warning",
    covers=("DX-21",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C50.411 Z85.3"),
    good=lambda: claim(line("99214"), dx="C50.411 Z85.46"),
    reads=("diagnosis.history_of", "diagnosis.malignant_prefixes"),
    confirm=True,
)
