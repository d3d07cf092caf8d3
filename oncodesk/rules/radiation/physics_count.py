"""Weekly physics is not counted by five fractions.

What it checks
    The units of continuing physics in the claim and in the history of the course are one for every five fractions, or
    one for a whole course of fewer. None stands for seeds put in at a single session.

Why it matters
    NCCI allows it after every five fractions, and once where the whole course is shorter. What is billed by the
    calendar week is denied. For fractions left over at the end contractors differ, so one more unit there is a
    warning.

How to fix it
    Keep one unit for each five fractions; ask the contractor before billing the remainder at the end.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import (
    among,
    cut,
    ended,
    facts_give,
    history,
    radiation,
    role_of,
    sessions,
    units,
    with_role,
)
from oncodesk.rules.radiation.repeats import too_close
from oncodesk.rules.radiation.samples import event, fractions, treated

ROLE = "radiation.physics.weekly"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more units stand than the fractions earn; not checked where no fraction is known."""
    lines = with_role(subject, ROLE)
    if not lines:
        return
    done = _done(subject)
    seeds = with_role(subject, "radiation.brachytherapy.interstitial")
    held = radiation(subject)
    if not done and (seeds or (held and held.course.modality == "brachytherapy_ldr")):
        yield _seeds(rule, subject, lines)
    elif done is None:
        before = [past for past in history(subject) if role_of(subject, past) == ROLE]
        yield from too_close(rule, subject, lines, before, "weekly physics")
        yield rule.not_checked("weekly physics: the fractions it stands for are not recorded")
    else:
        yield from _counted(rule, subject, lines, done)


def _done(subject: Subject) -> int | None:
    recorded = sessions(subject, managed=False)
    if recorded is not None or history(subject):
        return recorded
    lists = ("external_beam_codes", "proton_codes", "stereotactic_codes", "superficial_codes")
    hdr = with_role(subject, "radiation.brachytherapy.hdr")
    return units(among(subject, *lists)) + units(hdr) or None


def _seeds(rule: Rule, subject: Subject, lines: list[ClaimLine]) -> Outcome:
    fix = Fix(
        title="Take weekly physics off",
        only_if="the seeds were the whole treatment",
        edits=tuple(remove_line(x) for x in lines),
    )
    return rule.finding(
        f"{lines[0].code} is billed with seeds put in at one session",
        why="an implant of seeds is complete in one session: there is no continuing treatment to check.",
        lines=lines,
        fixes=(fix,) if len(lines) < len(subject.lines) else (),
    )


def _counted(rule: Rule, subject: Subject, lines: list[ClaimLine], done: int) -> Iterator[Outcome]:
    size = subject.tables.policy.number("radiation.physics_fractions")
    over = ended(subject, done)
    whole = 1 if done < size and over is not False else 0
    earned = done // size + whole
    before = units(past for past in history(subject) if role_of(subject, past) == ROLE)
    billed = units(lines) + before
    if billed <= earned:
        return
    remainder = billed == earned + 1 and done % size and not whole and over is not False
    allowed = max(earned - before, 0)
    days = [subject.day(x) for x in facts_give(subject, {x.code for x in lines})]
    fix = Fix(
        title=f"Bill {allowed} unit{'s' if allowed != 1 else ''} of weekly physics",
        only_if="the fractions recorded are all that were given",
        edits=cut(lines, allowed, days, subject),
    )
    end = "; contractors differ on the fractions left at the end" if remainder else ""
    yield rule.finding(
        f"{billed} units of weekly physics for {earned}",
        why=f"{done} fractions: {done} = {done // size} × {size} + {done % size}, which earns {earned}{end}.",
        lines=lines,
        severity="warning" if remainder else "error",
        fixes=(fix,) if allowed or len(lines) < len(subject.lines) else (),
    )


RULE = Rule(
    __name__,
    title="Weekly physics: one unit for five fractions",
    severity="error",
    covers=("RAD-50", "CLM-11"),
    citation=cite("ncci-manual-9"),
    check=check,
    bad=lambda: claim(line("77336", 3), dx="Z51.0 C61", visit=treated(*fractions(10), event("physics_check"))),
    good=lambda: claim(line("77336", 2), dx="Z51.0 C61", visit=treated(*fractions(10), event("physics_check"))),
    reads=("procedures", "radiation.physics_fractions"),
)
