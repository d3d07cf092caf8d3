"""A consultation code goes to a payer that takes none, or is a code no more.

What it checks
    Medicare claims carry no consultation codes, and nobody's carry those that have ended.

Why it matters
    Medicare stopped paying them in 2010; the visit is billed by its office or hospital code. The lowest level of each
    kind ended with 2022.

How to fix it
    Bill the visit, new or established, at the level the note supports. Time and decision making may give another level
    than the consultation had.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_code

_ONLY_IF = ("the patient was not seen by the group in three years", "the group has seen the patient in three years")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each consultation code that the payer refuses, or that has ended."""
    payer = subject.claim.payer
    for billed in subject.lines:
        policy = subject.at(billed).policy
        ended = policy.table("evaluation.consultation_codes_ended")
        refused = payer is not None and payer.kind in policy.codes("evaluation.consultation_refusing_payers")
        if refused and (billed.code in policy.codes("evaluation.consultation_codes") or billed.code in ended):
            yield rule.finding(
                f"{billed.code} is a consultation, which this payer does not take",
                why="Bill the visit that the note supports: new or established, by its own level.",
                lines=[billed],
                fixes=_instead(subject, billed),
            )
        elif billed.code in ended:
            lowest = str(ended[billed.code])
            only_if = "the payer takes consultations and the note supports that level"
            yield rule.finding(
                f"{billed.code} is a consultation code that has ended",
                why=f"{lowest} is the lowest that is left.",
                lines=[billed],
                fixes=(Fix(title=f"Bill {lowest}", only_if=only_if, edits=(set_code(billed, lowest),)),),
            )


def _instead(subject: Subject, billed: ClaimLine) -> tuple[Fix, ...]:
    """The visits of the same level of decision making, each if the patient is new or not; none where not known."""
    found = subject.at(billed).policy.table("evaluation.consultation_instead").get(billed.code, ())
    if len(found) == 1:
        only_if = "it was the first visit of this hospital stay, at that level of decision making"
        return (Fix(title=f"Bill {found[0]}", only_if=only_if, edits=(set_code(billed, found[0]),)),)
    return tuple(
        Fix(title=f"Bill {code}", only_if=f"{known}, and the level rests on decision making",
            edits=(set_code(billed, code),))
        for code, known in zip(found, _ONLY_IF, strict=False)
    )  # fmt: skip


RULE = Rule(
    __name__,
    title="Consultation code to Medicare",
    severity="error",
    covers=("EM-10",),
    citation=cite("claims-manual-12-30-6-10"),
    check=check,
    bad=lambda: claim(line("99244"), dx="C18.2"),
    good=lambda: claim(line("99204"), dx="C18.2"),
    reads=(
        "evaluation.consultation_codes",
        "evaluation.consultation_codes_ended",
        "evaluation.consultation_instead",
        "evaluation.consultation_refusing_payers",
    ),
)
