"""A depot's code is billed for a condition that another depot's code is for.

What it checks
    Drug codes of a drug with several products, against the diagnoses that only another of them is for; the daily form
    only in the amount of a depot.

Why it matters
    The products differ in strength and price; payers reject the one for other conditions.

How to fix it
    Bill the code of the product that was given, with its own units.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import has_diagnosis


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line that the facts do not give."""
    for held in subject.lines:
        entry = subject.at(held).policy.table("drugs.not_for_diagnoses").get(held.code)
        if not entry or WASTED in held.modifiers or held.units < entry.get("from_units", 1):
            continue
        if subject.derived is None and has_diagnosis(subject, *entry["codes"]):
            right = subject.at(held).drug(str(entry["by"]))
            unit = f", {right.unit} a unit" if right else ""
            yield rule.finding(
                f"{held.code} is not for {', '.join(entry['codes'])}",
                why=f"For it the depot is {entry['by']}{unit}.",
                lines=[held],
            )


RULE = Rule(
    __name__,
    title="Product for another condition",
    severity="error",
    covers=("DRG-08",),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(line("96402"), line("J1950", 2, "JZ"), dx="C61"),
    good=lambda: claim(line("96402"), line("J9217", 1, "JZ"), dx="C61"),
    reads=("drugs", "drugs.not_for_diagnoses"),
)
