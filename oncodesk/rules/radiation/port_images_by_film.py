"""Port images are billed by the film.

What it checks
    Port images stand once for five fractions, whatever their number.

Why it matters
    The service is a week's images; a unit for each film is denied.

How to fix it
    Bill one unit for the five fractions, on the day of the first image.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_units
from oncodesk.rules.radiation.course import among, cut, history, sessions, units, with_role
from oncodesk.rules.radiation.samples import fractions, treated

ROLE = "radiation.port_image"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for a line of several units, and for more lines than the recorded fractions allow."""
    lines = with_role(subject, ROLE)
    several = [x for x in lines if x.units > 1]
    if several:
        edits = tuple(set_units(x, 1) for x in several)
        fix = Fix(title="Bill one unit", only_if="the images are of the same five fractions", edits=edits)
        yield _finding(rule, several, f"{units(several)} units of port images on a date", fix)
        return
    size = subject.tables.policy.number("radiation.port_image_fractions")
    done = sessions(subject, managed=False)
    if done is None and not history(subject):
        done = units(among(subject, "external_beam_codes", "proton_codes")) or None
    if done is None or not lines:
        return
    allowed = -(-done // size)
    if units(lines) > allowed:
        fix = Fix(
            title=f"Bill {allowed}",
            only_if="the fractions recorded are all that were given",
            edits=cut(lines, allowed, (), subject),
        )
        yield _finding(rule, lines, f"{units(lines)} units of port images for {done} fractions", fix)


def _finding(rule: Rule, lines: list[ClaimLine], message: str, fix: Fix) -> Outcome:
    return rule.finding(
        message,
        why="images of five fractions are one service, however many films were taken.",
        lines=lines,
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="Port images once for five fractions",
    severity="error",
    covers=("RAD-10",),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77417", 6), dx="Z51.0 C61", visit=treated(*fractions(5))),
    good=lambda: claim(line("77417"), dx="Z51.0 C61", visit=treated(*fractions(5))),
    reads=("procedures", "radiation.port_image_fractions"),
)
