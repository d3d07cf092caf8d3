"""Single-session radiosurgery codes stand for several fractions.

What it checks
    The codes of cranial radiosurgery complete in one session stand once in a course, and not where several fractions
    are planned or recorded.

Why it matters
    Those codes are the whole treatment in one session; fractionated stereotactic treatment has a code for each day.

How to fix it
    Use the code for a stereotactic fraction on each treatment day.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_code, without
from oncodesk.rules.radiation.course import radiation, sessions, units, with_role
from oncodesk.rules.radiation.repeats import once_a_course

_ROLES = frozenset(f"radiation.delivery.srs.{machine}" for machine in ("cobalt", "linac"))


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the lines or the facts show more than one fraction."""
    lines = with_role(subject, "radiation.delivery.srs")
    if not lines:
        return
    held = radiation(subject)
    given = sessions(subject, managed=False) if held else None
    whole = held is not None and held.course.complete is True and given == 1
    planned = (held.course.planned_fractions or 1) if held and held.course.modality in {"srs", "sbrt"} else 1
    planned = 1 if whole else planned
    fractions = with_role(subject, "radiation.delivery.sbrt")
    count = max(planned, units(lines) + units(fractions), given or 0)
    if count < 2:
        yield from once_a_course(rule, subject, lines, _ROLES, "cranial radiosurgery")
        return
    wanted = subject.at(lines[0]).role("radiation.delivery.sbrt")
    fix = Fix(
        title=f"Change to {wanted.code}" if wanted else "",
        only_if="the treatment was given in several fractions",
        edits=tuple(set_code(x, wanted.code) for x in lines) if wanted else (),
    )
    once = tuple(without(x, "the other machine gave the one session") for x in lines)
    yield rule.finding(
        f"{lines[0].code} for a course of {count} fractions",
        why="it is cranial treatment complete in one session.",
        lines=lines,
        fixes=once if _two_machines(subject, lines) else (fix,) if wanted else (),
    )


def _two_machines(subject: Subject, lines: list[ClaimLine]) -> bool:
    """Whether both machines' codes stand on one date: one session, told twice."""
    return len({x.code for x in lines}) > 1 and len({subject.day(x) for x in lines}) == 1


RULE = Rule(
    __name__,
    title="Single-session radiosurgery for several fractions",
    severity="error",
    covers=("RAD-28",),
    citation=cite("radiation-stereotactic"),
    check=check,
    bad=lambda: claim(line("77372"), line("77372", date_of_service="2026-03-16"), dx="Z51.0 C79.31 C34.11"),
    good=lambda: claim(line("77372"), line("77432"), dx="Z51.0 C79.31 C34.11"),
    reads=("procedures",),
)
