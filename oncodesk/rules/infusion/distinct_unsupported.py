"""A second initial service is marked as distinct, and the facts show one line of access and one encounter.

What it checks
    A modifier for a distinct service on an initial service, or on its extra hours, where the visit's facts record
    neither a second access site in use at the same time nor a return on the same date.

Why it matters
    The modifier says that something was apart. Where the record does not show it, the payment is taken back.

How to fix it
    Code what followed as a further infusion or push and take the modifier off, or record the second site or the
    second encounter.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.one_initial import FOLLOWING
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more initial services are marked as distinct than the facts give."""
    c = compared(subject)
    if c is None:
        return
    initial = c.tables.policy.codes("infusion.initial_codes")
    held = [line for line in c.lines if line.code in initial]
    marked = [line for line in held if subject.distinct(line)]
    due = sum(1 for line in c.wanted if line.code in initial and subject.distinct(line))
    if not marked or sum(line.units for line in held) < 2 or len(marked) <= due:
        return
    if c.unsettled:
        yield rule.not_checked(f"how {c.named(c.unsettled)} was given is not settled")
        return
    hours = {p.code for line in marked for p in c.tables.add_ons(line.code) if (p.role or "").endswith(".hour")}
    lines = [line for line in c.lines if line in marked or (line.code in hours and subject.distinct(line))]
    yield rule.finding(
        f"{', '.join(line.code for line in marked)} marked as distinct, and the facts show nothing apart",
        why=_why(c),
        lines=lines,
        covers=("INF-45", "INF-01", *_following(c, marked)),
        fixes=as_given(c),
    )


def _following(c: Compared, marked: list[ClaimLine]) -> tuple[str, ...]:
    """The rows on what a second push or infusion is, where it was not apart."""
    rows = (FOLLOWING.get(c.subject.role(line), ("", ""))[1] for line in marked)
    return tuple(dict.fromkeys(row for row in rows if row in {"INF-07", "INF-08"}))


def _why(c: Compared) -> str:
    sites = sorted({a.access for a in c.visit.administrations if a.access})
    told = f"lines of access recorded: {', '.join(sites) or 'none'}"
    number = len({a.encounter for a in c.visit.administrations})
    return f"The visit records {number} encounter{'s' if number != 1 else ''}; {told}."


RULE = Rule(
    __name__,
    title="Distinct service not supported",
    severity="warning",
    covers=("INF-45", "INF-01", "INF-07", "INF-08"),
    citation=cite("ncci-manual-1"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        line("96365", 1, "59"),
        visit=visit(
            given("a1", "gemcitabine", at="09:00-09:30", access="port"),
            given("a2", "cefepime", at="09:35-10:05", access="port"),
        ),
    ),
    good=lambda: claim(
        line("96413"),
        line("96365", 1, "59"),
        visit=visit(
            given("a1", "gemcitabine", at="09:00-09:30", access="port"),
            given("a2", "cefepime", at="09:00-09:30", access="arm"),
        ),
    ),
    reads=("procedures", "infusion.initial_codes", "claim.distinct_service_modifiers"),
)
