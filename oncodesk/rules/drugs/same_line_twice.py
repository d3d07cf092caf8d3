"""A drug stands twice with the same code, NDC and modifiers for a date.

What it checks
    Drug lines of one date that differ in nothing but units, unless one line cannot hold the sum.

Why it matters
    The second is denied as a duplicate, and the limit on units is counted over both.

How to fix it
    Add the units up on one line.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, remove_line, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each group of such lines."""
    for lines in subject.days.values():
        groups: dict[tuple[object, ...], list[ClaimLine]] = {}
        for held in lines:
            if subject.drug(held):
                key = (held.code, tuple(sorted(held.modifiers)), held.ndc.code if held.ndc else None, held.narrative)
                groups.setdefault(key, []).append(held)
        for same in groups.values():
            units = sum(one.units for one in same)
            if len(same) > 1 and units > subject.tables.policy.number("claim.max_units"):
                yield from _continued(rule, subject, same)
            elif len(same) > 1:
                edits = (set_units(same[0], units), *(remove_line(one) for one in same[1:]))
                yield rule.finding(
                    f"{same[0].code} stands {len(same)} times with the same modifiers",
                    why="Lines alike are taken as duplicates.",
                    lines=same,
                    severity=subject.by_payer(),
                    fixes=(Fix(title=f"Bill {units} units once", only_if="all of it was given", edits=edits),),
                )


def _continued(rule: Rule, subject: Subject, same: list[ClaimLine]) -> Iterator[Outcome]:
    """More units than a line holds stand on several: each after the first says that it goes on."""
    goes_on = sorted(subject.at(same[0]).policy.codes("drugs.line_continued_modifier"))
    bare = [one for one in same if not set(goes_on) & set(one.modifiers)]
    if len(bare) > 1 and goes_on:
        edits = tuple(add_modifier(one, goes_on[0]) for one in bare[1:])
        yield rule.finding(
            f"{same[0].code} goes on over {len(same)} lines without {goes_on[0]}",
            why="Units beyond what one line holds go on further lines, each of them marked; alike they are duplicates.",
            lines=bare,
            severity=subject.by_payer(),
            fixes=(Fix(title=f"Add {goes_on[0]}", only_if="all of it was given", edits=edits),),
        )


RULE = Rule(
    __name__,
    title="Drug line twice",
    severity="error",
    covers=("DRG-13",),
    citation=cite("claims-manual-1-120"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 100, "JZ"), line("J9271", 100, "JZ")),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ")),
    reads=("drugs", "claim.max_units", "drugs.line_continued_modifier"),
)
