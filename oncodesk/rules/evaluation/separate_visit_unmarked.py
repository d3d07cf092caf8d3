"""A visit stands beside treatment of the same date without modifier 25.

What it checks
    On a date with a drug administration, transfusion or procedure, every visit carries 25, unless it carries 57.

Why it matters
    The check before an infusion is part of the infusion. A visit is paid beside it only where it was significant and
    separately identifiable, and modifier 25 is how the claim says so. Another diagnosis is not required.

How to fix it
    Add 25 where the note stands on its own beyond the check before treatment; otherwise take the visit off.
"""

from collections.abc import Iterator

from oncodesk.rules.evaluation.visits import treatments, visits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each unmarked visit of a treatment date."""
    for lines in subject.days.values():
        beside = treatments(subject, lines)
        for visit in visits(subject, lines) if beside else ():
            if visit.code in _never(subject):
                continue
            if {"25", "57"} & set(visit.modifiers):
                yield from _marked_against_record(rule, subject, visit)
                continue
            keep = Fix(
                title="Add 25",
                only_if="the visit was significant and separate from the treatment, and its note stands alone",
                edits=(add_modifier(visit, "25"),),
            )
            drop = without(visit, "only the check before treatment was done", "Remove the visit")
            yield rule.finding(
                f"{visit.code} beside {beside[0].code} lacks 25",
                why=f"{', '.join(line.code for line in beside)} of the same date include the check before them.",
                lines=[visit],
                fixes=(keep, drop),
            )


def _marked_against_record(rule: Rule, subject: Subject, visit: ClaimLine) -> Iterator[Outcome]:
    """A finding where every visit of that code that the facts record was no separate one."""
    facts = subject.visit if subject.visit and subject.visit.date_of_service == subject.day(visit) else None
    told = [one for one in (facts.services if facts else ()) if one.code == visit.code]
    if told and all(one.significant_separate is False for one in told):
        yield rule.finding(
            f"{visit.code} is marked as separate, and the record says that it was not",
            why="The check before treatment belongs to the treatment of the date; 25 says that more was done.",
            lines=[visit],
            fixes=(without(visit, "only the check before treatment was done", "Remove the visit"),),
        )


def _never(subject: Subject) -> frozenset[str]:
    return subject.tables.policy.codes("evaluation.never_with_drug_administration")


RULE = Rule(
    __name__,
    title="Visit on a treatment date without 25",
    severity="error",
    covers=("EM-01",),
    citation=cite("claims-manual-12-30-6-6"),
    check=check,
    bad=lambda: claim(line("96413"), line("99214")),
    good=lambda: claim(line("96413"), line("99214", 1, "25")),
    reads=("procedures", "evaluation.evaluation_codes"),
)
