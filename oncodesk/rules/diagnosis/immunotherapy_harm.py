"""A harm of immunotherapy is coded as one of chemotherapy.

What it checks
    Where the facts say that immunotherapy did the harm, the adverse effect has the code for immune checkpoint
    inhibitors and immunostimulants, not the one for other antineoplastic drugs.

Why it matters
    Since October 2024 the two have different codes, and the older one says something else.

How to fix it
    Change the code and keep its seventh character.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import codes, replaced
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the facts name immunotherapy alone and the claim has the other cause."""
    facts = subject.visit.diagnoses if subject.visit else ()
    due = {fact.due_to for fact in facts if fact.due_to}
    stems = subject.tables.policy.table("diagnosis.adverse_effect")
    wanted, other = str(stems.get("immunotherapy", "")), str(stems.get("antineoplastic_drug", ""))
    if "immunotherapy" not in due or "antineoplastic_drug" in due or wanted == other:
        return
    stated = {dotted(fact.code) for fact in facts}
    for code in [c for c in codes(subject) if c.startswith(other) and c not in stated]:
        new = wanted + code.removeprefix(other)
        fix = Fix(
            title=f"Change to {new}",
            only_if="a checkpoint inhibitor or another immunostimulant did the harm",
            edits=replaced(subject.claim, code, new),
        )
        yield rule.finding(
            f"{code} for a harm of immunotherapy",
            why=f"immune checkpoint inhibitors and immunostimulants have {wanted}- as their adverse effect.",
            diagnoses=[code],
            fixes=(fix,),
        )


_FACTS = [{"code": "K52.1", "treated": True, "due_to": "immunotherapy"}, {"code": "C34.11"}]

RULE = Rule(
    __name__,
    title="Adverse effect of immunotherapy",
    severity="error",
    covers=("DX-13",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("99214"), dx="K52.1 C34.11 T45.1X5A", visit=visit(reason="complication", diagnoses=_FACTS)),
    good=lambda: claim(line("99214"), dx="K52.1 C34.11 T45.AX5A", visit=visit(reason="complication", diagnoses=_FACTS)),
    reads=("diagnosis.adverse_effect",),
)
