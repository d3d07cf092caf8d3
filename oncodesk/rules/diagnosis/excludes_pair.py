"""Two diagnoses exclude each other.

What it checks
    No two diagnoses of the claim are joined by an Excludes1 note, printed at either code or at any entry above it.
    Adverse effects of two kinds of drug that did two harms are two conditions, and so is an anemia by a drug beside a
    disease of the marrow: a warning asks for the record, and facts that name both harms answer it.

Why it matters
    Such a note says "not coded here": one condition cannot be both. Only two unrelated conditions may stand together,
    which the documentation must show.

How to fix it
    Keep the code that the note points to, or record why the two conditions are unrelated.
"""

from collections.abc import Iterator
from itertools import combinations

from oncodesk.codes.values import Direction
from oncodesk.rules.diagnosis.reading import adverse_effect, begins, codes, removed, stays_pointed
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_ROWS = {
    "follow_up": "DX-08",
    "neoplasm_pain": "DX-16",
    "anemia_of_neoplasm": "DX-10",
    "unknown_primary": "DX-19",
    "history_prefixes": "DX-22",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each pair, with the note and where it is printed; an answer where the facts give two harms."""
    for one, other in combinations(dict.fromkeys(codes(subject)), 2):
        note = subject.tables.excludes1(one, other)
        if note is None:
            continue
        if _two_drugs(subject, one, other) and _facts_give_both(subject):
            yield rule.resolved([], f"the facts give {one} and {other} each a harm of its own")
            continue
        unrelated = _two_drugs(subject, one, other) or _often_unrelated(subject, one, other)
        yield _found(rule, subject, one, other, note, unrelated)


def _found(rule: Rule, subject: Subject, one: str, other: str, note: Direction, unrelated: bool) -> Outcome:
    rows = [row for name, row in _ROWS.items() if any(begins(subject, code, name) for code in (one, other))]
    may = " They may stand together only as two unrelated conditions (guideline I.A.12.a); the record must show both."
    return rule.finding(
        f"{one} and {other} exclude each other",
        why=f"Excludes1 at {note.at}: {note.text}.{may if unrelated else ''}",
        diagnoses=[one, other],
        severity="warning" if unrelated else None,
        covers=("DX-28", *rows),
        fixes=tuple(
            Fix(
                title=f"Remove {gone}",
                only_if=f"the documentation supports {kept} and the two are one condition",
                edits=(removed(subject.claim, gone),),
            )
            for gone, kept in ((one, other), (other, one))
            if stays_pointed(subject.claim, gone)
        ),
    )


def _two_drugs(subject: Subject, one: str, other: str) -> bool:
    """Adverse effects of two kinds of drug, and at least two further conditions that they may have done."""
    if not (adverse_effect(subject, one) and adverse_effect(subject, other)):
        return False
    aside = ("neoplasm_prefixes", "treatment_encounter_codes", "never_first_prefixes")
    rest = [c for c in codes(subject) if not any(begins(subject, c, name) for name in aside)]
    return len([c for c in rest if not adverse_effect(subject, c)]) > 1


def _facts_give_both(subject: Subject) -> bool:
    due = [fact.due_to for fact in subject.visit.diagnoses if fact.due_to] if subject.visit else []
    return {"antineoplastic_drug", "immunotherapy"} <= {*due}


def _often_unrelated(subject: Subject, one: str, other: str) -> bool:
    listed = subject.tables.policy.get("diagnosis.excludes_often_unrelated")
    pairs = listed.value if listed else ()
    both = ((one, other), (other, one))
    return any(a.startswith(first) and b.startswith(second) for first, second in pairs for a, b in both)


RULE = Rule(
    __name__,
    title="Diagnoses that exclude each other",
    severity="error",
    covers=("DX-28", *_ROWS.values()),
    citation=cite("ocg-excludes"),
    check=check,
    bad=lambda: claim(line("99214"), dx="G89.3 G89.29 C76.0"),
    good=lambda: claim(line("99214"), dx="G89.3 C76.0"),
    reads=("icd10cm", "facts", "diagnosis.excludes_often_unrelated", *(f"diagnosis.{name}" for name in _ROWS)),
)
