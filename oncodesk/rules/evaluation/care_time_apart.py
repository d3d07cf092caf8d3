"""Care planning or care management stands beside a visit or a treatment.

What it checks
    Advance care planning and care management on a date with a visit or an administration.

Why it matters
    They may stand together, but no minute counts twice.

How to fix it
    Record the minutes of each, apart from those of the visit.
"""

from collections.abc import Iterator

from oncodesk.rules.evaluation.visits import treatments, visits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such line."""
    for lines in subject.days.values():
        beside = [*visits(subject, lines), *treatments(subject, lines)]
        for held in lines:
            policy = subject.at(held).policy
            timed = {
                **policy.table("evaluation.advance_care_minutes"),
                **policy.table("evaluation.care_management_minutes"),
            }
            others = [other.code for other in beside if other is not held and other.code not in timed]
            if held.code in timed and others:
                yield rule.finding(
                    f"{held.code} beside {', '.join(dict.fromkeys(others))}",
                    why=f"Its {timed[held.code]} minutes are counted apart from every other service.",
                    lines=[held],
                )


RULE = Rule(
    __name__,
    title="Care time counted apart",
    severity="info",
    covers=("EM-14",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96413"), line("99497")),
    good=lambda: claim(line("99497"), dx="C18.2"),
    reads=("evaluation.advance_care_minutes", "evaluation.care_management_minutes"),
    confirm=True,
)
