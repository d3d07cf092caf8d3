"""The recorded times cannot be right as they stand.

What it checks
    The same drug running twice at once through one line; one infusion of more than eight hours without a pump; a pause
    of more than four hours inside what is called one encounter.

Why it matters
    Every line follows from the times. A mistyped clock becomes hours that did not run.

How to fix it
    Put the times right, or record the pump or the second encounter.
"""

from collections.abc import Iterator
from itertools import pairwise

from oncodesk.domain.clock import clock_of, merged, overlap
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, minutes_of, spans_of
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each such time."""
    c = compared(subject)
    if c:
        yield from _twice(rule, c)
        yield from _long(rule, c)
        yield from _pauses(rule, c)


def _twice(rule: Rule, c: Compared) -> Iterator[Outcome]:
    given_by_vein = list(administrations(c, "iv_infusion", "iv_push"))
    for n, one in enumerate(given_by_vein):
        for other in given_by_vein[n + 1 :]:
            same = one.name.lower() == other.name.lower() and one.access == other.access and one.bag == other.bag
            if same and (shared := overlap(spans_of(c.visit, one), spans_of(c.visit, other))):
                yield rule.finding(
                    f"{one.name} is recorded twice at the same time",
                    why=f"{shared} minutes overlap on one line.",
                    facts=[one.id, other.id],
                )


def _long(rule: Rule, c: Compared) -> Iterator[Outcome]:
    most = c.tables.policy.number("infusion.single_infusion_limit_minutes")
    for a in administrations(c, "iv_infusion"):
        minutes = minutes_of(c.visit, a)
        if minutes is not None and minutes > most:
            yield rule.finding(
                f"{a.name} ran {minutes} min without a pump",
                why=f"More than {most // 60} hours is the time of a pump, or a wrong clock.",
                facts=[a.id],
            )


def _pauses(rule: Rule, c: Compared) -> Iterator[Outcome]:
    most = c.tables.policy.number("infusion.encounter_gap_minutes")
    for number in sorted({a.encounter for a in c.visit.administrations}):
        here = [a for a in c.visit.administrations if a.encounter == number]
        spans = merged(tuple(span for a in here for span in spans_of(c.visit, a)))
        for before, after in pairwise(spans):
            if after[0] - before[1] > most:
                yield rule.finding(
                    f"nothing ran from {clock_of(before[1])} to {clock_of(after[0])}",
                    why=f"A pause of {after[0] - before[1]} min: was it one encounter?",
                    facts=[a.id for a in here],
                )


RULE = Rule(
    __name__,
    title="Implausible times",
    severity="warning",
    covers=("INF-18",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415", 8), visit=visit(given("a1", "docetaxel", at="08:00-17:00"))),
    good=lambda: claim(line("96413"), visit=visit(given("a1", "docetaxel", at="08:00-09:00"))),
    reads=("infusion.single_infusion_limit_minutes", "infusion.encounter_gap_minutes"),
    confirm=True,
)
