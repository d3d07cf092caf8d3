"""Modifiers about the notice of non-coverage contradict one another.

What it checks
    No line carries two of GA, GX, GY and GZ that exclude each other.

Why it matters
    One says that a signed notice is on file, another that there is none: Medicare rejects the line or holds the
    practice liable.

How to fix it
    Keep the one that the file supports.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each contradicting pair of a line."""
    for held in subject.lines:
        found = subject.at(held).policy.get("claim.abn_conflicts")
        pairs = [pair for pair in found.value if set(pair) <= set(held.modifiers)] if found else []
        signed = subject.claim.facts.abn and subject.claim.facts.abn.signed_on
        for one, other in pairs:
            keep, drop = (one, other) if signed or "GA" not in (one, other) else (other, one)
            only_if = f"{keep} is what the file supports"
            yield rule.finding(
                f"{held.code} carries {one} and {other}",
                why=f"{one} and {other} cannot both be true of one line.",
                lines=[held],
                fixes=(Fix(title=f"Keep {keep}", only_if=only_if, edits=(remove_modifier(held, drop),)),),
            )


RULE = Rule(
    __name__,
    title="Notice modifiers contradict",
    severity="warning",
    covers=("NCI-11",),
    citation=cite("claims-manual-30-50"),
    check=check,
    bad=lambda: claim(line("85025", 1, "GA", "GZ"), dx="C18.2"),
    good=lambda: claim(line("85025", 1, "GA"), dx="C18.2"),
    reads=("claim.abn_conflicts",),
)
