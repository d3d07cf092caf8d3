"""Units, a charge, dates, or the number of lines cannot be.

What it checks
    Units are at least one and no more than a claim can hold; a charge, where given, is above zero; a line ends on
    no day before its own, and on that day where its code is for one day; an electronic claim has at most fifty lines.

Why it matters
    The claim is returned before anybody reads it.

How to fix it
    Correct the units or the charge; take off a line with nothing to bill; split a longer claim.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without

OF_ONE_DAY = frozenset({"administration", "evaluation", "transfusion", "laboratory", "access", "radiation_delivery"})
"""Kinds of procedure whose codes are for one date."""


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each impossible number."""
    policy = subject.tables.policy
    most_units, most_lines = policy.number("claim.max_units"), policy.number("claim.max_lines_electronic")
    most_units = min(most_units, int(subject.wanted.get("units_per_line", most_units)))
    for held in subject.lines:
        if not 1 <= held.units <= most_units:
            drop = without(held, "nothing was done", "Remove the line")
            why = f"Units run from 1 to {most_units}."
            yield rule.finding(f"{held.code} has {held.units} units", why=why, lines=[held], fixes=(drop,))
        if held.charge is not None and held.charge <= 0:
            why = "A charge is above zero; no fee schedule means no charge at all."
            yield rule.finding(f"{held.code} is charged {held.charge:.2f}", why=why, lines=[held])
        if held.date_to and held.date_to < subject.day(held):
            why = f"It begins on {subject.day(held)}."
            yield rule.finding(f"{held.code} ends on {held.date_to}, before it begins", why=why, lines=[held])
        elif held.date_to and held.date_to > subject.day(held) and subject.kind(held) in OF_ONE_DAY:
            why = f"{held.code} stands for one date; each further date has a line of its own."
            yield rule.finding(f"{held.code} runs to {held.date_to}", why=why, lines=[held])
    if len(subject.lines) > most_lines:
        why = f"An electronic claim holds {most_lines}."
        yield rule.finding(f"{len(subject.lines)} lines on one claim", why=why)


RULE = Rule(
    __name__,
    title="Units, charge or line count out of range",
    severity="error",
    covers=("CLM-09",),
    citation=cite("x12-837p"),
    check=check,
    bad=lambda: claim(line("96413"), line("85025", 0)),
    good=lambda: claim(line("96413"), line("85025")),
    reads=("claim.max_units", "claim.max_lines_electronic"),
)
