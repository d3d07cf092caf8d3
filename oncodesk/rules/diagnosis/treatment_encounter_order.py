"""The code of a visit for treatment is not first, or is not there.

What it checks
    Where a neoplasm is treated by drugs or by external radiation, the code of such a visit stands first and the
    neoplasm after it. A visit that its facts say was for a complication is left alone, as are brachytherapy and drugs
    that take no such code.

Why it matters
    When the visit is for chemotherapy, immunotherapy or radiation only, that code is sequenced first by the guidelines,
    and Medicare contractors edit it.

How to fix it
    List the code of the visit first, then the neoplasm that was treated. Several such codes may stand in any order.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import (
    CHEMOTHERAPY,
    IMMUNOTHERAPY,
    KINDS,
    RADIATION,
    added,
    antineoplastic_lines,
    begins,
    codes,
    delivered,
    drug_kinds,
    encounter_code,
    expected,
    listed,
    moved,
    those,
)
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the wrong order or the missing code; from the facts where known, else from the lines."""
    if not those(subject, "neoplasm_prefixes") or (subject.visit and not _for_treatment(subject)):
        return
    present = those(subject, "treatment_encounter_codes")
    first = codes(subject)[0]
    if not present:
        yield from _missing(rule, subject)
    elif begins(subject, first, "pregnancy_prefixes"):
        yield rule.resolved((), by=f"{first}: guideline I.C.15.a.1 puts a code of pregnancy before others")
    elif first not in present and _treated(subject, present):
        neoplasm = begins(subject, first, "neoplasm_prefixes")
        sure = neoplasm or subject.visit is not None
        edits = tuple(moved(subject.claim, code, n) for n, code in enumerate(present))
        yield rule.finding(
            f"{listed(present)} stands after {first}",
            why=f"a visit only for treatment lists {present[0]} first and the neoplasm second.",
            diagnoses=[first, *present],
            severity=subject.by_payer() if sure else "warning",
            fixes=(
                Fix(title=f"List {listed(present)} first", only_if="the visit was for that treatment", edits=edits),
            ),
        )


def _for_treatment(subject: Subject) -> bool:
    return bool(expected(subject)) and begins(subject, expected(subject)[0], "treatment_encounter_codes")


def _treated(subject: Subject, present: list[str]) -> bool:
    """Whether a line bears the code out; what bears none is another rule's finding."""
    beam = encounter_code(subject, RADIATION) in present and delivered(subject)
    return bool(beam or antineoplastic_lines(subject) or subject.visit)


def _missing(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    wanted = _wanted(subject)
    if not wanted:
        return
    edits = tuple(added(code, n) for n, code in enumerate(wanted))
    yield rule.finding(
        f"{listed(wanted)} is missing",
        why=f"the claim bills treatment of a neoplasm; a visit only for it lists {wanted[0]} first.",
        diagnoses=codes(subject)[:1],
        severity=subject.by_payer() if subject.visit else "warning",
        fixes=(Fix(title=f"List {listed(wanted)} first", only_if="the visit was only for treatment", edits=edits),),
    )


def _wanted(subject: Subject) -> list[str]:
    if subject.visit:
        return [code for code in expected(subject) if begins(subject, code, "treatment_encounter_codes")]
    kinds = drug_kinds(subject) if antineoplastic_lines(subject) else set()
    held = {CHEMOTHERAPY, IMMUNOTHERAPY} & kinds | ({RADIATION} if delivered(subject) else set())
    return [encounter_code(subject, kind) for kind in KINDS if kind in held]


RULE = Rule(
    __name__,
    title="Visit for treatment of a neoplasm: its code comes first",
    severity="error",
    covers=("DX-04",),
    citation=cite("ocg-treatment-encounters"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        dx="C50.911 Z51.11",
        visit=visit(given("a1", "paclitaxel", at="09:00-10:00"), dx="C50.911"),
    ),
    good=lambda: claim(
        line("96413"),
        dx="Z51.11 C50.911",
        visit=visit(given("a1", "paclitaxel", at="09:00-10:00"), dx="C50.911"),
    ),
    reads=(
        "drugs",
        "procedures",
        "diagnosis.treatment_encounter",
        "diagnosis.neoplasm_prefixes",
        "diagnosis.pregnancy_prefixes",
    ),
)
