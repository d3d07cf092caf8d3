"""The code for pushing the same drug again is billed in an office.

What it checks
    The repeated-push code at a place of service that is no facility.

Why it matters
    It is a facility's code. In an office a repeated push of the same drug has no code.

How to fix it
    Take the repeated push off the claim.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each repeated push outside a facility."""
    for held in subject.lines:
        if subject.role(held) == "therapeutic.push.repeat" and subject.in_office(held):
            condition = "it was the same drug pushed again"
            yield rule.finding(
                f"{held.code} is a facility's code",
                why=f"Place of service {subject.place(held)}: a repeated push of the same drug has no code.",
                lines=[held],
                fixes=(without(held, condition),),
            )


RULE = Rule(
    __name__,
    title="Repeated push in an office",
    severity="error",
    covers=("INF-09",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96374"), line("96376"), dx="R11.2 C18.2"),
    good=lambda: claim(line("96374"), line("96375"), dx="R11.2 C18.2"),
    reads=("procedures",),
)
