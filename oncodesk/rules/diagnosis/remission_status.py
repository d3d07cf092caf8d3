"""The code does not say the remission that is documented.

What it checks
    Leukemia, myeloma and lymphoma that the facts document as in remission or in relapse have the code of that state,
    and remission is not coded as history.

Why it matters
    The last character is part of the diagnosis; only the provider's documentation decides it, and remission is no
    personal history.

How to fix it
    Use the code of the documented state, or ask the provider.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import begins, codes, expected, replaced
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_SHARED = 5


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each state that the claim says otherwise."""
    held, wanted = codes(subject), expected(subject)
    for place, fact in enumerate(subject.visit.diagnoses if subject.visit else ()):
        code = dotted(fact.code)
        if not begins(subject, code, "remission_not_history_prefixes") or fact.status not in _STATES:
            continue
        right = next((c for c in wanted if c[:_SHARED] == code[:_SHARED]), None)
        wrong = next((c for c in held if c[:_SHARED] == code[:_SHARED] and c != right), None)
        wrong = wrong or next((c for c in held if begins(subject, c, "history_prefixes") and c not in wanted), None)
        if right is None or wrong is None or right in held:
            continue
        state = fact.status.replace("_", " ")
        fix = Fix(title=f"Change to {right}", only_if=f"it is {state}", edits=replaced(subject.claim, wrong, right))
        yield rule.finding(
            f"{wrong} for a neoplasm documented as {state}",
            why=f"{right} is the code of that state.",
            diagnoses=[wrong],
            facts=[f"diagnoses.{place}"],
            fixes=(fix,),
        )


_STATES = frozenset({"active", "in_remission", "in_relapse"})
_FACTS = [{"code": "C91.10", "status": "in_remission"}]

RULE = Rule(
    __name__,
    title="Remission or relapse as documented",
    severity="warning",
    covers=("DX-22",),
    citation=cite("ocg-remission"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C91.10", visit=visit(reason="evaluation", diagnoses=_FACTS)),
    good=lambda: claim(line("99214"), dx="C91.11", visit=visit(reason="evaluation", diagnoses=_FACTS)),
    reads=("diagnosis.remission_not_history_prefixes", "diagnosis.remission_characters"),
)
