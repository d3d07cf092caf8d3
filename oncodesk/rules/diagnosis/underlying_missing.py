"""The condition behind a code is not on the claim.

What it checks
    Where a diagnosis carries a note "code first" that names codes, one of them stands on the claim.

Why it matters
    A manifestation without its cause is incomplete and invites a request for records.

How to fix it
    Add the underlying condition before it, where it is documented.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import adverse_effect, begins, codes
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

_OPEN = ("if applicable", "if known", "any associated", "any follow-up")
_ROWS = {"anemia_of_neoplasm": "DX-09", "transplant_neoplasm_prefixes": "DX-38"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each code without any of what its note names; notes that apply only sometimes are left alone."""
    held = codes(subject)
    for code in dict.fromkeys(held):
        notes = subject.tables.code_first(code)
        text = " ".join(note.text.lower() for note in notes)
        patterns = [pattern for note in notes if note.at == code for pattern in note.patterns]
        if not patterns or any(words in text for words in _OPEN) or adverse_effect(subject, code):
            continue
        if any(subject.tables.is_under(other, pattern) for other in held for pattern in patterns if other != code):
            continue
        if any(adverse_effect(subject, other) for other in held) and all(p.startswith("T") for p in patterns):
            continue
        rows = [row for name, row in _ROWS.items() if begins(subject, code, name)]
        yield rule.finding(
            f"{code} without the condition behind it",
            why=f"code first: {notes[0].text}.",
            diagnoses=[code],
            covers=("DX-29", *rows),
        )


RULE = Rule(
    __name__,
    title="Underlying condition missing",
    severity="info",
    covers=("DX-29", *_ROWS.values()),
    citation=cite("ocg-etiology"),
    check=check,
    bad=lambda: claim(line("99214"), dx="D63.0"),
    good=lambda: claim(line("99214"), dx="C18.2 D63.0"),
    reads=("icd10cm", *(f"diagnosis.{name}" for name in _ROWS)),
)
