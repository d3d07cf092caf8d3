"""The drug that did harm is listed before the harm.

What it checks
    The first diagnosis is not the code of an adverse effect of a drug rightly given (T36 to T50, character 5).

Why it matters
    The nature of the adverse effect is sequenced first and the drug's code after it; payers reject a claim whose first
    diagnosis is the cause. For poisoning the order is the reverse, so those codes are left alone.

How to fix it
    List the harm first, such as the anemia or the neutropenia, then the neoplasm and the drug's code.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import adverse_effect, begins, codes, first_able, put_first
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the first diagnosis is an adverse effect."""
    first = next(iter(codes(subject)), "")
    if not adverse_effect(subject, first):
        return
    able = first_able(subject)
    fix = Fix(
        title=f"List {able} first",
        only_if=f"{able} is what the drug did, or what the visit was for",
        edits=put_first(subject, able, first) if able else (),
    )
    rows: tuple[str, ...] = ("DX-14", "DX-30")
    if any(begins(subject, code, "anemia_of_chemotherapy") for code in codes(subject)):
        rows = (*rows, "DX-10")
    yield rule.finding(
        f"{first} is listed first",
        why=f"{first} names the cause of an adverse effect; the effect itself goes before it.",
        diagnoses=[first],
        covers=rows,
        fixes=(fix,) if able else (),
    )


RULE = Rule(
    __name__,
    title="Adverse effect of a drug listed first",
    severity="error",
    covers=("DX-14", "DX-30", "DX-10"),
    citation=cite("ocg-adverse-effects"),
    check=check,
    bad=lambda: claim(line("99214"), dx="T45.1X5A D64.81 C34.11"),
    good=lambda: claim(line("99214"), dx="D64.81 C34.11 T45.1X5A"),
    reads=("icd10cm", "diagnosis.adverse_effect_prefixes", "diagnosis.never_first_prefixes"),
)
