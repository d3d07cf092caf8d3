"""The primary is coded as unknown beside a known one.

What it checks
    The code for a primary of unknown site does not stand beside a malignant neoplasm whose site of origin is known.

Why it matters
    The two contradict each other: the code may be used only when no primary can be found.

How to fix it
    Take the code for the unknown primary off, unless the metastasis is documented as coming from another tumor.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import primaries, removed, stays_pointed, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where both stand on the claim."""
    known = primaries(subject)
    for code in those(subject, "unknown_primary") if known else ():
        fix = Fix(
            title=f"Remove {code}",
            only_if=f"{known[0]} is the primary",
            edits=(removed(subject.claim, code),),
        )
        yield rule.finding(
            f"{code} stands beside {known[0]}",
            why=f"{code} says that the primary is not known; {known[0]} names one.",
            diagnoses=[code, known[0]],
            fixes=(fix,) if stays_pointed(subject.claim, code) else (),
        )


RULE = Rule(
    __name__,
    title="Unknown primary beside a known one",
    severity="error",
    covers=("DX-19",),
    citation=cite("ocg-neoplasms"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C79.51 C50.411 C80.1"),
    good=lambda: claim(line("99214"), dx="C79.51 C80.1"),
    reads=("diagnosis.unknown_primary", "diagnosis.malignant_prefixes", "diagnosis.secondary_prefixes"),
)
