"""A clinical trial's claim does not identify the trial.

What it checks
    Where the patient is treated in a trial, or a line carries Q0 or Q1: the trial's eight-digit number is recorded,
    Z00.6 stands on the claim, not first, at least one line carries Q0 or Q1, and so does each line that is the trial's
    by the facts.

Why it matters
    Medicare returns a trial's claim without its number as unprocessable, and cannot tell routine care from what is
    investigated without the modifiers.

How to fix it
    Record the number from the trial's registration, put Z00.6 after the reason for the visit, and mark each line of
    the trial with Q1 for routine care or Q0 for what is investigated.
"""

from collections.abc import Iterator

from oncodesk.domain.report import Severity
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Edit, Fix, Outcome, Rule, Subject, add_modifier, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each part that is missing."""
    policy, trial = subject.tables.policy, subject.claim.facts.clinical_trial
    marks = set(policy.table("claim.trial_modifiers").values())
    marked = [held for held in subject.lines if marks & set(held.modifiers)]
    if not trial and not marked:
        return
    severity = subject.by_payer()
    digits = policy.number("claim.trial_number_digits")
    number = "".join(c for c in (trial.nct if trial and trial.nct else "") if c.isdigit())
    if policy.get("claim.trial_number_required") and len(number) != digits:
        why = f"{digits} digits are expected, found {number or 'none'}."
        yield rule.finding(
            "the trial's number is missing",
            why=why,
            lines=marked,
            facts=["facts.clinical_trial.nct"],
            severity=severity,
        )
    code = next(iter(policy.codes("claim.trial_diagnosis")), None)
    if code is None:
        return
    place = subject.claim.diagnoses.index(code) if code in subject.claim.diagnoses else None
    if place is None:
        add = Edit(op="add_diagnosis", diagnosis=code)
        fix = Fix(title=f"Add {code}", only_if="the patient takes part in the trial", edits=(add,))
        yield rule.finding(
            f"{code} is missing",
            why="It marks a participant of a trial.",
            lines=marked,
            severity=severity,
            fixes=(fix,),
        )
    elif place == 0 and len(subject.claim.diagnoses) > 1:
        move = Edit(op="move_diagnosis", diagnosis=code, value=1)
        fix = Fix(title=f"Move {code} to second place", only_if="the patient has the disease", edits=(move,))
        why = "First place is for healthy volunteers."
        yield rule.finding(f"{code} stands first", why=why, diagnoses=[code], severity=severity, fixes=(fix,))
    if not marked:
        payer = subject.claim.payer
        wanted = payer is not None and payer.kind in policy.codes("claim.trial_number_payers")
        asked = "" if wanted else " Payers of this kind differ: ask whether they want them."
        yield rule.finding(
            "no line carries Q0 or Q1",
            why=f"Without Q0 or Q1 no line is known to belong to the trial.{asked}",
            severity=severity if wanted else "info",
        )
    yield from _unmarked(rule, subject, marks, severity) if marked else ()


def _unmarked(rule: Rule, subject: Subject, marks: set[object], severity: Severity) -> Iterator[Outcome]:
    """A finding for each line that the facts mark, and that carries neither."""
    for day, lines in subject.days.items():
        for held in lines:
            due = [sorted(marks & set(one.modifiers), key=str) for one in subject.due(day, held.code)]
            if due and all(due) and not marks & set(held.modifiers):
                mark = str(due[0][0])
                add = Fix(title=f"Add {mark}", only_if="the facts are right", edits=(add_modifier(held, mark),))
                why = f"By the facts it belongs to the trial: {mark}."
                said = f"{held.code} carries neither Q0 nor Q1"
                yield rule.finding(said, why=why, lines=[held], severity=severity, fixes=(add,))


RULE = Rule(
    __name__,
    title="Trial not identified",
    severity="error",
    covers=("CLM-06",),
    citation=cite("claims-manual-32-69"),
    check=check,
    bad=lambda: claim(line("96413", 1, "Q1"), facts={"clinical_trial": {"phase_item": "routine"}}),
    good=lambda: claim(
        line("96413", 1, "Q1"), dx="Z51.11 C18.2 Z00.6", facts={"clinical_trial": {"nct": "NCT01234567"}}
    ),
    reads=(
        "claim.trial_modifiers",
        "claim.trial_diagnosis",
        "claim.trial_number_required",
        "claim.trial_number_payers",
    ),
)
