"""Handling of sources is billed beside an application that includes it.

What it checks
    The handling and loading of sources does not stand on the date of an interstitial application.

Why it matters
    The application includes it; the line is denied.

How to fix it
    Take the handling off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with both."""
    for held in subject.days.values():
        holders = [x for x in held if in_lists(subject, x, "handling_included_with")]
        for handling in [x for x in held if subject.role(x) == "radiation.brachytherapy.handling"]:
            if not holders:
                continue
            fix = without(handling, "the sources are those of the application", "Take the handling off")
            yield rule.finding(
                f"{handling.code} beside {holders[0].code}",
                why=f"{holders[0].code} includes the handling and loading of its sources.",
                lines=[handling, holders[0]],
                fixes=(fix,),
            )


RULE = Rule(
    __name__,
    title="Source handling beside an interstitial application",
    severity="error",
    covers=("RAD-55",),
    citation=cite("radiation-brachytherapy"),
    check=check,
    bad=lambda: claim(line("77778"), line("77790"), dx="C61"),
    good=lambda: claim(line("77778"), dx="C61"),
    reads=("procedures", "radiation.handling_included_with"),
)
