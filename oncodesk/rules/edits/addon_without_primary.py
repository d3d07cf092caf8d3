"""An add-on code stands without any service it can be added to.

What it checks
    Every add-on code of the claim has one of its primary services on the same date, in the procedure table that ships.

Why it matters
    An add-on is never paid alone: the primary must be on the claim, by the same provider, for the same date.

How to fix it
    Bill the primary that was done, or take the add-on off.
"""

from collections.abc import Iterator

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.rules.edits.table_reading import add_ons
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each add-on without a primary of its date; chains of add-ons count by their own primaries."""
    for day, lines in subject.days.items():
        here = {held.code for held in lines}
        billed = {h.code for h in subject.claim.history if h.date_of_service == day}
        for held in lines:
            procedure = subject.procedure(held)
            if procedure and procedure.addon_to and not set(procedure.addon_to) & (here | billed):
                yield _finding(rule, subject, held, procedure.addon_to)


def _finding(rule: Rule, subject: Subject, held: ClaimLine, primaries: tuple[str, ...]) -> Outcome:
    only_if = "none of its primary services was done"
    table = add_ons(subject, subject.day(held))
    here = {line.code for line in subject.days[subject.day(held)]}
    rows = () if isinstance(table, NotLoaded) else table
    listed = sorted({row.primary for row in rows if row.add_on == held.code and row.primary in here and row.primary})
    both = f" CMS's add-on table lists {', '.join(listed)}, which is billed: the two disagree." if listed else ""
    motion = ("RAD-43",) if subject.role(held) == "radiation.simulation.motion" else ()
    return rule.finding(
        f"{held.code} stands without its primary service",
        why=f"It is added to {', '.join(primaries)}; none of them is billed for {subject.day(held)}.{both}",
        lines=[held],
        covers=("INF-38", "NCI-09", *motion),
        fixes=(without(held, only_if),),
    )


RULE = Rule(
    __name__,
    title="Add-on without its primary",
    severity="error",
    covers=("INF-38", "NCI-09", "RAD-43"),
    citation=cite("ncci-addon"),
    check=check,
    bad=lambda: claim(line("96415", 2)),
    good=lambda: claim(line("96413"), line("96415", 2)),
    reads=("procedures", "addon"),
)
