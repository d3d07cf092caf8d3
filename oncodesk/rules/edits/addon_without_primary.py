"""An add-on code stands without any service it can be added to.

What it checks
    Every add-on code of the claim has one of its primary services on the same date, in the procedure table that ships.

Why it matters
    An add-on is never paid alone: the primary must be on the claim, by the same provider, for the same date.

How to fix it
    Bill the primary that was done, or take the add-on off.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.rules.edits.table_reading import add_ons
from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.compared import compared
from oncodesk.rules.infusion.one_initial import FOLLOWING, HYDRATION
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_line, set_code

INITIAL_OF = {following: initial for initial, (following, _) in FOLLOWING.items() if initial != HYDRATION}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the add-ons of a date that lack a primary they share; chains count by their own primaries."""
    for day, lines in subject.days.items():
        here = {held.code for held in lines}
        billed = {h.code for h in subject.claim.history if h.date_of_service == day}
        groups: list[tuple[list[str], list[ClaimLine]]] = []
        for held in lines:
            procedure = subject.procedure(held)
            if procedure and procedure.addon_to and not set(procedure.addon_to) & (here | billed):
                _join(groups, list(procedure.addon_to), held)
        for primaries, alone in groups:
            yield _finding(rule, subject, alone, primaries)


def _join(groups: list[tuple[list[str], list[ClaimLine]]], primaries: list[str], held: ClaimLine) -> None:
    """Puts an add-on to those with which it shares a missing primary."""
    for number, (shared, lines) in enumerate(groups):
        common = [code for code in shared if code in primaries]
        if common:
            groups[number] = (common, [*lines, held])
            return
    groups.append((primaries, [held]))


def _finding(rule: Rule, subject: Subject, alone: list[ClaimLine], primaries: list[str]) -> Outcome:
    day, codes = subject.day(alone[0]), list(dict.fromkeys(held.code for held in alone))
    table = add_ons(subject, day)
    here = {line.code for line in subject.days[day]}
    rows = () if isinstance(table, NotLoaded) else table
    listed = sorted({row.primary for row in rows if row.add_on in codes and row.primary in here and row.primary})
    both = f", though CMS's add-on table takes {', '.join(listed)}" if listed else ""
    motion = ("RAD-43",) if any(subject.role(held) == "radiation.simulation.motion" for held in alone) else ()
    many = len(codes) > 1
    told = f"{', '.join(codes)} {'stand without their' if many else 'stands without its'} primary service{both}"
    fix = Fix(
        title=f"Remove {', '.join(codes)}",
        only_if=f"none of {'their' if many else 'its'} primary services was done",
        edits=tuple(remove_line(held) for held in alone),
    )
    return rule.finding(
        told,
        why=f"{'They are' if many else 'It is'} added to {', '.join(primaries)}; none of them is billed for {day}.",
        lines=alone,
        covers=("INF-38", "NCI-09", *motion),
        fixes=(*_billed_as_given(subject, day, primaries), *_as_initial(subject, day, alone), fix),
    )


def _billed_as_given(subject: Subject, day: date, primaries: list[str]) -> tuple[Fix, ...]:
    """The fix that bills what the facts give, where that is one of the missing primaries."""
    c = compared(subject)
    if c is None or day != c.visit.date_of_service or not {held.code for held in c.wanted} & set(primaries):
        return ()
    return as_given(c)


def _as_initial(subject: Subject, day: date, alone: list[ClaimLine]) -> tuple[Fix, ...]:
    """The fix that bills the first of them as the initial service of its kind, where the date has none at all."""
    initial = subject.tables.at(day).policy.codes("infusion.initial_codes")
    if any(held.code in initial for held in subject.days[day]):
        return ()
    able = [(held, role) for held in alone if (role := INITIAL_OF.get(subject.role(held))) and held.units == 1]
    first = able[0] if able else None
    procedure = subject.at(first[0]).role(first[1]) if first else None
    if not first or not procedure:
        return ()
    only_if = "it was the first, or only, drug of the encounter by that way"
    return (Fix(title=f"Bill {procedure.code}", only_if=only_if, edits=(set_code(first[0], procedure.code),)),)


RULE = Rule(
    __name__,
    title="Add-on without its primary",
    severity="error",
    covers=("INF-38", "NCI-09", "RAD-43"),
    citation=cite("ncci-addon"),
    check=check,
    bad=lambda: claim(line("96415", 2)),
    good=lambda: claim(line("96413"), line("96415", 2)),
    reads=("procedures", "addon"),
)
