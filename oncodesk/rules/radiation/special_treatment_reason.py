"""A special treatment procedure has no reason that earns it.

What it checks
    A billed special treatment procedure is recorded with a reason that means extra work, such as chemotherapy at the
    same time, treatment again of the same region, total body or twice-daily treatment.

Why it matters
    IMRT or 3D planning, hormones, chemotherapy before or after, or another illness alone do not earn it, and payers ask
    for the note.

How to fix it
    Take it off, or record the extra work that was done.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import events, facts_give, radiation, with_role
from oncodesk.rules.radiation.samples import event, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the recorded reasons do not earn it; not checked where no course is recorded."""
    lines = with_role(subject, "radiation.special_treatment")
    if not lines:
        return
    if radiation(subject) is None:
        yield rule.not_checked("special treatment procedure: the reason for it is not recorded")
        return
    if facts_give(subject, {lines[0].code}):
        return
    reasons = [e.why for e in events(subject, "special_treatment") if e.why]
    if reasons and not _reason_asked(subject):
        return
    fix = Fix(
        title="Take it off",
        only_if="no extra work of that kind was done",
        edits=tuple(remove_line(x) for x in lines),
    )
    yield rule.finding(
        f"{lines[0].code} without a reason that earns it",
        why=f"recorded: {'; '.join(reasons)}." if reasons else "no reason is recorded.",
        lines=lines,
        fixes=(fix,) if len(lines) < len(subject.lines) else (),
    )


def _reason_asked(subject: Subject) -> bool:
    """Whether what is recorded does not earn it; where it does and still gives no line, it is not the reason."""
    return any(q.field == "why" for q in (subject.derived.questions if subject.derived else ()))


RULE = Rule(
    __name__,
    title="Special treatment procedure without its reason",
    severity="warning",
    covers=("RAD-52",),
    citation=cite("radiation-special-treatment"),
    check=check,
    bad=lambda: claim(
        line("77263"), line("77470"), dx="C20", visit=treated(event("special_treatment", why="IMRT"), dx="C20")
    ),
    good=lambda: claim(
        line("77263"),
        line("77470"),
        dx="C20",
        visit=treated(event("special_treatment", why="concurrent chemotherapy"), dx="C20"),
    ),
    reads=("procedures", "radiation.special_treatment_words"),
)
