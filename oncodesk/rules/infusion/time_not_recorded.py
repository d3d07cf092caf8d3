"""An infusion has no start or no stop.

What it checks
    Infusions of the visit whose running time neither a clock, nor stated minutes, nor rate with volume give.

Why it matters
    Without a time no infusion code is supported. The pharmacy's list and the order do not tell how long it ran.

How to fix it
    Enter the stop that the nurse recorded, or rate and volume from the nursing notes; never the ordered time.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared, minutes_of
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

TIMED = ("iv_infusion", "intra_arterial_infusion")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each infusion without a running time."""
    c = compared(subject)
    if c is None:
        return
    timed = c.tables.policy.codes("infusion.timed_codes")
    slow = bool(c.billed("therapeutic.subcutaneous_infusion.initial"))
    for a in administrations(c, *TIMED, *(("subcutaneous",) if slow else ())):
        excluded = a.purpose in c.tables.policy.codes("infusion.hydration_purposes_excluded")
        untimed = any(drug.kind for drug in c.tables.drugs_named(a.name))
        if minutes_of(c.visit, a) is not None or (a.rate and a.volume) or excluded or untimed:
            continue
        lines = [held for held in c.lines if held.code in timed and (not held.facts or a.id in held.facts)]
        alone = len(list(administrations(c, *TIMED))) == 1
        yield rule.finding(
            f"{a.name}: {'stop' if a.start else 'start and stop'} not recorded",
            why="An infusion without both cannot support any time; a calculated stop needs rate and volume.",
            lines=lines if alone else (),
            facts=[a.id],
        )


RULE = Rule(
    __name__,
    title="Infusion without start and stop",
    severity="warning",
    covers=("INF-14",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96413"), visit=visit(given("a1", "docetaxel", at="11:00"))),
    good=lambda: claim(line("96413"), visit=visit(given("a1", "docetaxel", at="11:00-12:00"))),
    reads=("infusion.timed_codes", "infusion.hydration_purposes_excluded"),
)
