"""A provider's or the practice's NPI is not a valid number.

What it checks
    Every NPI on the claim has ten digits, starts with 1 or 2, and its check digit is right.

Why it matters
    A mistyped NPI sends the claim back unprocessed, or pays somebody else.

How to fix it
    Look the number up in the provider's record, and correct it there.
"""

from collections.abc import Iterator

from oncodesk.domain.npi import is_npi
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each number that cannot be right; not checked where no rendering provider's is given."""
    people = {role: getattr(subject.claim.providers, role) for role in type(subject.claim.providers).model_fields}
    numbers = {f"providers.{role}": person.npi for role, person in people.items() if person}
    if subject.claim.practice:
        numbers["practice"] = subject.claim.practice.npi
    for where, npi in numbers.items():
        if npi and not is_npi(npi):
            yield rule.finding(
                f"the NPI {npi} of {where} is not valid",
                why="Ten digits are expected, the first 1 or 2, the last a check digit over the others.",
                facts=[f"{where}.npi"],
            )
    if not numbers.get("providers.rendering"):
        yield rule.not_checked("no NPI of the rendering provider is given")


RULE = Rule(
    __name__,
    title="NPI with a wrong check digit",
    severity="error",
    covers=("CLM-01",),
    citation=cite("npi-check-digit"),
    check=check,
    bad=lambda: claim(line("96413"), providers={"rendering": {"name": "R. Ito", "npi": "1234567890"}}),
    good=lambda: claim(line("96413"), providers={"rendering": {"name": "R. Ito", "npi": "1234567893"}}),
)
