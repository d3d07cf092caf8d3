"""A drug that is no antineoplastic is billed by the codes for chemotherapy, an antineoplastic or a fluid by the others.

What it checks
    Infusions and pushes of either family against the class of the drugs given, and infusions of drugs where only fluid
    ran; without the visit's facts, against the drugs billed for the date.

Why it matters
    Antiemetics, steroids, leucovorin, iron, growth factors, antibiotics and fluids never take the chemotherapy codes.
    For antibodies outside cancer payers differ: Medicare's contractors may not go by the drug's name alone, and the
    record must show what made it complex.

How to fix it
    Bill the family that the drug belongs to.
"""

from collections.abc import Iterator

from oncodesk.domain.report import Severity
from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared
from oncodesk.rules.infusion.push_or_infusion import infusions, pushes
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Drug, Outcome, Rule, Subject, cite

OTHER = {"chemotherapy": "therapeutic", "therapeutic": "chemotherapy"}
FLUID = "hydration.infusion.initial"
NEOPLASTIC = frozenset({"antineoplastic", "complex_biologic", "hormonal_antineoplastic"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each kind of administration with one family too many and the other too few."""
    c = compared(subject)
    if c is None:
        yield from _by_drugs_billed(rule, subject)
        return
    for family, other in OTHER.items():
        for roles in (infusions, pushes):
            told, due = roles(family), roles(other)
            if c.billed(*told) > c.due(*told) and c.billed(*due) < c.due(*due):
                yield _found(rule, c, family, told, due)
        told = infusions(family)
        if c.billed(*told) > c.due(*told) and c.billed(FLUID) < c.due(FLUID) and not c.unsettled:
            yield _fluid(rule, c, told)


def _fluid(rule: Rule, c: Compared, told: tuple[str, str]) -> Outcome:
    lines, facts = c.billed_lines(*told), [fact for held in c.wanted_lines(FLUID) for fact in held.facts]
    return rule.finding(
        f"{', '.join(held.code for held in lines)}: a fluid ran, which is {c.code(FLUID)}",
        why=c.steps(FLUID),
        lines=lines,
        facts=facts,
        covers=("INF-36", "INF-02"),
        fixes=as_given(c),
    )


def _found(rule: Rule, c: Compared, family: str, told: tuple[str, str], due: tuple[str, str]) -> Outcome:
    if c.unsettled:
        return rule.not_checked(f"how {c.named(c.unsettled)} was given is not settled")
    lines = c.billed_lines(*told)
    facts = {fact for held in c.wanted_lines(*due) for fact in held.facts}
    drugs = [a for a in administrations(c, "iv_infusion", "iv_push") if a.id in facts]
    names = ", ".join(dict.fromkeys(a.name for a in drugs))
    doubtful = all(_doubtful(c, a) for a in drugs)
    row = "INF-20" if doubtful else "INF-21" if family == "chemotherapy" else "INF-02"
    belongs = "do not belong" if family == "chemotherapy" else "belong"
    return rule.finding(
        f"{', '.join(held.code for held in lines)}: {names} {belongs} to the chemotherapy codes",
        why=c.steps(*due),
        lines=lines,
        facts=[a.id for a in drugs],
        severity="warning" if doubtful else "error",
        covers=(row,),
        fixes=as_given(c),
    )


def _doubtful(c: Compared, given: Administration) -> bool:
    """Whether sources differ on the drug: antibodies that are no antineoplastics."""
    drug = c.drug(given)
    antibody = drug is not None and _antibody(drug)
    return c.drug_class(given) == "complex_biologic" or (antibody and c.drug_class(given) == "therapeutic")


def _antibody(drug: Drug) -> bool:
    return drug.generic.split("-")[0].split(" ")[0].endswith("mab")


def _by_drugs_billed(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    roles = {*infusions("chemotherapy"), *pushes("chemotherapy"), "chemotherapy.infusion.hour"}
    for lines in subject.days.values():
        held = [one for one in lines if subject.role(one) in roles and not one.narrative]
        drugs = [drug for one in lines if (drug := subject.drug(one))]
        if not held or not drugs or any(drug.drug_class in NEOPLASTIC or drug.unlisted for drug in drugs):
            continue
        names = sorted({drug.generic for drug in drugs})
        otherwise = any(subject.role(one).startswith(("therapeutic.", "hydration.")) for one in lines)
        if otherwise or any(_antibody(drug) for drug in drugs):
            why = f"Billed are {', '.join(names)}; an antineoplastic that somebody else supplied would explain it."
            yield _none(rule, held, why, "warning")
        else:
            why = f"Billed are {', '.join(names)}, and nothing else of the date bills giving them."
            yield _none(rule, held, why, subject.by_payer())


def _none(rule: Rule, held: list[ClaimLine], why: str, severity: Severity) -> Outcome:
    said = f"{held[0].code}: no drug billed for the date takes the chemotherapy codes"
    return rule.finding(said, why=why, lines=held, severity=severity, covers=("INF-21",))


RULE = Rule(
    __name__,
    title="Chemotherapy codes and other drugs",
    severity="error",
    covers=("INF-21", "INF-20", "INF-02", "INF-36"),
    citation=cite("claims-manual-12-30-5"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        dx="D50.9",
        visit=visit(given("a1", "iron sucrose", at="09:00-10:00"), dx="D50.9", reason="drug_treatment"),
    ),
    good=lambda: claim(
        line("96365"),
        dx="D50.9",
        visit=visit(given("a1", "iron sucrose", at="09:00-10:00"), dx="D50.9", reason="drug_treatment"),
    ),
    reads=("procedures", "drugs"),
)
