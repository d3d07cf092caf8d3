"""A red-cell agent does not say how it was given.

What it checks
    JA (vein) or JB (under the skin) on each line of an agent for use outside dialysis.

Why it matters
    Medicare's contractors ask for it and may return the line.

How to fix it
    Add the modifier of the route.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite
from oncodesk.rules.support.anemia import agent_lines


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each line with neither, for Medicare."""
    for held in agent_lines(subject):
        routes = subject.at(held).policy.table("drugs.esa_route_modifiers")
        if not subject.medicare or set(routes) & set(held.modifiers):
            continue
        yield rule.finding(
            f"{held.code} does not say how it was given",
            why=f"Contractors ask for {' or '.join(sorted(routes))}.",
            lines=[held],
            fixes=tuple(
                Fix(
                    title=f"Add {m}",
                    only_if=f"it was given {'into a vein' if how == 'iv' else 'under the skin'}",
                    edits=(add_modifier(held, m),),
                )
                for m, how in sorted(routes.items())
            ),
        )


RULE = Rule(
    __name__,
    title="Route of the anemia drug",
    severity="warning",
    covers=("SUP-02",),
    citation=cite("claims-manual-17-80-12"),
    check=check,
    bad=lambda: claim(line("96372"), line("J0881", 200, "EA", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 9.2}),
    good=lambda: claim(line("96372"), line("J0881", 200, "EA", "JB", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 9.2}),
    reads=("drugs.esa_codes", "drugs.esa_route_modifiers"),
)
_DX = "D64.81 C34.11 T45.1X5A Z79.899"
