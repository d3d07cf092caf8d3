"""A diagnosis is not in the code set of the date.

What it checks
    Every diagnosis is an entry of the ICD-10-CM edition in force on the date of service.

Why it matters
    A code that is new, deleted or mistyped is returned: the date of service decides the edition.

How to fix it
    Look the condition up in the edition of that date.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, padded
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each unknown code; not checked where the edition of the date is not loaded."""
    edition = subject.tables.editions.icd10cm
    for code in dict.fromkeys(codes(subject)):
        if subject.tables.diagnosis(code) or padded(subject, code):
            continue
        if any(said.startswith("ICD-10-CM") for said in subject.tables.stale) or edition is None:
            yield rule.not_checked(f"{code}: no ICD-10-CM edition of {subject.tables.on} is loaded")
            continue
        yield rule.finding(
            f"{code} is not an ICD-10-CM code",
            why=f"the edition of {edition}, in force on {subject.tables.on}, does not hold it.",
            diagnoses=[code],
        )


RULE = Rule(
    __name__,
    title="Diagnosis not in the edition of the date",
    severity="error",
    covers=("DX-01",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C50.977"),
    good=lambda: claim(line("99214"), dx="C50.911"),
    reads=("icd10cm",),
)
