"""A metastasis stands without its primary.

What it checks
    A secondary neoplasm stands with its primary, with the history of the primary, or with the code that says the
    primary is not known.

Why it matters
    A metastasis is coded with where it came from; alone it is incomplete and drives requests for records.

How to fix it
    Add the primary, its history where it was eradicated, or the code for an unknown primary.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import added, those
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where nothing says where the metastasis came from."""
    secondary = those(subject, "secondary_prefixes")
    others = [c for c in those(subject, "malignant_prefixes") if c not in secondary]
    if not secondary or others or those(subject, "past_neoplasm_prefixes"):
        return
    fixes = tuple(
        Fix(title=f"Add {code}", only_if="the primary cannot be found", edits=(added(code),))
        for code in sorted(subject.tables.policy.codes("diagnosis.unknown_primary"))
        if not subject.tables.excludes1(code, secondary[0])
    )
    yield rule.finding(
        f"{secondary[0]} without a primary",
        why="neither a primary, nor its history, nor an unknown primary is coded.",
        diagnoses=secondary,
        fixes=fixes,
    )


RULE = Rule(
    __name__,
    title="Metastasis without its primary",
    severity="warning",
    covers=("DX-19",),
    citation=cite("ocg-neoplasms"),
    check=check,
    bad=lambda: claim(line("99214"), dx="C79.51"),
    good=lambda: claim(line("99214"), dx="C79.51 Z85.3"),
    reads=("diagnosis.secondary_prefixes", "diagnosis.malignant_prefixes", "diagnosis.unknown_primary"),
)
