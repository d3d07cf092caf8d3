"""The first diagnosis is not what the visit was for.

What it checks
    Where the facts say that the visit was for a complication, a pain, a fracture, dehydration, another condition or a
    metastasis, that stands first.

Why it matters
    The guidelines sequence the condition that the visit was directed at first: the anemia of chemotherapy, the pain of
    the neoplasm, the dehydration, the pathological fracture, or the metastasis that is treated.

How to fix it
    Move what the visit was for to the first place, or correct the facts.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import begins, codes, expected, may_stand_first, moved
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_ROWS = {
    "anemia_of_chemotherapy": "DX-10",
    "neutropenia_prefixes": "DX-11",
    "dehydration": "DX-15",
    "neoplasm_pain": "DX-16",
    "pathological_fracture_prefixes": "DX-17",
    "secondary_prefixes": "DX-18",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where facts and claim hold it and the claim lists it later; treatment visits have their own rule."""
    held, wanted = codes(subject), expected(subject)
    if not held or not wanted:
        return
    encounters = [c for c in (*held, *wanted) if begins(subject, c, "treatment_encounter_codes")]
    first = wanted[0] if wanted[0] not in encounters else next((c for c in wanted if c not in encounters), "")
    before = next((c for c in held if c not in encounters), "")
    row = next((row for name, row in _ROWS.items() if begins(subject, first, name)), None)
    if row is None or first == before or first not in held or before not in wanted:
        return
    if not may_stand_first(subject, before):
        return
    if wanted[0] in encounters and row != "DX-18":
        return
    place = 0 if wanted[0] not in encounters else sum(c in encounters for c in held)
    edits = (moved(subject.claim, first, place),)
    fix = Fix(title=f"Move {first} forward", only_if=f"the visit was for {first}", edits=edits)
    yield rule.finding(
        f"{first} stands after {before}",
        why=f"by its facts the visit was directed at {first}.",
        diagnoses=[first, before],
        covers=(row,),
        fixes=(fix,),
    )


_FACTS = [{"code": "C76.0"}, {"code": "G89.3", "treated": True, "due_to": "neoplasm"}]

RULE = Rule(
    __name__,
    title="What the visit was for comes first",
    severity="warning",
    covers=tuple(_ROWS.values()),
    citation=cite("ocg-neoplasm-complications"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C76.0 G89.3", visit=visit(reason="supportive_care", diagnoses=_FACTS)),
    good=lambda: claim(line("99214"), dx="G89.3 C76.0", visit=visit(reason="supportive_care", diagnoses=_FACTS)),
    reads=tuple(f"diagnosis.{name}" for name in _ROWS),
)
