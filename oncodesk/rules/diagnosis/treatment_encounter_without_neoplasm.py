"""A visit for treatment of a neoplasm names no neoplasm.

What it checks
    A claim with the code of a visit for antineoplastic drugs or radiation also lists the neoplasm that was treated.

Why it matters
    The code asks for the condition that required care. For a disease that is no neoplasm the same drug takes no such
    code at all: the disease itself is coded.

How to fix it
    Add the neoplasm. If the drug treated another disease, take the code of the visit off and list that disease first.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import codes, listed, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where no neoplasm stands beside the code of the visit."""
    present = those(subject, "treatment_encounter_codes")
    if not present or those(subject, "neoplasm_prefixes"):
        return
    others = [code for code in codes(subject) if code not in present]
    able = others and all(stays_pointed(subject.claim, code) for code in present)
    edits = tuple(removed(subject.claim, code) for code in present)
    fix = Fix(title=f"Remove {listed(present)}", only_if="the drug treated a disease that is no neoplasm", edits=edits)
    yield rule.finding(
        f"{listed(present)} stands without a neoplasm",
        why=f"none of {listed(others) or 'the diagnoses'} is a neoplasm.",
        diagnoses=present,
        fixes=(fix,) if able else (),
    )


RULE = Rule(
    __name__,
    title="Visit for treatment without a neoplasm",
    severity="error",
    covers=("DX-05",),
    citation=cite("ocg-treatment-encounters"),
    check=check,
    bad=lambda: claim(line("96413"), dx="Z51.11 M05.79"),
    good=lambda: claim(line("96413"), dx="Z51.11 C18.2"),
    reads=("diagnosis.treatment_encounter_codes", "diagnosis.neoplasm_prefixes"),
)
