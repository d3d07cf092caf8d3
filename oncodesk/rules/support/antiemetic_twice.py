"""An antiemetic by mouth is billed beside one by vein.

What it checks
    Antiemetics by mouth, as Medicare covers them around chemotherapy, with a serotonin blocker by vein on one date.

Why it matters
    By mouth they are covered only as a full substitute for the vein's.

How to fix it
    Bill one of the two to Medicare.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each date with both, for Medicare."""
    for day, lines in subject.days.items() if subject.medicare else ():
        policy = subject.tables.at(day).policy
        mouth = [one for one in lines if one.code in policy.codes("drugs.oral_antiemetic_codes")]
        vein = [one for one in lines if one.code in policy.codes("drugs.iv_antiemetic_codes")]
        if mouth and vein:
            fix = Fix(
                title="Take the one by mouth off",
                only_if="it did not stand in for the whole of the drug by vein",
                edits=tuple(remove_line(one) for one in mouth),
            )
            yield rule.finding(
                f"{mouth[0].code} by mouth beside {vein[0].code} by vein",
                why="By mouth it is covered only as a full substitute, for 48 hours.",
                lines=[*mouth, *vein],
                fixes=(fix,),
            )


RULE = Rule(
    __name__,
    title="Antiemetic by mouth and by vein",
    severity="warning",
    covers=("SUP-11",),
    citation=cite("benefit-manual-15-50-5"),
    check=check,
    bad=lambda: claim(line("96413"), line("96375"), line("J2405", 8, "JZ"), line("Q0162", 8)),
    good=lambda: claim(line("96413"), line("96375"), line("J2405", 8, "JZ")),
    reads=("drugs.oral_antiemetic_codes", "drugs.iv_antiemetic_codes"),
)
