"""Weekly management stands for brachytherapy alone.

What it checks
    Weekly management is not billed for a course of brachytherapy without external beam treatment.

Why it matters
    Applications of sources include their own care; in a mixed course only the external fractions count.

How to fix it
    Take weekly management off, or name the external fractions in the history.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import Billed, among, history, in_lists, radiation, sessions


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where sources were applied and no external fraction is billed, recorded or in the history."""
    lines = [x for x in subject.lines if subject.role(x) in {"radiation.management", "radiation.management.short"}]
    sources = among(subject, "brachytherapy_codes")
    held = radiation(subject)
    past = [h for h in history(subject) if in_lists(subject, h, "brachytherapy_codes")]
    implanted = sources or past or (held is not None and held.course.modality.startswith("brachytherapy"))
    billed: list[Billed] = [*subject.lines, *history(subject)]
    external = any(in_lists(subject, x, "external_beam_codes", "proton_codes") for x in billed)
    if not lines or not implanted or external or sessions(subject, managed=True):
        return
    fix = Fix(
        title="Take weekly management off",
        only_if="there was no external beam treatment",
        edits=tuple(remove_line(x) for x in lines),
    )
    yield rule.finding(
        f"{lines[0].code} for brachytherapy alone",
        why="applications of sources include their care, and no external fraction is known.",
        lines=lines,
        fixes=(fix,) if len(lines) < len(subject.lines) else (),
    )


RULE = Rule(
    __name__,
    title="Weekly management for brachytherapy alone",
    severity="warning",
    covers=("RAD-31",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77771"), line("77427"), dx="C53.9"),
    good=lambda: claim(line("77771"), dx="C53.9"),
    reads=("procedures", "radiation.brachytherapy_codes", "radiation.external_beam_codes"),
    confirm=True,
)
