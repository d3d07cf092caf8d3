"""Two diagnoses exclude each other.

What it checks
    No two diagnoses of the claim are joined by an Excludes1 note, printed at either code or at any entry above it.

Why it matters
    Such a note says "not coded here": one condition cannot be both. Only two unrelated conditions may stand together,
    which the documentation must show.

How to fix it
    Keep the code that the note points to, or record why the two conditions are unrelated.
"""

from collections.abc import Iterator
from itertools import combinations

from oncodesk.rules.diagnosis.reading import begins, codes, removed, stays_pointed
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
    """A finding for each pair, with the note and where it is printed."""
    for one, other in combinations(dict.fromkeys(codes(subject)), 2):
        note = subject.tables.excludes1(one, other)
        if note is None:
            continue
        rows = [row for name, row in _ROWS.items() if any(begins(subject, code, name) for code in (one, other))]
        yield rule.finding(
            f"{one} and {other} exclude each other",
            why=f"Excludes1 at {note.at}: {note.text}.",
            diagnoses=[one, other],
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


RULE = Rule(
    __name__,
    title="Diagnoses that exclude each other",
    severity="error",
    covers=("DX-28", *_ROWS.values()),
    citation=cite("ocg-excludes"),
    check=check,
    bad=lambda: claim(line("99214"), dx="G89.3 G89.29 C76.0"),
    good=lambda: claim(line("99214"), dx="G89.3 C76.0"),
    reads=("icd10cm", *(f"diagnosis.{name}" for name in _ROWS)),
)
