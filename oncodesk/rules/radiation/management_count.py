"""Weekly treatment management is not counted by five fractions.

What it checks
    The units of weekly management in the claim and in the history of the course are one for every five fractions, with
    one more where three or four are left over at the end of the course. Sessions count, not days or calendar weeks.

Why it matters
    A unit stands for five fractions however they fall in the calendar; what is billed by the week, or for one or two
    fractions left over, is denied or recovered.

How to fix it
    Keep one unit for each five fractions, dated on the fifth, and one for three or four left at the end.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_units
from oncodesk.rules.radiation.course import (
    among,
    claims_all,
    cut,
    ended,
    events,
    facts_give,
    history,
    is_role,
    management_earned,
    role_of,
    sessions,
    units,
    with_role,
)
from oncodesk.rules.radiation.repeats import too_close
from oncodesk.rules.radiation.samples import event, fractions, treated

ROLE = "radiation.management"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more or fewer units stand than the fractions earn; not checked where no fraction is known."""
    lines = [x for x in with_role(subject, ROLE) if subject.role(x) == ROLE]
    if not lines:
        return
    before = [past for past in history(subject) if role_of(subject, past) == ROLE]
    done = sessions(subject, managed=True)
    over = ended(subject, done) if done else None
    recorded = done
    if done is None and not history(subject):
        done = _by_lines(subject)
    if done is None:
        yield from too_close(rule, subject, lines, before, "weekly management")
        yield rule.not_checked("weekly management: the fractions it stands for are not recorded")
        return
    policy = subject.tables.policy
    size, least = (policy.number(f"radiation.management_{x}") for x in ("fractions", "remainder_minimum"))
    short = policy.number("radiation.short_course_fractions")
    left = done % size
    earned = management_earned(subject, done)
    billed = units(lines) + units(before)
    if billed > earned:
        earlier = recorded is None and billed <= (done + size - 1) // size
        sum_ = f"{done} fractions: {done} = {done // size} × {size} + {left}"
        yield _too_many(
            rule, subject, lines, sum_, earned, units(before), short=bool(over and done <= short), sure=not earlier
        )
    elif over is None and left >= least and billed == earned:
        yield rule.not_checked(f"management of the last {left} fractions: whether the course has ended is not recorded")
    elif billed < earned and claims_all(subject) and not before and over and done > short and not _unexamined(subject):
        yield _too_few(rule, subject, lines, done, earned, billed)


def _by_lines(subject: Subject) -> int | None:
    """Deliveries of a claim of several days, which may stand for a course whose fractions are not recorded."""
    lines = among(subject, "external_beam_codes", "proton_codes")
    return units(lines) if len({subject.day(x) for x in lines}) > 1 else None


def _too_many(
    rule: Rule,
    subject: Subject,
    lines: list[ClaimLine],
    sum_: str,
    earned: int,
    before: int,
    *,
    short: bool,
    sure: bool,
) -> Outcome:
    allowed = max(earned - before, 0)
    codes = {x.code for x in lines}
    days = [x.date_of_service or subject.claim.date_of_service for x in facts_give(subject, codes)]
    fixes: tuple[Fix, ...] = ()
    if allowed or len(lines) < len(subject.lines):
        title = f"Bill {allowed} unit{'s' if allowed != 1 else ''} of management"
        edits = cut(lines, allowed, days, subject)
        fixes = (Fix(title=title, only_if="the fractions recorded are all that were given", edits=edits),)
    return rule.finding(
        f"{units(lines) + before} units of weekly management for {earned}",
        why=f"{sum_}, which earns {earned}" + ("." if sure else ", unless some before this claim are still unbilled."),
        severity="error" if sure else "warning",
        lines=lines,
        covers=("RAD-21", *_rows(subject)) if short else _rows(subject),
        fixes=fixes,
    )


def _too_few(rule: Rule, subject: Subject, lines: list[ClaimLine], done: int, earned: int, billed: int) -> Outcome:
    more = set_units(lines[-1], lines[-1].units + earned - billed)
    return rule.finding(
        f"{billed} units of weekly management for {earned}",
        why=f"the course of {done} fractions earns {earned}.",
        lines=lines,
        covers=_rows(subject),
        fixes=(Fix(title=f"Bill {earned} units", only_if="each unit has its physician's examination", edits=(more,)),),
    )


def _rows(subject: Subject) -> tuple[str, ...]:
    """The rows concerned: with two sessions on a date also that each of them counts."""
    days = [(e.date, e.session or e.start) for e in events(subject, "fraction")]
    twice = any(day == other and slot != apart for day, slot in days for other, apart in days)
    return ("RAD-20", "RAD-24", *(("RAD-22",) if twice else ()), "CLM-11")


def _unexamined(subject: Subject) -> bool:
    """Whether a unit may be missing because no physician examined the patient."""
    from_facts = facts_give(subject, {x.code for x in subject.lines if is_role(subject.role(x), (ROLE,))})
    asked = subject.derived.questions if subject.derived else ()
    return not from_facts or any(q.field in {"performed_by", "management_exam"} for q in asked)


RULE = Rule(
    __name__,
    title="Weekly management: one unit for five fractions",
    severity="error",
    covers=("RAD-20", "RAD-24", "RAD-22", "RAD-21", "CLM-11"),
    citation=cite("radiation-management"),
    check=check,
    bad=lambda: claim(
        line("77427", 2),
        dx="Z51.0 C61",
        visit=treated(*fractions(6), event("management_exam", performed_by="physician")),
    ),
    good=lambda: claim(
        line("77427"), dx="Z51.0 C61", visit=treated(*fractions(6), event("management_exam", performed_by="physician"))
    ),
    reads=(
        "radiation.management_fractions",
        "radiation.management_remainder_minimum",
        "radiation.short_course_fractions",
    ),
)
