"""A pump was started on the date of an initial infusion or push.

What it checks
    Starting a prolonged infusion by pump beside an initial service for another drug, neither marked as distinct.

Why it matters
    Both may be billed for different drugs. Whether one needs a modifier stands in the quarter's table of pairs.

How to fix it
    Nothing, unless the table of the quarter holds the pair: then put 59 or one of its forms on either line.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

PUMP = "chemotherapy.infusion.pump"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such date."""
    for day, lines in subject.days.items():
        initial = subject.tables.at(day).policy.codes("infusion.initial_codes")
        pumps = [held for held in lines if subject.role(held) == PUMP]
        firsts = [held for held in lines if held.code in initial and subject.role(held) != PUMP]
        if pumps and firsts and not any(subject.distinct(held) for held in (*pumps, *firsts)):
            yield rule.finding(
                f"{firsts[0].code} and {pumps[0].code} on {day}",
                why="Both stand for different drugs; look the pair up in the table of the quarter.",
                lines=[firsts[0], pumps[0]],
            )


RULE = Rule(
    __name__,
    title="Pump started beside an initial service",
    severity="info",
    covers=("INF-29",),
    citation=cite("ncci-ptp"),
    check=check,
    bad=lambda: claim(line("96413"), line("96416")),
    good=lambda: claim(line("96413"), line("96416", 1, "59")),
    reads=("procedures", "infusion.initial_codes"),
)
