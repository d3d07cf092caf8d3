"""A red-cell agent given for chemotherapy lacks one of the diagnoses that support it.

What it checks
    Beside the modifier for chemotherapy: the anemia of chemotherapy, the cancer, and a code for drug therapy.

Why it matters
    Contractors pay it for the anemia that chemotherapy caused in a patient with cancer, and look for all of it.

How to fix it
    Code what is documented; where the anemia has another cause, another modifier is right.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import agents, has_cancer, has_diagnosis


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning that names what is missing."""
    anemias = subject.tables.policy.table("support.esa_diagnoses")
    for held in agents(subject):
        reasons = [m for m in held.modifiers if m in anemias]
        missing = [] if not reasons or has_diagnosis(subject, *anemias[reasons[0]]) else [_told(anemias[reasons[0]])]
        missing += ["the cancer"] if "EA" in reasons and not has_cancer(subject) else []
        if missing:
            yield rule.finding(
                f"{held.code}-{reasons[0]} without {' and '.join(missing)}",
                why=f"{reasons[0]} says why the agent is given; the diagnoses must show it.",
                lines=[held],
                diagnoses=subject.claim.pointed(held),
            )


def _told(codes: list[str]) -> str:
    return " or ".join(codes)


RULE = Rule(
    __name__,
    title="Diagnoses of the anemia drug",
    severity="warning",
    covers=("SUP-05",),
    citation=cite("ncd-110-21"),
    check=check,
    bad=lambda: claim(line("96372"), line("J0881", 200, "EA", "JB", "JZ"), dx="D64.81"),
    good=lambda: claim(
        line("96372"),
        line("J0881", 200, "EA", "JB", "JZ"),
        dx="D64.81 C34.11 T45.1X5A Z79.899",
        facts={"hemoglobin_g_dl": 9.2},
    ),
    reads=("support.esa_diagnoses", "drugs.esa_codes", "diagnosis.neoplasm_prefixes"),
)
