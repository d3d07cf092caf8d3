"""The receptor status of breast cancer is missing or said twice.

What it checks
    Breast cancer stands with a receptor status, and a combined status without the single ones that it holds.

Why it matters
    The tabular list asks for the status beside the cancer, and payers match it to hormone and targeted drugs.

How to fix it
    Add the documented status; keep the combined code where there is one.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, listed, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where none stands, and for each single status beside a combined one."""
    cancers, status = those(subject, "breast_prefixes"), those(subject, "receptor_codes")
    if cancers and not status:
        yield rule.finding(
            f"{cancers[0]} without a receptor status",
            why="the tabular list asks for an additional code of the receptor status at breast cancer.",
            diagnoses=cancers[:1],
        )
    combined = subject.tables.policy.table("diagnosis.receptor_combined")
    for code in status:
        single = [c for c in codes(subject) if c in combined.get(code, ())]
        if single:
            edits = tuple(removed(subject.claim, c) for c in single)
            fix = Fix(title=f"Remove {listed(single)}", only_if=f"{code} is documented", edits=edits)
            yield rule.finding(
                f"{listed(single)} beside {code}",
                why=f"{code} holds it already.",
                diagnoses=[code, *single],
                fixes=(fix,) if all(stays_pointed(subject.claim, c) for c in single) else (),
            )


RULE = Rule(
    __name__,
    title="Receptor status of breast cancer",
    severity="info",
    covers=("DX-23",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C50.411"),
    good=lambda: claim(line("99214"), dx="C50.411 Z17.0"),
    reads=("diagnosis.breast_prefixes", "diagnosis.receptor_codes", "diagnosis.receptor_combined"),
)
