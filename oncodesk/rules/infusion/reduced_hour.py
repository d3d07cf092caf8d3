"""A further hour or a further drug carries the modifier of a reduced service.

What it checks
    52 on the add-on codes that count hours of infusion or further drugs.

Why it matters
    An hour that did not run long enough is not billed at all; the add-ons have no reduced form.

How to fix it
    Take the line off where the time does not reach it; take the modifier off where it does.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier, without

REDUCED = "52"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each such line."""
    for held in subject.lines:
        timed = subject.at(held).policy.codes("infusion.timed_codes")
        procedure = subject.procedure(held)
        if held.code in timed and procedure and procedure.addon_to and REDUCED in held.modifiers:
            whole = "more than half an hour of it ran"
            kept = Fix(title=f"Remove {REDUCED}", only_if=whole, edits=(remove_modifier(held, REDUCED),))
            yield rule.finding(
                f"{held.code} carries {REDUCED}",
                why="An add-on for time is billed once enough of it has run, or not at all.",
                lines=[held],
                fixes=(kept, without(held, "less of it ran", "Take it off")),
            )


RULE = Rule(
    __name__,
    title="Reduced further hour",
    severity="warning",
    covers=("NCI-07",),
    citation=cite("cpt-modifiers"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415", 1, "52")),
    good=lambda: claim(line("96413"), line("96415")),
    reads=("procedures", "infusion.timed_codes"),
    confirm=True,
)
