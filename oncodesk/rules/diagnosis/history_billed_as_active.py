"""A neoplasm that is history is billed as active.

What it checks
    A neoplasm that the visit documents as history, or whose endocrine drug is documented as prevention, is not on the
    claim as a current neoplasm.

Why it matters
    Once it is removed, without evidence of disease and without treatment directed at it, a neoplasm is coded as
    personal history. A current neoplasm overstates the patient's condition and is an audit risk.

How to fix it
    Replace it by its code of personal history, or correct the documentation if treatment is still directed at it.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import begins, codes, expected, replaced
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such neoplasm, with the code of its history where the facts give one."""
    held, wanted = codes(subject), expected(subject)
    for place, fact in enumerate(subject.visit.diagnoses if subject.visit else ()):
        code = dotted(fact.code)
        past = fact.status == "history" or fact.intent == "prophylaxis"
        if not past or code not in held or code in wanted or not begins(subject, code, "neoplasm_prefixes"):
            continue
        history = [c for c in wanted if begins(subject, c, "past_neoplasm_prefixes") and c not in held]
        yield rule.finding(
            f"{code} is billed as active and documented as history",
            why="no treatment is directed at it any more, by the facts of the visit.",
            diagnoses=[code],
            facts=[f"diagnoses.{place}"],
            fixes=tuple(
                Fix(
                    title=f"Replace by {new}",
                    only_if="it is removed, without evidence of disease and without treatment",
                    edits=replaced(subject.claim, code, new),
                )
                for new in history[:1]
            ),
        )


_PAST = {"code": "C50.411", "status": "history", "intent": "prophylaxis"}

RULE = Rule(
    __name__,
    title="Neoplasm of the past billed as active",
    severity="warning",
    covers=("DX-20",),
    citation=cite("ocg-current-or-history"),
    check=check,
    bad=lambda: claim(line("99213"), dx="C50.411 Z79.810", visit=visit(reason="evaluation", diagnoses=[_PAST])),
    good=lambda: claim(line("99213"), dx="Z85.3 Z79.810", visit=visit(reason="evaluation", diagnoses=[_PAST])),
    reads=("diagnosis.neoplasm_prefixes", "diagnosis.past_neoplasm_prefixes"),
)
