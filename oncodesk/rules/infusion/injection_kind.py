"""An injection is billed by the code of another kind of drug.

What it checks
    Injections against the drug: hormones against cancer, other antineoplastics and complex biologics, and all other
    drugs each have a code of their own; an implant of goserelin is no hormone pellet.

Why it matters
    The wrong one is denied or paid at the wrong rate.

How to fix it
    Bill the code that belongs to the drug.
"""

from collections.abc import Iterator

from oncodesk.domain.icd import dotless
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, set_code

ROWS = {
    "chemotherapy.injection.hormonal": "INF-22",
    "chemotherapy.injection": "INF-23",
    "therapeutic.injection": "INF-21",
}
PELLET = "therapeutic.hormone_pellet"
ROLES = (*ROWS, PELLET)
WANTED = {
    "hormonal_antineoplastic": "chemotherapy.injection.hormonal",
    "antineoplastic": "chemotherapy.injection",
    "complex_biologic": "chemotherapy.injection",
    "therapeutic": "therapeutic.injection",
}
INJECTED = frozenset({"subcutaneous", "intramuscular", "implant"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each kind of injection that is missing while another is billed too often."""
    c = compared(subject)
    if c is None:
        yield from _by_drugs_billed(rule, subject)
        return
    extra = [role for role in ROLES if c.billed(role) > c.due(role)]
    for role in ROWS:
        if extra and c.billed(role) < c.due(role):
            yield _by_facts(rule, c, role, extra)


def _by_facts(rule: Rule, c: Compared, role: str, extra: list[str]) -> Outcome:
    if c.unsettled:
        return rule.not_checked(f"how {c.named(c.unsettled)} was given is not settled")
    lines = c.billed_lines(*extra)
    return rule.finding(
        f"{', '.join(held.code for held in lines)}: the facts give {c.code(role)}",
        why=c.steps(role),
        lines=lines,
        covers=(ROWS[role],),
        fixes=as_given(c),
    )


def _by_drugs_billed(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Without facts: every drug of the date that only an injection can give, and one injection code beside it."""
    for lines in subject.days.values():
        billed = [held for held in lines if subject.role(held) in ROLES]
        drugs = [(held, drug) for held in lines if (drug := subject.drug(held)) and set(drug.routes) & INJECTED]
        wanted = {_wanted(subject, held) for held, drug in drugs if set(drug.routes) <= INJECTED}
        possible = {_wanted(subject, held) for held, _ in drugs}
        if len(billed) == 1 and len(wanted) == 1 and possible == wanted and not drugs[0][1].unlisted:
            role = wanted.pop()
            right = subject.at(billed[0]).role(role)
            if right and right.code != billed[0].code:
                yield _by_line(rule, billed[0], drugs[0][1].generic, right.code, ROWS[role])


def _wanted(subject: Subject, held: ClaimLine) -> str:
    drug = subject.drug(held)
    role = WANTED.get(drug.drug_class if drug else "", "therapeutic.injection")
    prefixes = tuple(subject.at(held).policy.codes("diagnosis.neoplasm_prefixes"))
    cancer = any(dotless(code).startswith((*prefixes, "Z85", "Z51")) for code in subject.claim.diagnoses)
    return role if cancer or role != "chemotherapy.injection.hormonal" else "therapeutic.injection"


def _by_line(rule: Rule, held: ClaimLine, name: str, code: str, row: str) -> Outcome:
    fix = Fix(title=f"Bill {code}", only_if=f"{name} was what was injected", edits=(set_code(held, code),))
    return rule.finding(
        f"{held.code}: {name} is injected by {code}",
        why=f"{name} is the only drug of the date that is given by injection.",
        lines=[held],
        covers=(row,),
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="Injection code by kind of drug",
    severity="error",
    covers=("INF-22", "INF-23", "INF-21"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96372"), dx="C61", visit=visit(given("a1", "goserelin", "implant", at="10:00"), dx="C61")),
    good=lambda: claim(line("96402"), line("J9202", 3, "JZ"), dx="C61"),
    reads=("procedures", "drugs", "diagnosis.neoplasm_prefixes"),
)
