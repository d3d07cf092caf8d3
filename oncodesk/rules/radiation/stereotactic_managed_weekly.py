"""Weekly management stands for a stereotactic course.

What it checks
    Weekly management is not billed where all treatment of the claim is stereotactic.

Why it matters
    A stereotactic course has one management of its own, whatever its fractions; weekly management is denied beside it.

How to fix it
    Take weekly management off and bill stereotactic management once, at the end of the course.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import Billed, among, history, in_lists, over_limit, same_course, sessions


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where stereotactic fractions are billed and no external one is billed, past or recorded."""
    weekly = [x for x in subject.lines if subject.role(x) == "radiation.management"]
    fractions = among(subject, "stereotactic_codes")
    past = [h for h in history(subject) if in_lists(subject, h, "stereotactic_codes")] if not fractions else []
    held: list[Billed] = [*subject.lines, *history(subject)]
    external = any(in_lists(subject, x, "external_beam_codes", "proton_codes") for x in held)
    if not weekly or not (fractions or past) or external or over_limit(subject) or sessions(subject, managed=True):
        return
    found: list[Billed] = [*fractions, *past]
    fix = Fix(
        title="Take weekly management off",
        only_if="all treatment of the course was stereotactic",
        edits=tuple(remove_line(x) for x in weekly),
    )
    yield rule.finding(
        f"{weekly[0].code} for stereotactic treatment",
        why=f"{found[0].code} belongs to a course that has stereotactic management, once.",
        lines=[*weekly, *fractions[:1]],
        severity="error" if fractions or any(same_course(subject, h) for h in past) else "warning",
        fixes=(fix,) if len(weekly) < len(subject.lines) else (),
    )


RULE = Rule(
    __name__,
    title="Weekly management of a stereotactic course",
    severity="error",
    covers=("RAD-26",),
    citation=cite("radiation-stereotactic"),
    check=check,
    bad=lambda: claim(line("77373"), line("77427"), dx="Z51.0 C34.11"),
    good=lambda: claim(line("77373"), line("77435"), dx="Z51.0 C34.11"),
    reads=("procedures", "radiation.stereotactic_codes", "radiation.external_beam_codes"),
)
