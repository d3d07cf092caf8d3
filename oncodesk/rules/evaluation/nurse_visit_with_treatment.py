"""A nurse visit is billed on a date with an injection, infusion or transfusion.

What it checks
    99211 never stands on the date of a drug administration or transfusion, whatever its modifiers.

Why it matters
    The nurse's work is in the administration. Medicare does not pay 99211 beside one, with 25 or without.

How to fix it
    Take the nurse visit off. A physician's separate visit of the day is billed by its own level with 25.
"""

from collections.abc import Iterator

from oncodesk.rules.evaluation.visits import treatments
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such visit."""
    for day, lines in subject.days.items():
        never = subject.tables.at(day).policy.codes("evaluation.never_with_drug_administration")
        beside = treatments(subject, lines)
        for visit in lines if beside else ():
            if visit.code in never:
                only_if = "the nurse did nothing that a physician billed separately"
                yield rule.finding(
                    f"{visit.code} is never paid beside {beside[0].code}",
                    why=f"The nurse's work on {day} is included in {', '.join(line.code for line in beside)}.",
                    lines=[visit],
                    fixes=(without(visit, only_if, "Remove the nurse visit"),),
                )


RULE = Rule(
    __name__,
    title="Nurse visit beside treatment",
    severity="error",
    covers=("EM-02",),
    citation=cite("claims-manual-12-30-6-7"),
    check=check,
    bad=lambda: claim(line("96360"), line("99211", 1, "25"), dx="E86.0 C56.1"),
    good=lambda: claim(line("96360"), dx="E86.0 C56.1"),
    reads=("procedures", "evaluation.never_with_drug_administration"),
)
