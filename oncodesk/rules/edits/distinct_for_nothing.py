"""A line is marked as distinct, and the facts show nothing that it could be distinct from.

What it checks
    59 and its four forms on lines of drugs, their administration, blood, laboratory and radiation, where the visit's
    facts hold one line of access and one encounter and give fewer lines of that date the modifier. A further line of a
    code whose units the facts give may carry it, as some payers ask.

Why it matters
    The modifier says that two services were apart. Where the record does not show it, the payment is taken back.

How to fix it
    Take the modifier off, or record the second site, session or encounter.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_modifier
from oncodesk.rules.radiation.course import events

KINDS = frozenset(
    {"administration", "pump", "access", "laboratory", "transfusion", "radiation_delivery", "radiation_management"}
    | {"radiation_physics", "radiation_planning", "procedure"}
)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line of a date on which fewer lines are due the modifier."""
    if subject.derived is None:
        return
    for day, lines in subject.days.items():
        marked = [held for held in lines if subject.distinct(held) and _concerned(subject, held)]
        spare = [held for held in marked if not _further(subject, lines, held, day)]
        if not spare or len(spare) <= _due(subject, day) or _apart(subject, day):
            continue
        for held in spare:
            yield _found(rule, subject, held)


def _concerned(subject: Subject, held: ClaimLine) -> bool:
    return subject.kind(held) in KINDS or subject.drug(held) is not None


def _found(rule: Rule, subject: Subject, held: ClaimLine) -> Outcome:
    marks = [m for m in held.modifiers if m in subject.distinct_modifiers]
    fix = Fix(
        title=f"Remove {', '.join(marks)}",
        only_if="nothing on the date was apart from it",
        edits=tuple(remove_modifier(held, m) for m in marks),
    )
    return rule.finding(
        f"{held.code} is marked as distinct, and the facts show nothing apart",
        why="The facts hold one line of access and one encounter, and give no line of the date this modifier.",
        lines=[held],
        fixes=(fix,),
    )


def _due(subject: Subject, day: date) -> int:
    return sum(1 for due in subject.due_on(day) if subject.distinct(due))


def _further(subject: Subject, lines: tuple[ClaimLine, ...], held: ClaimLine, day: date) -> bool:
    """A second line of a code that the facts give that many units of."""
    same = [other for other in lines if other.code == held.code]
    due = sum(x.units for x in subject.due(day, held.code))
    return len(same) > 1 and same[0] is not held and due >= len(same)


def _apart(subject: Subject, day: date) -> bool:
    """Whether the facts hold a second site of access, encounter, session or treated site on the date."""
    visit = subject.visit
    if visit is None:
        return True
    on_day = [e for e in events(subject, "fraction") if e.date == day]
    if len({(e.session, e.site) for e in on_day}) > 1:
        return True
    if day != visit.date_of_service:
        return False
    sites = {a.access for a in visit.administrations if a.access}
    meetings = {a.encounter for a in visit.administrations} | {s.encounter for s in visit.services}
    return len(sites) > 1 or len(meetings) > 1


_ONE = visit(given("a1", "gemcitabine", at="09:00-09:30", access="port"))
RULE = Rule(
    __name__,
    title="Distinct modifier without need",
    severity="warning",
    covers=("INF-45",),
    citation=cite("ncci-manual-1"),
    check=check,
    bad=lambda: claim(line("96413", 1, "59"), visit=_ONE),
    good=lambda: claim(
        line("96413"),
        line("96372", 1, "59"),
        dx="Z51.11 C18.2",
        visit=visit(
            given("a1", "gemcitabine", at="09:00-09:30", access="port"),
            given("a2", "octreotide", "subcutaneous", at="09:40"),
        ),
    ),
    reads=("procedures", "claim.distinct_service_modifiers"),
)
