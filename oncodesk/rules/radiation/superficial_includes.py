"""Planning or management is billed beside superficial treatment.

What it checks
    A claim for superficial or orthovoltage treatment carries no separate clinical plan, simulation, calculation, device
    or weekly management, unless external beam treatment is billed too.

Why it matters
    Since 2026 superficial treatment has one code for its plan and simulation, and no weekly management.

How to fix it
    Bill the plan of superficial treatment once and take the others off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import among, radiation

_OTHERS = ("external_beam_codes", "stereotactic_codes", "proton_codes", "brachytherapy_codes")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line of a claim whose only treatment is superficial."""
    plans = [x for x in subject.lines if subject.role(x) == "radiation.plan.superficial"]
    treated = among(subject, "superficial_codes")
    held = radiation(subject)
    mixed = among(subject, *_OTHERS) or (held and held.course.modality != "superficial")
    for item in among(subject, "superficial_excludes") if (plans or treated) and not mixed else ():
        fix = without(item, "it was for the superficial treatment", "Take it off")
        yield rule.finding(
            f"{item.code} beside superficial treatment",
            why=f"{(plans or treated)[0].code} belongs to a course whose planning is one code and has no such service.",
            lines=[item],
            fixes=(fix,),
        )


RULE = Rule(
    __name__,
    title="Planning and management beside superficial treatment",
    severity="warning",
    covers=("RAD-09",),
    citation=cite("radiation-surface-2026"),
    check=check,
    bad=lambda: claim(line("77436"), line("77280"), line("77437"), dx="Z51.0 C44.311"),
    good=lambda: claim(line("77436"), line("77437"), dx="Z51.0 C44.311"),
    reads=("radiation.superficial_codes", "radiation.superficial_excludes"),
    confirm=True,
)
