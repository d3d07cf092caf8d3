"""Iron by vein has no diagnosis that supports it.

What it checks
    Iron lines against the conditions of labels and contractors: iron deficiency, kidney disease, anemia of
    chemotherapy and the like, on the line itself.

Why it matters
    Without one of them the line is denied. For patients on dialysis the dialysis facility's payment includes it.

How to fix it
    Point the line to the documented deficiency.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotless
from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, set_pointers
from oncodesk.rules.support.anemia import has_diagnosis
from oncodesk.rules.support.dialysis_product import DIALYSIS


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each iron line without support, and for each given to a patient on dialysis."""
    for held in subject.lines:
        policy = subject.at(held).policy
        if held.code not in policy.codes("drugs.iron_codes") or WASTED in held.modifiers:
            continue
        supports = tuple(dotless(code) for code in policy.codes("support.iron_diagnoses"))
        pointed = subject.claim.pointed(held)
        if not any(dotless(code).startswith(supports) for code in pointed):
            letters = [chr(65 + n) for n, c in enumerate(subject.claim.diagnoses) if dotless(c).startswith(supports)]
            fix = Fix(
                title="Point to the deficiency",
                only_if="the iron was given for it",
                edits=(set_pointers(held, "".join(letters[:4])),),
            )
            yield rule.finding(
                f"{held.code}: no diagnosis of the line supports iron",
                why=f"It points to {', '.join(pointed) or 'nothing'}.",
                lines=[held],
                diagnoses=pointed,
                fixes=(fix,) if letters else (),
            )
        if has_diagnosis(subject, *DIALYSIS):
            yield rule.finding(
                f"{held.code} for a patient on dialysis",
                why="The dialysis facility's payment may include it.",
                lines=[held],
            )


RULE = Rule(
    __name__,
    title="Diagnosis of iron by vein",
    severity="warning",
    covers=("SUP-12",),
    citation=cite("fda-label"),
    check=check,
    bad=lambda: claim(line("96374"), line("J1756", 200, "JZ", pointers="B"), dx="D50.9 C18.2"),
    good=lambda: claim(line("96374"), line("J1756", 200, "JZ", pointers="A"), dx="D50.9 C18.2"),
    reads=("drugs.iron_codes", "support.iron_diagnoses"),
)
