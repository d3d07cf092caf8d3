"""A code that only describes something else is listed first.

What it checks
    The first diagnosis is no status, drug use, receptor status, germ, external cause, nor a manifestation whose title
    says that it belongs to a disease classified elsewhere.

Why it matters
    Such a code cannot be the reason for a service; payers' edits reject it in the first place.

How to fix it
    List the condition it belongs to, or the reason for the visit, first.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import adverse_effect, begins, codes, first_able, may_stand_first, put_first
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_NAMED = {"receptor_codes": "DX-23", "fever_of_condition": "DX-11", "drug_use_prefixes": "DX-27"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the first diagnosis may not stand first; adverse effects have a rule of their own."""
    first = next(iter(codes(subject)), "")
    if not first or may_stand_first(subject, first) or adverse_effect(subject, first):
        return
    able = first_able(subject)
    fix = Fix(
        title=f"List {able} first",
        only_if=f"{able} is what the visit was for",
        edits=put_first(subject, able, first) if able else (),
    )
    yield rule.finding(
        f"{first} may not be listed first",
        why=f"{first} describes or explains another condition and cannot be the reason for the service.",
        diagnoses=[first],
        covers=_rows(subject, first),
        fixes=(fix,) if able else (),
    )


def _rows(subject: Subject, first: str) -> tuple[str, ...]:
    rows = ["DX-30", *(["DX-29"] if subject.tables.code_first(first) else [])]
    return (*rows, *(row for name, row in _NAMED.items() if begins(subject, first, name)))


RULE = Rule(
    __name__,
    title="Status, cause or manifestation listed first",
    severity="error",
    covers=("DX-30", "DX-29", *_NAMED.values()),
    citation=cite("ocg-etiology"),
    check=check,
    bad=lambda: claim(line("99214"), dx="Z79.810 C50.411"),
    good=lambda: claim(line("99214"), dx="C50.411 Z17.0 Z79.810"),
    reads=("icd10cm", "diagnosis.never_first_prefixes", "diagnosis.fever_of_condition", "diagnosis.manifestation_text"),
)
