"""A neoplasm stands before the code that says whose or what it complicates.

What it checks
    A malignant neoplasm complicating pregnancy (O9A.1-), and one associated with a transplanted organ (C80.2), stand
    before the code of the neoplasm itself. One of them without a neoplasm, or a complicated solid transplant beside a
    neoplasm without C80.2, is a reminder.

Why it matters
    The guidelines fix the order: the complication of pregnancy first; for a transplanted organ T86.-, then C80.2, then
    the neoplasm. The reversed order hides what the claim is about and is rejected by edits on sequence.

How to fix it
    Move the complication before the neoplasm, and add what is documented and missing.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import begins, codes, moved, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite

_ROWS = {"transplant_neoplasm_prefixes": ("DX-38", "DX-29")}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code after a neoplasm; reminders where one of the codes is missing."""
    held = codes(subject)
    before = those(subject, "before_neoplasm_prefixes")
    neoplasms = [c for c in those(subject, "malignant_prefixes") if c not in before]
    for code in before:
        rows = next((rows for name, rows in _ROWS.items() if begins(subject, code, name)), ("DX-29",))
        early = [c for c in neoplasms if held.index(c) < held.index(code)]
        if early:
            yield rule.finding(
                f"{early[0]} stands before {code}",
                why=f"the guidelines list {code} before the neoplasm it speaks of.",
                diagnoses=[code, early[0]],
                covers=rows,
                fixes=(
                    Fix(
                        title=f"Move {code} before {early[0]}",
                        only_if=f"{early[0]} is the neoplasm that {code} speaks of",
                        edits=(moved(subject.claim, code, held.index(early[0])),),
                    ),
                ),
            )
        elif not neoplasms:
            why = "its note asks for the neoplasm by a code of its own after it."
            yield rule.finding(
                f"{code} without the neoplasm itself", why=why, diagnoses=[code], severity="info", covers=rows
            )
    yield from _transplanted(rule, subject, neoplasms, before)


def _transplanted(rule: Rule, subject: Subject, neoplasms: list[str], before: list[str]) -> Iterator[Outcome]:
    organs = those(subject, "solid_transplant_complications")
    marked = any(begins(subject, code, "transplant_neoplasm_prefixes") for code in before)
    if organs and neoplasms and not marked:
        yield rule.finding(
            f"{organs[0]} and {neoplasms[0]} without C80.2",
            why="a neoplasm of the transplanted organ itself is coded T86.-, C80.2 and the neoplasm, in this order.",
            diagnoses=[organs[0], neoplasms[0]],
            severity="info",
            covers=("DX-38",),
        )


RULE = Rule(
    __name__,
    title="Complication listed before its neoplasm",
    severity="error",
    covers=("DX-38", "DX-29"),
    citation=cite("ocg-neoplasm-sequence"),
    check=check,
    bad=lambda: claim(line("99214"), dx="T86.49 C22.0 C80.2"),
    good=lambda: claim(line("99214"), dx="T86.49 C80.2 C22.0"),
    reads=(
        "diagnosis.before_neoplasm_prefixes",
        "diagnosis.malignant_prefixes",
        "diagnosis.solid_transplant_complications",
        "diagnosis.transplant_neoplasm_prefixes",
    ),
)
