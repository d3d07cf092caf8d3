"""The code of a visit for radiation stands with brachytherapy alone.

What it checks
    A claim whose only radiation treatment is by implanted or inserted sources lists the neoplasm first, without the
    code of a visit for radiation.

Why it matters
    The guidelines sequence the neoplasm first where the visit is for the insertion or implantation of sources.

How to fix it
    Take the code of the visit off and list the neoplasm first.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import (
    RADIATION,
    codes,
    delivered,
    encounter_code,
    expected,
    removed,
    stays_pointed,
)
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where sources were applied, no beam was given, and the code of the visit is there."""
    code = encounter_code(subject, RADIATION)
    sources = [x for x in subject.lines if subject.role(x).startswith("radiation.brachytherapy")]
    if code not in codes(subject) or not sources or delivered(subject) or code in expected(subject):
        return
    managed = any(subject.kind(x) in {"radiation_management", "radiation_guidance"} for x in subject.lines)
    if managed or subject.tables.policy.get("diagnosis.brachytherapy_first") is None:
        return
    fix = Fix(title=f"Remove {code}", only_if="no external radiation was given", edits=(removed(subject.claim, code),))
    yield rule.finding(
        f"{code} with brachytherapy alone",
        why="for the insertion of sources the neoplasm is sequenced first.",
        diagnoses=[code],
        lines=sources,
        fixes=(fix,) if stays_pointed(subject.claim, code) else (),
    )


RULE = Rule(
    __name__,
    title="Visit for radiation coded with brachytherapy alone",
    severity="warning",
    covers=("DX-04",),
    citation=cite("ocg-treatment-encounters"),
    check=check,
    bad=lambda: claim(line("77778"), dx="Z51.0 C61"),
    good=lambda: claim(line("77778"), dx="C61"),
    reads=("procedures", "diagnosis.treatment_encounter", "diagnosis.brachytherapy_first"),
)
