"""A claim for planning alone lists the visit for treatment first.

What it checks
    A claim with planning or simulation and no treatment yet does not list the code of a visit for radiation first.

Why it matters
    Many payers want the neoplasm first until treatment begins.

How to fix it
    List the neoplasm first where the payer wants it so.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, encounter_code, moved, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where planning is all that the claim bills."""
    kinds = {subject.kind(x) for x in subject.lines}
    radiation = {kind for kind in kinds if kind.startswith(("radiation", "brachy"))}
    planned = radiation and radiation <= {"radiation_planning", "radiation_device", "radiation_simulation"}
    first = next(iter(codes(subject)), None)
    neoplasms = those(subject, "neoplasm_prefixes")
    if not planned or first != encounter_code(subject, "radiation") or not neoplasms:
        return
    fix = Fix(
        title=f"List {neoplasms[0]} first",
        only_if="the payer wants the neoplasm first until treatment begins",
        edits=(moved(subject.claim, neoplasms[0], 0),),
    )
    yield rule.finding(
        f"{first} first on a claim for planning",
        why="no treatment is billed yet.",
        diagnoses=[first, neoplasms[0]],
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="First diagnosis of a claim for planning",
    severity="info",
    covers=("RAD-63",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("77295"), dx="Z51.0 C61"),
    good=lambda: claim(line("77295"), dx="C61"),
    reads=("procedures", "diagnosis.treatment_encounter"),
)
