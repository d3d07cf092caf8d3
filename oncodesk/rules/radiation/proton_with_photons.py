"""Proton and photon delivery stand on one date.

What it checks
    Proton delivery does not share a date with external beam delivery by linear accelerator.

Why it matters
    One session has one delivery; both on a date are asked about.

How to fix it
    Keep the one that was given, or show the two sessions.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.radiation.course import facts_give, in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with both, unless the facts give both."""
    for day, held in subject.days.items():
        protons = [x for x in held if in_lists(subject, x, "proton_codes")]
        photons = [x for x in held if in_lists(subject, x, "external_beam_codes")]
        if not protons or not photons:
            continue
        if all(facts_give(subject, {x.code}, day) for x in (protons[0], photons[0])):
            yield rule.resolved([protons[0], photons[0]], by="the facts: both were given that day")
            continue
        yield rule.finding(
            f"{protons[0].code} and {photons[0].code} on {day}",
            why="one session has one delivery, by protons or by photons.",
            lines=[*protons, *photons],
            fixes=tuple(
                Fix(
                    title=f"Keep {kept[0].code}",
                    only_if=f"{kept[0].code} is what was given",
                    edits=tuple(remove_line(x) for x in gone),
                )
                for kept, gone in ((protons, photons), (photons, protons))
            ),
        )


RULE = Rule(
    __name__,
    title="Proton and photon delivery on one date",
    severity="warning",
    covers=("RAD-30",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77523"), line("77407"), dx="Z51.0 C61"),
    good=lambda: claim(line("77523"), dx="Z51.0 C61"),
    reads=("radiation.proton_codes", "radiation.external_beam_codes"),
    confirm=True,
)
