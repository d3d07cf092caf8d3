"""JW or JZ stands on something that takes neither.

What it checks
    Both modifiers on vaccines, on skin substitutes since they are paid otherwise, and on administrations.

Why it matters
    The modifier says nothing there and may stop the claim.

How to fix it
    Take the modifier off the line.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import NONE_WASTED, WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each exempt code, a warning for each procedure."""
    for held in subject.lines:
        marked = [m for m in held.modifiers if m in {WASTED, NONE_WASTED}]
        exempt = _exempt(subject, held)
        if marked and (exempt or subject.procedure(held)):
            yield rule.finding(
                f"{held.code} takes neither {WASTED} nor {NONE_WASTED}",
                why="The two are for drugs from single-dose containers that are paid separately.",
                lines=[held],
                severity="info" if exempt else "warning",
                fixes=(
                    Fix(
                        title=f"Take {', '.join(marked)} off",
                        only_if="the line bills no drug from a single-dose container",
                        edits=tuple(remove_modifier(held, m) for m in marked),
                    ),
                ),
            )


def _exempt(subject: Subject, held: ClaimLine) -> bool:
    policy = subject.at(held).policy
    prefixes = tuple(policy.codes("drugs.jw_jz_exempt_prefixes"))
    return held.code in policy.codes("drugs.jw_jz_exempt_codes") or bool(prefixes and held.code.startswith(prefixes))


RULE = Rule(
    __name__,
    title="JW or JZ where none is due",
    severity="warning",
    covers=("JW-12",),
    citation=cite("jw-jz-faq"),
    check=check,
    bad=lambda: claim(line("96413", 1, "JZ")),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ")),
    reads=("procedures", "drugs.jw_jz_exempt_codes", "drugs.jw_jz_exempt_prefixes"),
)
