"""A diagnosis that is only suspected is coded as if confirmed.

What it checks
    A diagnosis that the facts call suspected is not on the claim, nor one that a line's narrative calls probable,
    suspected or to be ruled out beside a neoplasm.

Why it matters
    In an office only what is certain is coded: otherwise the sign, symptom or abnormal finding.

How to fix it
    Take it off and code what is documented as certain.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import codes, expected, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each suspected diagnosis on the claim; a warning by a narrative's words."""
    held = codes(subject)
    for place, fact in enumerate(subject.visit.diagnoses if subject.visit else ()):
        code = dotted(fact.code)
        if fact.status != "suspected" or code not in held or code in expected(subject):
            continue
        able = len(held) > 1 and stays_pointed(subject.claim, code)
        fix = Fix(
            title=f"Remove {code}",
            only_if="another diagnosis says what is certain",
            edits=(removed(subject.claim, code),),
        )
        yield rule.finding(
            f"{code} is only suspected",
            why="outpatient diagnoses that are not confirmed are not coded.",
            diagnoses=[code],
            facts=[f"diagnoses.{place}"],
            fixes=(fix,) if able else (),
        )
    yield from _narrated(rule, subject)


def _narrated(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    words = sorted(subject.tables.policy.codes("diagnosis.suspected_words"))
    malignant = those(subject, "malignant_prefixes")
    for held in subject.lines if malignant else ():
        said = next((word for word in words if word in (held.narrative or "").lower()), None)
        if said:
            yield rule.finding(
                f"line {held.id} says “{said}” beside {malignant[0]}",
                why="a diagnosis described in such words is not coded as confirmed in an office.",
                lines=[held],
                diagnoses=malignant[:1],
                severity="warning",
            )


_FACTS = [{"code": "C34.11", "status": "suspected"}, {"code": "R91.1"}]

RULE = Rule(
    __name__,
    title="Suspected diagnosis coded as confirmed",
    severity="error",
    covers=("DX-33",),
    citation=cite("ocg-uncertain"),
    check=check,
    bad=lambda: claim(line("99214"), dx="R91.1 C34.11", visit=visit(reason="evaluation", diagnoses=_FACTS)),
    good=lambda: claim(line("99214"), dx="R91.1", visit=visit(reason="evaluation", diagnoses=_FACTS)),
    reads=("diagnosis.suspected_words", "diagnosis.malignant_prefixes"),
)
