"""Diagnoses and pointers do not fit the form.

What it checks
    A claim has at most twelve diagnoses; each line points to one at least and four at most, and each pointer to a
    diagnosis that is there. A condition that no line points to is a reminder; status codes, causes and histories only
    go with another code and are left alone.

Why it matters
    A line without a usable pointer has no reason and is rejected, and a fifth pointer or a thirteenth diagnosis has no
    place on the claim.

How to fix it
    Keep the twelve that matter, and point each line to the diagnoses that support it, the best first.
"""

from collections.abc import Iterator

from oncodesk.domain.claim import LETTERS
from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import begins, may_stand_first
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_pointers

COMPANIONS = ("background_prefixes", "past_neoplasm_prefixes", "receptor_codes", "trial_participant", "palliative_care")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Findings for the claim and for each line; a reminder of a diagnosis that no line points to."""
    most = subject.tables.policy.number("claim.max_diagnoses")
    diagnoses = subject.claim.diagnoses
    if not diagnoses:
        yield rule.finding("no diagnosis", why="a claim needs a diagnosis for every line.", lines=subject.lines)
        return
    if len(diagnoses) > most:
        yield rule.finding(
            f"{len(diagnoses)} diagnoses",
            why=f"a claim holds at most {most}.",
            diagnoses=diagnoses[most:],
        )
    for held in subject.lines:
        yield from _line(rule, subject, held)
    pointed = {code for held in subject.lines for code in subject.claim.pointed(held)}
    loose = [code for code in diagnoses[:most] if code not in pointed and not _companion(subject, dotted(code))]
    if loose and subject.lines and all(held.pointers for held in subject.lines):
        yield rule.finding(
            f"no line points to {', '.join(loose)}",
            why="a diagnosis that no line points to supports nothing; it may still be reported.",
            diagnoses=loose,
            severity="info",
        )


def _companion(subject: Subject, code: str) -> bool:
    """Whether the code only goes with another one: a status, a cause, a history, a trial."""
    return not may_stand_first(subject, code) or any(begins(subject, code, name) for name in COMPANIONS)


def _line(rule: Rule, subject: Subject, held: ClaimLine) -> Iterator[Outcome]:
    most = subject.tables.policy.number("claim.max_pointers")
    there = LETTERS[: len(subject.claim.diagnoses)]
    letters = held.pointers.upper()
    good = "".join(dict.fromkeys(letter for letter in letters if letter in there))
    if letters and good == letters and len(letters) <= most:
        return
    said = f"{len(letters)} pointers" if len(letters) > most else f"pointers {letters}" if letters else "no pointer"
    kept = good[:most] or there[:1]
    fix = Fix(
        title=f"Point to {kept}",
        only_if=f"{subject.claim.diagnoses[LETTERS.index(kept[0])]} is what the service was for",
        edits=(set_pointers(held, kept),),
    )
    yield rule.finding(
        f"{held.code}: {said}",
        why=f"each line points to one to {most} diagnoses of the claim, each once.",
        lines=[held],
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="Diagnoses and pointers within the form",
    severity="error",
    covers=("DX-34",),
    citation=cite("x12-837p"),
    check=check,
    bad=lambda: claim(line("99214", pointers="ABZ"), dx="E86.0 C18.2"),
    good=lambda: claim(line("99214", pointers="AB"), dx="E86.0 C18.2"),
    reads=("claim.max_diagnoses", "claim.max_pointers", *(f"diagnosis.{name}" for name in COMPANIONS)),
)
