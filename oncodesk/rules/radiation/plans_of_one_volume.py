"""Two dose plans stand for one volume.

What it checks
    A 3D plan does not share a date with an isodose plan, and each dose plan stands once unless the facts give a further
    volume or a reason for planning anew.

Why it matters
    One volume has one plan; a second is asked about, and allowed for another volume or a documented change.

How to fix it
    Keep the plan that was used, or record the further volume or the reason for the new plan.
"""

from collections.abc import Iterator

from oncodesk.domain.report import Severity
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, HistoryLine, Outcome, Rule, Subject, cite, remove_line, set_units
from oncodesk.rules.radiation.course import events, facts_give, history, in_lists, role_of, units

_ROWS = {
    "radiation.plan.3d": "RAD-44",
    "radiation.plan.imrt": "RAD-45",
    "radiation.plan.isodose.simple": "RAD-49",
    "radiation.plan.isodose.complex": "RAD-49",
    "radiation.plan.isodose.special": "RAD-49",
}
_ISODOSE = frozenset({"radiation.plan.isodose.simple", "radiation.plan.isodose.complex"})
_KINDS = (*(frozenset({role}) for role in _ROWS if role not in _ISODOSE), _ISODOSE)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for a plan that stands again, here or in the history, and for a 3D plan beside another one."""
    for roles in _KINDS:
        lines = [x for x in subject.lines if subject.role(x) in roles]
        if units(lines) > 1:
            yield from _again(rule, subject, lines, subject.role(lines[0]))
        elif lines:
            yield from _before(rule, subject, lines[0], [h for h in history(subject) if role_of(subject, h) in roles])
    for _, held in subject.days.items():
        whole = [x for x in held if subject.role(x) == "radiation.plan.3d"]
        others = [
            x for x in held if in_lists(subject, x, "plan_3d_excludes") and subject.role(x) != "radiation.plan.imrt"
        ]
        if whole and others:
            yield from _beside(rule, subject, whole[0], others)


def _again(rule: Rule, subject: Subject, lines: list[ClaimLine], role: str) -> Iterator[Outcome]:
    if units(facts_give(subject, {x.code for x in lines})) >= units(lines):
        yield rule.resolved(lines, by="the facts: another volume, or a documented new plan")
        return
    if any(subject.distinct(x) for x in lines):
        yield rule.resolved(lines, by="a distinct service modifier")
        return
    edits = (*([set_units(lines[0], 1)] if lines[0].units > 1 else []), *(remove_line(x) for x in lines[1:]))
    yield rule.finding(
        f"{units(lines)} plans {'/'.join(dict.fromkeys(x.code for x in lines))} in a course",
        why="one plan stands for a volume; a further one needs a volume of its own or a documented change.",
        lines=lines,
        severity=_severity(role),
        covers=(_ROWS[role], "CLM-11"),
        fixes=(Fix(title="Bill one plan", only_if="all of it is for one volume", edits=edits),),
    )


def _before(rule: Rule, subject: Subject, plan: ClaimLine, past: list[HistoryLine]) -> Iterator[Outcome]:
    """A plan of the history of this course, or of a course not stated: a further one needs its reason."""
    if not past:
        return
    planned = [e for e in events(subject, "plan") if e.why or e.note or e.site]
    if (planned and facts_give(subject, {plan.code})) or subject.distinct(plan):
        yield rule.resolved([plan], by="the facts, or a modifier: another volume, or a documented new plan")
        return
    yield rule.finding(
        f"{plan.code} again; {past[0].code} was billed on {past[0].date_of_service}",
        why="one plan stands for a volume; a further one needs a volume of its own or a documented change.",
        lines=[plan],
        severity="warning",
        covers=(_ROWS[subject.role(plan)], "CLM-11"),
    )


def _severity(role: str) -> Severity:
    return "error" if role.startswith("radiation.plan.isodose") else "warning"


def _beside(rule: Rule, subject: Subject, whole: ClaimLine, others: list[ClaimLine]) -> Iterator[Outcome]:
    day = subject.day(whole)
    if facts_give(subject, {whole.code}, day) and all(facts_give(subject, {x.code}, day) for x in others):
        yield rule.resolved([whole, *others], by="the facts: plans of two volumes")
        return
    edits = tuple(remove_line(x) for x in others)
    yield rule.finding(
        f"{whole.code} and {others[0].code} on {day}",
        why="a 3D plan and another plan are not reported for the same volume.",
        lines=[whole, *others],
        severity="warning",
        covers=("RAD-44",),
        fixes=(Fix(title=f"Keep {whole.code}", only_if="both are for one volume", edits=edits),),
    )


RULE = Rule(
    __name__,
    title="More than one dose plan for a volume",
    severity="error",
    covers=("RAD-44", "RAD-45", "RAD-49", "CLM-11"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77307", 2), dx="C79.51 C61"),
    good=lambda: claim(line("77307"), dx="C79.51 C61"),
    reads=("procedures", "radiation.plan_3d_excludes"),
)
