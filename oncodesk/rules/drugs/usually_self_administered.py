"""A drug that patients usually give themselves is billed to Medicare.

What it checks
    Drug codes that Medicare's contractors list as usually self-administered. A line that carries a modifier for a drug
    known not to be covered is left alone. The lists differ by contractor: those on all of them are checked, and the
    list of your region may hold more.

Why it matters
    Medicare pays a practice only for drugs that patients do not usually give themselves; neither the drug nor its
    injection is paid.

How to fix it
    Look at your contractor's list. Where it holds the drug, tell the patient, and put GY on the line where a denial is
    wanted for another payer.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_modifier, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each such line."""
    for held in subject.lines if subject.medicare else ():
        policy = subject.at(held).policy
        if held.code not in policy.codes("drugs.usually_self_administered"):
            continue
        if known := policy.codes("drugs.excluded_drug_modifiers") & set(held.modifiers):
            yield rule.resolved([held], by=" ".join(sorted(known)))
            continue
        only_if = "a denial is wanted, and your contractor's list holds the drug"
        yield rule.finding(
            f"{held.code} is a drug that patients usually give themselves",
            why="Medicare's contractors list it as self-administered and pay neither the drug nor its injection.",
            lines=[held],
            fixes=(Fix(title="Add GY", only_if=only_if, edits=(add_modifier(held, "GY"),)),),
        )


RULE = Rule(
    __name__,
    title="Usually given by the patient",
    severity="warning",
    covers=("DRG-19",),
    citation=cite("self-administered-lists"),
    check=check,
    bad=lambda: claim(line("96402"), line("J9218"), dx="C61"),
    good=lambda: claim(line("96402"), line("J9217", 1, "JZ"), dx="C61"),
    reads=("drugs.usually_self_administered", "drugs.excluded_drug_modifiers"),
)
