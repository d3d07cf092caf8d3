"""A diagnosis is listed twice.

What it checks
    No diagnosis stands more than once on the claim.

Why it matters
    A repeated code is rejected by the payer's first edits and takes one of twelve places.

How to fix it
    Take the second one off; lines that pointed to it point to the first.
"""

from collections.abc import Iterator

from oncodesk.domain.claim import LETTERS
from oncodesk.domain.icd import dotted
from oncodesk.rules.diagnosis.reading import codes
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Claim, Edit, Fix, Outcome, Rule, Subject, cite, set_pointers


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code that stands again."""
    held = codes(subject)
    for code in dict.fromkeys(c for c in held if held.count(c) > 1):
        edits = _edits(subject.claim, code)
        yield rule.finding(
            f"{code} is listed {held.count(code)} times",
            why="a diagnosis stands once on a claim.",
            diagnoses=[code],
            fixes=(Fix(title="List it once", only_if="both mean the same condition", edits=edits),) if edits else (),
        )


def _edits(claim_: Claim, code: str) -> tuple[Edit, ...]:
    """Removes the later ones where all are written alike, and lets every line point to the first."""
    places = [n for n, held in enumerate(claim_.diagnoses) if dotted(held) == code]
    if len({claim_.diagnoses[n] for n in places}) > 1:
        return ()
    gone = [Edit(op="remove_diagnosis", diagnosis=claim_.diagnoses[places[0]]) for _ in places[1:]]
    kept = [n for n in range(len(claim_.diagnoses)) if n not in places[1:]]
    new = {LETTERS[n]: LETTERS[kept.index(places[0] if n in places else n)] for n in range(len(claim_.diagnoses[:12]))}
    again = [
        set_pointers(x, "".join(dict.fromkeys(new[letter] for letter in x.pointers.upper() if letter in new)))
        for x in claim_.lines
    ]
    return (*gone, *again)


RULE = Rule(
    __name__,
    title="Diagnosis listed twice",
    severity="error",
    covers=("DX-36",),
    citation=cite("x12-837p"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C18.2 E86.0 C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2 E86.0"),
)
