"""A test of a waived laboratory is billed without QW, or QW stands where it does not belong.

What it checks
    Laboratory tests done in the office, against the laboratory's certificate where it is recorded, else against each
    other: a claim with QW on one such test and none on another. QW on a test that takes none or is not on the list.

Why it matters
    Medicare pays tests by the laboratory's certificate. A waived laboratory is paid only for waived tests marked QW;
    a few that are waived whatever the method take none. The list changes every quarter.

How to fix it
    Add QW where the office has a certificate of waiver and the test was done on a waived analyzer. Blood counts: the
    first waived analyzer is not intended for oncology patients.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, remove_modifier

CONFIRM = "the list of waived tests is CMS's of the quarter: confirm there."


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Findings for tests without QW and for QW out of place; not checked where the certificate is not known."""
    tests = [held for held in subject.lines if _own_test(subject, held)]
    for held in tests:
        if _mark(subject, held) in held.modifiers:
            yield from _misplaced(rule, subject, held)
    bare = [held for held in tests if _may_be_waived(subject, held) and _mark(subject, held) not in held.modifiers]
    certificate = subject.claim.facts.clia_certificate
    if certificate is None:
        yield from _unknown(rule, subject, tests, bare)
    elif certificate in subject.tables.policy.codes("claim.clia_waiver_certificates"):
        yield from (_missing(rule, subject, held) for held in bare)
        if certificate == "waiver":
            yield from _above(rule, subject, tests)


def _own_test(subject: Subject, held: ClaimLine) -> bool:
    """Whether it is a test, and of the office's own laboratory."""
    outside = subject.at(held).policy.codes("claim.outside_laboratory_modifier") & set(held.modifiers)
    test = subject.kind(held) == "laboratory" and held.code.startswith("8")
    return test and not outside and subject.in_office(held)


def _mark(subject: Subject, held: ClaimLine) -> str:
    return next(iter(subject.at(held).policy.codes("claim.clia_waived_modifier")), "QW")


def _may_be_waived(subject: Subject, held: ClaimLine) -> bool:
    return held.code in subject.at(held).policy.codes("claim.clia_waived_codes")


def _needs_none(subject: Subject, held: ClaimLine) -> bool:
    return held.code in subject.at(held).policy.codes("claim.clia_waived_exempt_codes")


def _unknown(rule: Rule, subject: Subject, tests: list[ClaimLine], bare: list[ClaimLine]) -> Iterator[Outcome]:
    marked = [held for held in tests if _mark(subject, held) in held.modifiers]
    if bare and marked:
        yield rule.finding(
            f"{marked[0].code} with QW, {', '.join(dict.fromkeys(held.code for held in bare))} without",
            why=f"A laboratory with a certificate of waiver marks each waived test; {CONFIRM}",
            lines=[*marked, *bare],
            severity="warning",
            fixes=(_add(subject, bare),),
        )
    elif bare:
        codes = ", ".join(dict.fromkeys(held.code for held in bare))
        yield rule.not_checked(f"{codes} without QW: the laboratory's CLIA certificate is not recorded")


def _missing(rule: Rule, subject: Subject, held: ClaimLine) -> Outcome:
    return rule.finding(
        f"{held.code} lacks QW",
        why=f"The laboratory has no more than a certificate of waiver for it; {CONFIRM}",
        lines=[held],
        severity=subject.by_payer(),
        fixes=(_add(subject, [held]),),
    )


def _add(subject: Subject, lines: list[ClaimLine]) -> Fix:
    edits = tuple(add_modifier(held, _mark(subject, held)) for held in lines)
    return Fix(title="Add QW", only_if="each was done by a waived method", edits=edits)


def _above(rule: Rule, subject: Subject, tests: list[ClaimLine]) -> Iterator[Outcome]:
    for held in tests:
        if not _may_be_waived(subject, held) and not _needs_none(subject, held):
            yield rule.finding(
                f"{held.code} from a laboratory with a certificate of waiver",
                why=f"It is not on our list of waived tests; {CONFIRM}",
                lines=[held],
                severity="warning",
            )


def _misplaced(rule: Rule, subject: Subject, held: ClaimLine) -> Iterator[Outcome]:
    mark = _mark(subject, held)
    off = Fix(title=f"Take {mark} off", only_if="it is billed as other laboratories bill it",
              edits=(remove_modifier(held, mark),))  # fmt: skip
    if _needs_none(subject, held):
        why = "The test is waived whatever the method and is recognized without it."
        yield rule.finding(f"{held.code} takes no {mark}", why=why, lines=[held], severity="warning", fixes=(off,))
    elif not _may_be_waived(subject, held):
        why = f"It is not on our list of waived tests; {CONFIRM}"
        yield rule.finding(f"{held.code} with {mark}", why=why, lines=[held], severity="warning", fixes=(off,))


RULE = Rule(
    __name__,
    title="Waived tests and QW",
    severity="error",
    covers=("CLM-13",),
    citation=cite("claims-manual-16-70-8"),
    check=check,
    bad=lambda: claim(line("80053"), dx="C18.2", facts={"clia_certificate": "waiver"}),
    good=lambda: claim(line("80053", 1, "QW"), line("81002"), dx="C18.2", facts={"clia_certificate": "waiver"}),
    reads=(
        "procedures",
        "claim.clia_waived_modifier",
        "claim.clia_waived_codes",
        "claim.clia_waived_exempt_codes",
        "claim.clia_waiver_certificates",
    ),
)
