"""A line's code is none that is billed on the date.

What it checks
    Every line's code in the tables of drugs and procedures and, where it is loaded, the official HCPCS file of the
    date: a diagnosis billed as a service, and a procedure whose period does not hold the date. Of a code that stands in
    none of the tables nothing is said but that it was not checked.

Why it matters
    A code that does not exist on the date is rejected before anything else is looked at.

How to fix it
    Bill the code that was in force on the date, or take the line off; a diagnosis belongs among the diagnoses.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each diagnosis and each procedure out of its period; not checked where no table has the code."""
    unknown = []
    for held in subject.lines:
        if subject.drug(held) or subject.procedure(held) or held in subject.radiation_lines:
            continue
        tables = subject.at(held)
        ever, printed = tables.known_procedure(held.code), tables.hcpcs(held.code)
        if ever:
            period = f"{ever.since} to {ever.until or 'the next change'}"
            told = f"{held.code} is not in force on {tables.on}"
            yield _found(rule, held, told, f"It is in force {period}.")
        elif tables.diagnosis(held.code):
            yield _found(rule, held, f"{held.code} is a diagnosis, not a service", "It stands in ICD-10-CM.")
        elif not printed and not tables.drugs_ever_named(held.code):
            unknown.append(held.code)
    if unknown:
        codes = ", ".join(dict.fromkeys(unknown))
        yield rule.not_checked(f"{codes} in no table that is loaded; the official HCPCS file or a CPT file may tell")


def _found(rule: Rule, held: ClaimLine, told: str, why: str) -> Outcome:
    return rule.finding(told, why=why, lines=[held], fixes=(without(held, "it is not what was done"),))


RULE = Rule(
    __name__,
    title="Code that is none on the date",
    severity="error",
    covers=("DRG-05",),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96413"), line("Z5111")),
    good=lambda: claim(line("96413")),
    reads=("procedures", "drugs", "hcpcs"),
)
