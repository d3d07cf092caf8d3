"""A red-cell agent does not say why it is given, says it twice, or names a reason that is not covered.

What it checks
    Exactly one of EA (chemotherapy), EB (radiotherapy), EC (neither) on each line of an agent for use outside dialysis.

Why it matters
    Medicare returns a line without one, and denies the one for radiotherapy.

How to fix it
    Add the modifier of the documented cause of the anemia.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite, remove_modifier
from oncodesk.rules.support.anemia import agent_lines


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line with none, with more than one, or with the one that is denied."""
    for held in agent_lines(subject):
        policy = subject.at(held).policy
        reasons = policy.table("drugs.esa_modifiers")
        denied = policy.codes("drugs.esa_modifiers_denied")
        said = [m for m in held.modifiers if m in reasons]
        if not reasons or (len(said) == 1 and said[0] not in denied):
            continue
        if not said:
            fixes = tuple(
                Fix(title=f"Add {m}", only_if=_because(why), edits=(add_modifier(held, m),))
                for m, why in sorted(reasons.items())
                if m not in denied
            )
            message = f"{held.code} says nothing about the cause of the anemia"
        elif len(said) > 1:
            fixes = tuple(
                Fix(
                    title=f"Keep {keep}",
                    only_if=_because(reasons[keep]),
                    edits=tuple(remove_modifier(held, m) for m in said if m != keep),
                )
                for keep in said
                if keep not in denied
            )
            message = f"{held.code} names more than one cause of the anemia: {', '.join(said)}"
        else:
            fixes, message = (), f"{held.code}: {said[0]} is not covered"
        yield rule.finding(
            message,
            why=f"Exactly one of {', '.join(sorted(reasons))} is required; {', '.join(sorted(denied))} is denied.",
            lines=[held],
            severity=subject.by_payer(),
            fixes=fixes,
        )


def _because(why: str) -> str:
    if why == "neither":
        return "neither chemotherapy nor radiotherapy caused the anemia"
    return f"{'radiotherapy' if why == 'radiation' else why} caused the anemia"


RULE = Rule(
    __name__,
    title="Cause of the anemia",
    severity="error",
    covers=("SUP-01",),
    citation=cite("claims-manual-17-80-12"),
    check=check,
    bad=lambda: claim(line("96372"), line("J0881", 200, "JB", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 9.2}),
    good=lambda: claim(line("96372"), line("J0881", 200, "EA", "JB", "JZ"), dx=_DX, facts={"hemoglobin_g_dl": 9.2}),
    reads=("drugs.esa_codes", "drugs.esa_modifiers", "drugs.esa_modifiers_denied"),
)
_DX = "D64.81 C34.11 T45.1X5A Z79.899"
