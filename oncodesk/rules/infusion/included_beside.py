"""A supply or small service that drug administration includes is billed beside it.

What it checks
    Starting the line, supplies, syringes and tubing on a date with an infusion, push or injection of a drug.

Why it matters
    They are part of the administration and never paid apart.

How to fix it
    Take the included service off the claim.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each included service; flushes and port draws have rules of their own."""
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        own = policy.codes("infusion.flush_only_codes") | policy.codes("infusion.line_draw_codes")
        included = policy.codes("infusion.included_services") - own
        if not any("pump" in subject.role(held) for held in lines):
            included |= policy.codes("infusion.pump_equipment_codes")
        families = policy.table("infusion.family")
        given = [held.code for held in lines if held.code in families]
        for held in lines if given else ():
            if held.code in policy.codes("infusion.included_unless_distinct") and subject.distinct(held):
                yield rule.resolved([held], by="a distinct service modifier")
            elif held.code in included:
                condition = f"it was needed for {given[0]} only"
                yield rule.finding(
                    f"{held.code} is included in {given[0]}",
                    why="Access, flushes, supplies, tubing and preparation are part of giving a drug.",
                    lines=[held],
                    fixes=(without(held, condition),),
                )


RULE = Rule(
    __name__,
    title="Included in drug administration",
    severity="error",
    covers=("INF-19",),
    citation=cite("ncci-manual-11"),
    check=check,
    bad=lambda: claim(line("96413"), line("36000")),
    good=lambda: claim(line("96413"), line("36415")),
    reads=(
        "infusion.included_services",
        "infusion.included_unless_distinct",
        "infusion.pump_equipment_codes",
        "infusion.family",
    ),
)
