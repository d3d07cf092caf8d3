"""A laboratory test or transfusion stands twice on a date, and nothing says that it was repeated.

What it checks
    A further line of the same laboratory or transfusion code on a date, without a modifier for a repeat or for a
    distinct service.

Why it matters
    It looks like a duplicate and is denied as one.

How to fix it
    Put 91 on a repeated laboratory test and 76 on another service repeated by the same practitioner, or take the line
    off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, without

KINDS = {"laboratory": "91", "transfusion": "76"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each further line that nothing sets apart."""
    for lines in subject.days.values():
        seen: set[str] = set()
        for held in lines:
            if subject.kind(held) in KINDS:
                if held.code in seen and not _marked(subject, held):
                    yield _found(rule, subject, held)
                seen.add(held.code)


def _marked(subject: Subject, held: ClaimLine) -> bool:
    policy = subject.at(held).policy
    sides = policy.codes("claim.anatomic_modifiers")
    return subject.distinct(held) or bool({*policy.table("claim.repeat_modifiers"), *sides} & set(held.modifiers))


def _found(rule: Rule, subject: Subject, held: ClaimLine) -> Outcome:
    mark = KINDS[subject.kind(held)]
    again = Fix(title=f"Add {mark}", only_if="it was done a second time", edits=(add_modifier(held, mark),))
    off = without(held, "it was done once", "Take it off")
    return rule.finding(
        f"{held.code} again on {subject.day(held)}",
        why="Nothing marks it as repeated.",
        lines=[held],
        fixes=(off, again),
    )


RULE = Rule(
    __name__,
    title="Repeat without its modifier",
    severity="warning",
    covers=("NCI-05",),
    citation=cite("cpt-modifiers"),
    check=check,
    bad=lambda: claim(line("85025"), line("85025"), dx="D70.1 C18.2 T45.1X5A"),
    good=lambda: claim(line("85025"), line("85025", 1, "91"), dx="D70.1 C18.2 T45.1X5A"),
    reads=("procedures", "claim.repeat_modifiers", "claim.anatomic_modifiers"),
)
