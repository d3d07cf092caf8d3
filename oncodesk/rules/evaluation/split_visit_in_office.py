"""A visit in an office is marked as split between physician and practitioner.

What it checks
    FS stands only where the place of service is a hospital.

Why it matters
    Split or shared billing is for facilities. In an office the visit is incident to the physician, or the
    practitioner's own.

How to fix it
    Take FS off and bill under whoever may: the physician where incident-to holds, else the practitioner.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line."""
    for billed in subject.lines:
        policy = subject.at(billed).policy
        marks = policy.codes("evaluation.split_shared_modifier") & set(billed.modifiers)
        if marks and subject.place(billed) not in policy.codes("evaluation.split_shared_places"):
            (mark,) = marks
            only_if = "the visit is billed under whoever may bill it alone"
            yield rule.finding(
                f"{billed.code}-{mark} in place of service {subject.place(billed)}",
                why="Split or shared visits are for hospital places of service only.",
                lines=[billed],
                fixes=(Fix(title=f"Remove {mark}", only_if=only_if, edits=(remove_modifier(billed, mark),)),),
            )


RULE = Rule(
    __name__,
    title="Split visit in an office",
    severity="error",
    covers=("EM-12",),
    citation=cite("claims-manual-12-30-6-18"),
    check=check,
    bad=lambda: claim(line("99214", 1, "FS"), dx="C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2"),
    reads=("evaluation.split_shared_modifier", "evaluation.split_shared_places"),
)
