"""Short-course management stands for a longer course.

What it checks
    Short-course management is billed once, and only where the complete course was one or two fractions.

Why it matters
    It is not a way to bill the one or two fractions left over from a longer course, which earn nothing.

How to fix it
    Take it off; bill weekly management where five fractions, or three or four at the end, were given.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, set_units
from oncodesk.rules.radiation.course import among, ended, history, in_lists, radiation, sessions, units, with_role
from oncodesk.rules.radiation.samples import fractions, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for a longer course, and for several units; not checked where the fractions are not known."""
    lines = with_role(subject, "radiation.management.short")
    if not lines:
        return
    most = subject.tables.policy.number("radiation.short_course_fractions")
    families = ("external_beam_codes", "proton_codes")
    done = sessions(subject, managed=True)
    if done is None:
        billed = units(among(subject, *families))
        done = billed + units(h for h in history(subject) if in_lists(subject, h, *families)) if billed else None
    planned = _unfinished(subject, done) if done else None
    if planned:
        yield rule.finding(
            f"{lines[0].code} within a course of {planned} fractions",
            why=f"{done} of {planned} fractions are given and the course goes on; it stands for a whole course.",
            lines=lines,
        )
    elif done is None and units(lines) < 2:
        yield rule.not_checked("short-course management: the fractions of the course are not recorded")
    elif done is not None and done > most:
        off = Fix(
            title="Take it off",
            only_if=f"the course had {done} fractions",
            edits=tuple(remove_line(x) for x in lines),
        )
        yield rule.finding(
            f"{lines[0].code} for a course of {done} fractions",
            why=f"it stands for a complete course of at most {most} fractions.",
            lines=lines,
            fixes=(off,) if len(lines) < len(subject.lines) else (),
        )
    elif units(lines) > 1:
        edits = (*([set_units(lines[0], 1)] if lines[0].units > 1 else []), *(remove_line(x) for x in lines[1:]))
        yield rule.finding(
            f"{units(lines)} units of {lines[0].code}",
            why="the whole short course is one unit.",
            lines=lines,
            fixes=(Fix(title="Bill one unit", only_if="there was one course", edits=edits),),
        )


def _unfinished(subject: Subject, done: int) -> int | None:
    """The fractions planned, where the facts say that the course is not over."""
    held = radiation(subject)
    most = subject.tables.policy.number("radiation.short_course_fractions")
    planned = held.course.planned_fractions if held and ended(subject, done) is False else None
    return planned if planned and done <= most < planned else None


RULE = Rule(
    __name__,
    title="Short-course management for a longer course",
    severity="error",
    covers=("RAD-21",),
    citation=cite("radiation-management"),
    check=check,
    bad=lambda: claim(line("77407"), line("77431"), dx="Z51.0 C61", visit=treated(*fractions(7), complete=True)),
    good=lambda: claim(
        line("77407"), line("77431"), dx="Z51.0 C79.51 C61",
        visit=treated(*fractions(1), dx="C79.51 C61", planned_fractions=1, complete=True),
    ),
    reads=("procedures", "radiation.short_course_fractions"),
)  # fmt: skip
