"""Pancytopenia of chemotherapy has the code of another cause.

What it checks
    Pancytopenia that the facts call due to an antineoplastic drug has the code that names chemotherapy.

Why it matters
    The code by cause supports growth factors and transfusions of the treated patient.

How to fix it
    Use the code of pancytopenia due to antineoplastic chemotherapy.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import codes, replaced
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder where another pancytopenia stands for it."""
    table = subject.tables.policy.table("diagnosis.pancytopenia")
    right = str(table["antineoplastic_drug"])
    others = set(table.values()) - {right}
    for place, fact in enumerate(subject.visit.diagnoses if subject.visit else ()):
        code = dotted(fact.code)
        if code not in others or code not in codes(subject) or fact.due_to != "antineoplastic_drug":
            continue
        fix = Fix(
            title=f"Change to {right}",
            only_if="chemotherapy caused the pancytopenia",
            edits=replaced(subject.claim, code, right),
        )
        yield rule.finding(
            f"{code} for pancytopenia of chemotherapy",
            why=f"{right} names the cause that is documented.",
            diagnoses=[code],
            facts=[f"diagnoses.{place}"],
            fixes=(fix,),
        )


_FACTS = [{"code": "D61.818", "treated": True, "due_to": "antineoplastic_drug"}, {"code": "C18.2"}]
_VISIT = visit(reason="complication", diagnoses=_FACTS)

RULE = Rule(
    __name__,
    title="Cause of pancytopenia",
    severity="info",
    covers=("DX-12",),
    citation=cite("icd10cm-tabular"),
    check=check,
    bad=lambda: claim(line("99214"), dx="D61.818 C18.2 T45.1X5A", visit=_VISIT),
    good=lambda: claim(line("99214"), dx="D61.810 C18.2 T45.1X5A", visit=_VISIT),
    reads=("diagnosis.pancytopenia",),
)
