"""A drug that ran no longer than a push is billed as an infusion, or the other way round.

What it checks
    Infusions and pushes of each family, by vein, against what the running times of the visit give: up to 15 minutes is
    a push, 16 minutes the first infusion, and what was documented as a push stays one however long it took.

Why it matters
    The running time has to support the code; an infusion code without it is taken back at audit.

How to fix it
    Bill the push, or record the running time that makes it an infusion.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, minutes_of
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

FAMILIES = ("chemotherapy", "therapeutic")


def infusions(family: str) -> tuple[str, str]:
    """Roles of the infusions of a family that count a drug, not an hour."""
    return f"{family}.infusion.initial", f"{family}.infusion.sequential"


def pushes(family: str) -> tuple[str, str]:
    """Roles of the pushes of a family."""
    return f"{family}.push.initial", f"{family}.push.additional"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each family with one kind too many and the other too few."""
    c = compared(subject)
    for family in FAMILIES if c else ():
        assert c
        for told, due in ((infusions(family), pushes(family)), (pushes(family), infusions(family))):
            if c.billed(*told) > c.due(*told) and c.billed(*due) < c.due(*due):
                yield _found(rule, c, family, told, due)


def _found(rule: Rule, c: Compared, family: str, told: tuple[str, str], due: tuple[str, str]) -> Outcome:
    if c.unsettled:
        return rule.not_checked(f"how {c.named(c.unsettled)} was given is not settled")
    kind = told[0].split(".")[1]
    right = "push" if kind == "infusion" else "infusion"
    short = [a for a in administrations(c, "iv_infusion", "iv_push") if _fits(c, a, family, right)]
    names = ", ".join(dict.fromkeys(a.name for a in short))
    lines = c.billed_lines(*told)
    iron = c.tables.policy.codes("drugs.iron_codes") | c.tables.policy.codes("drugs.bisphosphonate_codes")
    usual = any((drug := c.drug(a)) and drug.code in iron for a in short)
    return rule.finding(
        f"{', '.join(line.code for line in lines)}: {names or 'a drug'} was given by {right}, not by {kind}",
        why=c.steps(*due),
        lines=lines,
        facts=[a.id for a in short],
        covers=("INF-04", "INF-26") if usual else ("INF-04",),
        fixes=as_given(c),
    )


def _fits(c: Compared, given: Administration, family: str, right: str) -> bool:
    if c.chemotherapy(given) != (family == "chemotherapy") or c.drug_class(given) in {None, "hydration"}:
        return False
    minutes = minutes_of(c.visit, given)
    short = minutes is not None and minutes <= c.tables.policy.number("infusion.push_limit_minutes")
    return (short or given.route == "iv_push") == (right == "push")


RULE = Rule(
    __name__,
    title="Push or infusion by the clock",
    severity="error",
    covers=("INF-04", "INF-26"),
    citation=cite("claims-manual-12-30-5"),
    check=check,
    bad=lambda: claim(
        line("96365"),
        dx="D50.9",
        visit=visit(given("a1", "ferumoxytol", at="10:00-10:15"), dx="D50.9", reason="drug_treatment"),
    ),
    good=lambda: claim(
        line("96365"),
        dx="D50.9",
        visit=visit(given("a1", "ferumoxytol", at="10:00-10:16"), dx="D50.9", reason="drug_treatment"),
    ),
    reads=("procedures", "infusion.push_limit_minutes", "drugs.iron_codes", "drugs.bisphosphonate_codes"),
)
