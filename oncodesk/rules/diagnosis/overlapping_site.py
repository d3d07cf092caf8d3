"""A neoplasm of overlapping sites stands beside one of a single part of the same organ.

What it checks
    A malignant neoplasm whose last digit says overlapping sites, together with another code of the same category.

Why it matters
    One growth over neighboring parts takes the overlapping code alone; separate growths take a code each, and then
    none overlaps.

How to fix it
    Keep the overlapping code for one growth, or the codes of the parts for separate ones.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such pair."""
    for wide in those(subject, "malignant_prefixes"):
        entry = subject.tables.diagnosis(wide)
        if entry is None or "overlapping" not in entry.text.lower():
            continue
        for part in codes(subject):
            if part != wide and part.split(".")[0] == wide.split(".")[0]:
                only_if = "it is one growth over neighboring parts"
                fix = Fix(title=f"Remove {part}", only_if=only_if, edits=(removed(subject.claim, part),))
                yield rule.finding(
                    f"{wide} overlaps, and {part} is a part",
                    why="One growth takes the overlapping code alone, separate growths a code each.",
                    diagnoses=[wide, part],
                    fixes=(fix,) if stays_pointed(subject.claim, part) else (),
                )


RULE = Rule(
    __name__,
    title="Overlapping sites beside one of them",
    severity="info",
    covers=("DX-25",),
    citation=cite("ocg-neoplasms"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C18.8 C18.2"),
    good=lambda: claim(line("99214"), dx="C18.8"),
    reads=("diagnoses", "diagnosis.malignant_prefixes"),
    confirm=True,
)
