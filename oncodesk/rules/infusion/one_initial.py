"""More than one initial service on a date, and nothing says that they were apart.

What it checks
    Initial services of drug administration (first hydration, infusion, push) of one date, with those billed before:
    all but one must carry a modifier for a distinct service.

Why it matters
    One initial service is paid for each encounter and each access site; the second is denied as included.

How to fix it
    Code what followed through the same line as a further infusion or push. Where a second line was needed, or the
    patient came back, add the modifier to the second initial service and to its extra hours.
"""

from collections.abc import Iterator

from oncodesk.rules.edits.table_reading import earlier
from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.compared import compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, add_modifier, cite, set_code, set_units

FOLLOWING = {
    "therapeutic.infusion.initial": ("therapeutic.infusion.sequential", "INF-07"),
    "chemotherapy.infusion.initial": ("chemotherapy.infusion.sequential", "INF-07"),
    "therapeutic.push.initial": ("therapeutic.push.additional", "INF-08"),
    "chemotherapy.push.initial": ("chemotherapy.push.additional", "INF-08"),
    "hydration.infusion.initial": ("hydration.infusion.hour", "INF-34"),
}
HYDRATION = "hydration.infusion.initial"
RANK = tuple(f"{family}.{how}.initial" for family in ("chemotherapy", "therapeutic") for how in ("infusion", "push"))


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with two initial services that nothing keeps apart."""
    for day, lines in subject.days.items():
        initial = subject.tables.at(day).policy.codes("infusion.initial_codes")
        held = [line for line in lines if line.code in initial]
        plain = [line for line in held if not subject.distinct(line)]
        several = [line for line in held if line.units > 1]
        if sum(line.units for line in plain) > 1 or several:
            concerned = plain if sum(line.units for line in plain) > 1 else several
            yield _found(rule, subject, sorted(concerned, key=lambda held: _rank(subject, held)))
        elif plain and (before := [past.code for past in earlier(subject, day) if past.code in initial]):
            yield _found_later(rule, subject, plain[0], before[0])
        elif len(held) > 1:
            marked = [line for line in held if subject.distinct(line)]
            yield rule.resolved(held, " ".join(m for line in marked for m in line.modifiers))


def _rank(subject: Subject, line: ClaimLine) -> int:
    role = subject.role(line)
    return RANK.index(role) if role in RANK else len(RANK)


def _found(rule: Rule, subject: Subject, plain: list[ClaimLine]) -> Outcome:
    first, *extra = plain
    concerned = extra or [first]
    told = ", ".join(f"{line.code} × {line.units}" for line in plain)
    rows = [FOLLOWING[r][1] for line in concerned if (r := subject.role(line)) in FOLLOWING]
    roles = {subject.role(line) for line in plain}
    rows += ["INF-03"] if HYDRATION in roles and any(".push." in role for role in roles) else []
    c = compared(subject)
    rows += ["INF-09"] if c and c.pushed_again() and any(".push." in role for role in roles) else []
    return rule.finding(
        f"{told}: more than one initial service",
        why="An encounter has one initial service for each access site; none of the others is marked as distinct.",
        lines=plain,
        covers=("INF-01", *dict.fromkeys(row for row in rows if row in rule.covers)),
        fixes=_fixes(subject, first, extra),
    )


def _found_later(rule: Rule, subject: Subject, plain: ClaimLine, before: str) -> Outcome:
    role = FOLLOWING.get(subject.role(plain), ("", ""))[0]
    following = subject.at(plain).role(role) if role else None
    return_visit = Fix(
        title="Mark it as another encounter",
        only_if="the patient came back on the same date, and the record gives both times",
        edits=(add_modifier(plain, "XE"),),
    )
    same = "it followed through the same line in one encounter"
    able = following.code if following and before in following.addon_to else ""
    fixes = (Fix(title="Code it as what followed", only_if=same, edits=(set_code(plain, able),)),) if able else ()
    return rule.finding(
        f"{plain.code}: an initial service, {before}, was billed before for {subject.day(plain)}",
        why="An encounter has one initial service for each access site; nothing marks this one as distinct.",
        lines=[plain],
        covers=("INF-01",),
        fixes=(*fixes, return_visit),
    )


def _fixes(subject: Subject, first: ClaimLine, extra: list[ClaimLine]) -> tuple[Fix, ...]:
    c = compared(subject)
    if c and subject.day(first) == c.visit.date_of_service and not c.unsettled:
        return as_given(c)
    apart = tuple(add_modifier(line, "59") for line in extra)
    same: list[Edit] = []
    for other in extra:
        role = FOLLOWING.get(subject.role(other), ("", ""))[0]
        following = subject.at(other).role(role) if role else None
        if following is None or (following.addon_to and first.code not in following.addon_to):
            same = []
            break
        same.append(set_code(other, following.code))
    if not extra:
        return (Fix(title="Bill it once", only_if="there was one initial service", edits=(set_units(first, 1),)),)
    condition = "they ran through separate access sites, or the patient came back, and the record says why"
    fixes = [Fix(title="Mark the others as distinct", only_if=condition, edits=apart)]
    if same:
        through = "all of it went through the same line in one encounter"
        fixes.insert(0, Fix(title="Code the others as what followed", only_if=through, edits=tuple(same)))
    return tuple(fixes)


RULE = Rule(
    __name__,
    title="More than one initial service",
    severity="error",
    covers=("INF-01", "INF-03", "INF-07", "INF-08", "INF-09"),
    citation=cite("claims-manual-12-30-5"),
    check=check,
    bad=lambda: claim(line("96413"), line("96365")),
    good=lambda: claim(line("96413"), line("96367")),
    reads=("procedures", "infusion.initial_codes", "claim.distinct_service_modifiers"),
)
