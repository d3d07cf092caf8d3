"""Billed codes of a family against those that the claim's own facts give, date by date."""

from datetime import date
from typing import NamedTuple

from oncodesk.domain.report import Severity
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, set_code
from oncodesk.rules.radiation.course import facts_give


class Mismatch(NamedTuple):
    """A line whose code is not among those the facts give for its date, and one that they give instead."""

    line: ClaimLine
    wanted: ClaimLine


def mismatches(subject: Subject, lines: list[ClaimLine], family: frozenset[str]) -> list[Mismatch]:
    """Each line of the family that the facts give another code for; nothing where they give none of the family."""
    found: list[Mismatch] = []
    days: dict[date, list[ClaimLine]] = {}
    for line in lines:
        days.setdefault(subject.day(line), []).append(line)
    for day, held in days.items():
        given = facts_give(subject, family, day)
        free = [x for x in given if x.code not in {y.code for y in held}]
        for line in held:
            if given and line.code not in {x.code for x in given}:
                found.append(Mismatch(line, free[0] if free else given[0]))
    return found


def other_code(
    rule: Rule, found: Mismatch, why: str, covers: tuple[str, ...] = (), severity: Severity | None = None
) -> Outcome:
    """The finding of a mismatch, with the code that the facts give as its fix."""
    line, wanted = found
    fix = Fix(
        title=f"Change to {wanted.code}",
        only_if="the recorded facts are right",
        edits=(set_code(line, wanted.code),),
    )
    return rule.finding(
        f"{line.code} is billed; the facts give {wanted.code}",
        why=why,
        lines=[line],
        facts=wanted.facts,
        covers=covers,
        severity=severity,
        fixes=(fix,),
    )
