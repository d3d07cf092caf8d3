"""Treatment delivery is billed more often than there were sessions.

What it checks
    One delivery stands for a session, whatever the fields and sites. A second session of a date is a line of its own
    with 76.

Why it matters
    Units by field or site are denied. A second session needs an order and several hours between.

How to fix it
    Bill one unit for each session; mark the second of a date with 76.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    set_units,
    without,
)
from oncodesk.rules.radiation.course import events, in_lists, is_role

_LISTS = ("external_beam_codes", "stereotactic_codes", "proton_codes", "superficial_codes")
HDR = "radiation.brachytherapy.hdr"
_FAMILIES = (*_LISTS, HDR)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Findings for units above one, and for further lines of a date that nothing marks as another session."""
    for day, held in subject.days.items():
        for family in _FAMILIES:
            lines = [x for x in held if _of(subject, x, family)]
            if any(x.units > 1 for x in lines):
                yield from _units(rule, subject, day, [x for x in lines if x.units > 1])
            elif len(lines) > 1:
                yield from _again(rule, subject, day, lines, family)


def _units(rule: Rule, subject: Subject, day: date, lines: list[ClaimLine]) -> Iterator[Outcome]:
    for held in lines:
        surface = in_lists(subject, held, "superficial_codes")
        lesions = " Some makers advise units for several lesions: ask the payer." if surface else ""
        fix = Fix(title="Bill one unit", only_if="there was one session", edits=(set_units(held, 1),))
        yield rule.finding(
            f"{held.units} units of {held.code} on {day}",
            why=f"one delivery is reported for a session, not for each field or site.{lesions}",
            lines=[held],
            severity="warning" if surface else "error",
            covers=_rows(subject, held),
            fixes=(fix,),
        )


def _again(rule: Rule, subject: Subject, day: date, lines: list[ClaimLine], family: str) -> Iterator[Outcome]:
    repeats = set(subject.tables.at(day).policy.table("claim.repeat_modifiers"))
    one = len(_recorded(subject, day)) == 1
    said = "the facts record one" if one else "nothing marks this as another"
    for n, held in enumerate(lines[1:], start=1):
        if held.code not in {x.code for x in lines[:n]} and len(_recorded(subject, day)) >= len(lines):
            yield rule.resolved([held], by="the facts: another session, at another level")
            continue
        marked = next((m for m in held.modifiers if m in repeats), None) or (subject.distinct(held) and "59")
        if marked and family != "stereotactic_codes" and not one:
            yield rule.resolved([held], by=str(marked))
            continue
        second = Fix(
            title="Add 76",
            only_if="it was ordered as a second session, hours after the first",
            edits=(add_modifier(held, "76"),),
        )
        off = without(held, "there was one session", "Take it off")
        yield rule.finding(
            f"{held.code} again on {day}",
            why=f"one delivery stands for a session and {said}.",
            lines=[held],
            covers=(*_rows(subject, held), "NCI-05"),
            fixes=_fixes(second, off, family == "stereotactic_codes" or (one and bool(marked)), _two(subject, day)),
        )


def _fixes(second: Fix, off: Fix, never: bool, two: bool) -> tuple[Fix, ...]:
    return (off,) if never else (second, off) if two else (off, second)


def _of(subject: Subject, held: ClaimLine, family: str) -> bool:
    """Whether the line is of the family; of applications of sources those at a high dose rate, session by session."""
    return is_role(subject.role(held), (HDR,)) if family == HDR else in_lists(subject, held, family)


def _recorded(subject: Subject, day: date) -> set[tuple[object, ...]]:
    """Sessions that the facts record on that day."""
    given = [e for e in events(subject, "fraction", "source_application") if e.date == day]
    return {(e.type, e.session, e.start, None if e.site else e.number) for e in given}


def _two(subject: Subject, day: date) -> bool:
    return len(_recorded(subject, day)) > 1


def _rows(subject: Subject, held: ClaimLine) -> tuple[str, ...]:
    return ("RAD-06", "RAD-27") if in_lists(subject, held, "stereotactic_codes") else ("RAD-06",)


RULE = Rule(
    __name__,
    title="One delivery for a session",
    severity="error",
    covers=("RAD-06", "RAD-27", "NCI-05"),
    citation=cite("cpt-radiation"),
    check=check,
    bad=lambda: claim(line("77407", 3), dx="Z51.0 C61"),
    good=lambda: claim(line("77407"), line("77407", 1, "76"), dx="Z51.0 C61"),
    reads=tuple(f"radiation.{name}" for name in _LISTS),
)
