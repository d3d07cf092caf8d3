"""A modifier that only facilities use stands in an office.

What it checks
    73 and 74 stand on no line whose place of service is an office.

Why it matters
    They say that a hospital or surgery center stopped a procedure. An office says so with 53, or 52 where the service
    was reduced.

How to fix it
    Take the modifier off and use 53 where the procedure was begun and stopped.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for held in subject.lines:
        policy = subject.at(held).policy
        if subject.place(held) in policy.codes("claim.facility_places"):
            continue
        for modifier in sorted(policy.codes("claim.facility_modifiers") & set(held.modifiers)):
            edits = (remove_modifier(held, modifier), add_modifier(held, "53"))
            only_if = "the procedure was begun and stopped for the patient's safety"
            yield rule.finding(
                f"{held.code} carries {modifier} in place of service {subject.place(held)}",
                why=f"{modifier} belongs to hospitals and surgery centers.",
                lines=[held],
                fixes=(Fix(title=f"Use 53 instead of {modifier}", only_if=only_if, edits=edits),),
            )


RULE = Rule(
    __name__,
    title="Facility's modifier in an office",
    severity="error",
    covers=("NCI-07",),
    citation=cite("cpt-modifiers"),
    check=check,
    bad=lambda: claim(line("38222", 1, "73"), dx="C90.00"),
    good=lambda: claim(line("38222", 1, "53"), dx="C90.00"),
    reads=("claim.facility_modifiers", "claim.facility_places"),
)
