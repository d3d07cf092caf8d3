"""A modifier of visits stands on another service, or 59 on a visit.

What it checks
    24, 25 and 57 stand only on visits; 59 and its X forms only on services that are not visits.

Why it matters
    The modifier says something that cannot be true of that service; the line is denied or its payment taken back.

How to fix it
    Take the modifier off; a visit that was separate from treatment takes 25.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each modifier out of place."""
    for held in subject.lines:
        policy = subject.at(held).policy
        visit = held.code in policy.codes("evaluation.evaluation_codes")
        wrong = subject.distinct_modifiers if visit else policy.codes("evaluation.evaluation_modifiers")
        for modifier in (m for m in held.modifiers if m in wrong):
            what = (
                "a visit, which 59 and its X forms cannot set apart" if visit else "no visit, and only visits take it"
            )
            off = Fix(
                title=f"Remove {modifier}",
                only_if="the modifier was put on the wrong line",
                edits=(remove_modifier(held, modifier),),
            )
            yield rule.finding(
                f"{held.code} cannot carry {modifier}",
                why=f"{held.code} is {what}.",
                lines=[held],
                fixes=(*((_separate(held, modifier),) if visit and "25" not in held.modifiers else ()), off),
            )


def _separate(held: ClaimLine, modifier: str) -> Fix:
    return Fix(
        title=f"Change {modifier} to 25",
        only_if="the note shows a visit beyond the check before what else was done that day",
        edits=(remove_modifier(held, modifier), add_modifier(held, "25")),
    )


RULE = Rule(
    __name__,
    title="Visit modifier misplaced",
    severity="error",
    covers=("NCI-04",),
    citation=cite("cpt-modifiers"),
    check=check,
    bad=lambda: claim(line("96413", 1, "25")),
    good=lambda: claim(line("96413"), line("99214", 1, "25")),
    reads=("evaluation.evaluation_codes", "evaluation.evaluation_modifiers", "claim.distinct_service_modifiers"),
)
