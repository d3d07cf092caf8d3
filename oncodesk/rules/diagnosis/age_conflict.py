"""A diagnosis does not fit the patient's age.

What it checks
    A diagnosis of newborns, of children or of pregnancy fits the age on the date of service.

Why it matters
    Payers' edits stop the claim; the birth date or the code is often mistyped.

How to fix it
    Correct the birth date or the code.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.diagnosis.reading import codes
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code outside its ages, in completed years."""
    patient = subject.claim.patient
    if patient is None:
        return
    years = _years(patient.birth_date, subject.claim.date_of_service)
    for start, ages in subject.tables.policy.table("diagnosis.ages").items():
        youngest, oldest = int(ages["from"]), int(ages["to"])
        for code in [c for c in dict.fromkeys(codes(subject)) if c.startswith(start)]:
            if not youngest <= years <= oldest:
                yield rule.finding(
                    f"{code} at {years} years",
                    why=f"codes {start} are for ages {youngest} to {oldest}.",
                    diagnoses=[code],
                )


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


RULE = Rule(
    __name__,
    title="Diagnosis and age of the patient",
    severity="warning",
    covers=("DX-32",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("99214"), dx="Z00.129"),
    good=lambda: claim(line("99214"), dx="Z00.00"),
    reads=("diagnosis.ages",),
    confirm=True,
)
