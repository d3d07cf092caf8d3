"""A payer that may follow Medicare gets a single-dose drug without JW or JZ.

What it checks
    Single-dose drugs without either modifier, for payers of which many took over Medicare's rule.

Why it matters
    Some deny the line; the payer's own policy decides.

How to fix it
    Look up the payer's policy; add JZ where nothing was discarded, or a line with JW.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import billed_drugs, single_dose
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each drug known to come from single-dose containers."""
    payer = subject.claim.payer
    for billed in billed_drugs(subject):
        policy = subject.tables.at(billed.day).policy
        asked = policy.codes("drugs.waste_modifiers")
        follower = payer is not None and payer.kind in policy.codes("drugs.waste_modifier_followers")
        if not follower or billed.drug.code in policy.codes("drugs.jw_jz_exempt_codes"):
            continue
        if any(asked & set(one.modifiers) for one in billed.lines):
            continue
        if single_dose(subject, billed.lines[0]):
            fix = Fix(title="Add JZ", only_if="nothing was discarded", edits=(add_modifier(billed.lines[0], "JZ"),))
            yield rule.finding(
                f"{billed.drug.code} says nothing about waste",
                why="Many payers of this kind want JW or JZ as Medicare does; this payer's policy is not on file.",
                lines=billed.lines[:1],
                fixes=(fix,) if billed.may_be_none_wasted else (),
            )


RULE = Rule(
    __name__,
    title="JW or JZ for other payers",
    severity="warning",
    covers=("JW-14",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200), payer={"kind": "commercial", "name": "Example Health"}),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), payer={"kind": "commercial", "name": "Example Health"}),
    reads=("drugs", "drugs.waste_modifiers", "drugs.waste_modifier_followers", "drugs.jw_jz_exempt_codes"),
)
