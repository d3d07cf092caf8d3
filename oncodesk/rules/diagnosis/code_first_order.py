"""A code stands before the one that its note says comes first.

What it checks
    Where a diagnosis carries a note "code first" and the claim lists a code of that note, one of them stands before it:
    the neoplasm before its anemia, the neutropenia before its fever, the cancer before the receptor status.

Why it matters
    The note is a sequencing rule of the classification; payers reject the reversed order.

How to fix it
    Move the underlying condition in front of the code that depends on it.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import adverse_effect, begins, codes, may_stand_first, moved
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_ROWS = {
    "anemia_of_neoplasm": "DX-09",
    "fever_of_condition": "DX-11",
    "receptor_codes": "DX-23",
    "drug_use_prefixes": "DX-27",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code before all of its underlying conditions; what may never be first has its own rule."""
    held = codes(subject)
    for place, code in enumerate(held):
        notes = subject.tables.code_first(code)
        patterns = [pattern for note in notes for pattern in note.patterns]
        named = [c for c in held if c != code and any(subject.tables.is_under(c, p) for p in patterns)]
        if not named or any(held.index(c) < place for c in named) or _first_of_all(subject, place, code):
            continue
        rows = [row for name, row in _ROWS.items() if begins(subject, code, name)]
        yield rule.finding(
            f"{code} stands before {named[0]}",
            why=f"code first at {notes[0].at}: {named[0]} is the condition behind {code}.",
            diagnoses=[code, named[0]],
            covers=("DX-29", *rows),
            fixes=(
                Fix(
                    title=f"Move {named[0]} before {code}",
                    only_if=f"{named[0]} is the condition behind {code}",
                    edits=(moved(subject.claim, named[0], place),),
                ),
            ),
        )


def _first_of_all(subject: Subject, place: int, code: str) -> bool:
    """Whether a rule on first diagnoses finds fault with it already."""
    return adverse_effect(subject, code) or (place == 0 and not may_stand_first(subject, code))


RULE = Rule(
    __name__,
    title="Underlying condition coded first",
    severity="error",
    covers=("DX-29", *_ROWS.values()),
    citation=cite("ocg-etiology"),
    check=check,
    bad=lambda: claim(line("99214"), dx="D63.0 C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2 D63.0"),
    reads=("icd10cm", *(f"diagnosis.{name}" for name in _ROWS)),
)
