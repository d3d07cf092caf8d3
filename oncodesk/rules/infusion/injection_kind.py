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
from oncodesk.rules.kit import ClaimLine, Drug, Fix, Outcome, Rule, Subject, cite, set_code

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
DIFFER = "; payers differ on it, and the record must show what made it complex."
ANTINEOPLASTIC = frozenset({"chemotherapy.injection", "chemotherapy.injection.hormonal"})
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
    facts = {fact for held in c.wanted_lines(role) for fact in held.facts}
    drugs = [c.drug(a) for a in c.visit.administrations if a.id in facts]
    doubtful = bool(drugs) and all(drug is not None and _doubtful(drug) for drug in drugs)
    return rule.finding(
        f"{', '.join(held.code for held in lines)}: the facts give {c.code(role)}",
        why=f"{c.steps(role)}{DIFFER if doubtful else ''}",
        lines=lines,
        severity="warning" if doubtful else "error",
        covers=("INF-20",) if doubtful else (ROWS[role],),
        fixes=as_given(c),
    )


def _doubtful(drug: Drug) -> bool:
    """Whether payers differ on the drug: antibodies and other complex biologics that are no antineoplastics."""
    antibody = drug.generic.split("-")[0].split(" ")[0].endswith("mab")
    return drug.drug_class == "complex_biologic" or (antibody and drug.drug_class == "therapeutic")


def _by_drugs_billed(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Without facts: every drug of the date that only an injection can give, and one injection code beside it."""
    for lines in subject.days.values():
        billed = [held for held in lines if subject.role(held) in ROLES]
        drugs = [(held, drug) for held in lines if (drug := subject.drug(held)) and set(drug.routes) & INJECTED]
        wanted = {_wanted(subject, held) for held, drug in drugs if set(drug.routes) <= INJECTED}
        possible = {_wanted(subject, held) for held, _ in drugs}
        if not wanted and possible <= ANTINEOPLASTIC and _only_injected(subject, lines):
            wanted = possible
        if len(billed) == 1 and len(wanted) == 1 and possible == wanted and not drugs[0][1].unlisted:
            role = wanted.pop()
            right = subject.at(billed[0]).role(role)
            if right and right.code != billed[0].code:
                yield _by_line(rule, billed[0], drugs[0][1], right.code, ROWS[role])
        elif _no_antineoplastic(subject, billed, [drug for _, drug in drugs]):
            yield _none(rule, subject, billed[0], lines)


def _only_injected(subject: Subject, lines: tuple[ClaimLine, ...]) -> bool:
    """Whether a neoplasm is coded and the date bills nothing but injections for giving drugs: so each was injected."""
    policy = subject.at(lines[0]).policy
    prefixes = tuple(policy.codes("diagnosis.neoplasm_prefixes"))
    coded = any(dotless(code).startswith(prefixes) for code in subject.claim.diagnoses)
    families = policy.table("infusion.family")
    return coded and all(subject.role(held) in ROLES for held in lines if held.code in families)


def _wanted(subject: Subject, held: ClaimLine) -> str:
    drug = subject.drug(held)
    role = WANTED.get(drug.drug_class if drug else "", "therapeutic.injection")
    policy = subject.at(held).policy
    prefixes = tuple(policy.codes("diagnosis.neoplasm_prefixes"))
    benign = tuple(policy.codes("diagnosis.benign_neoplasm_prefixes"))
    codes = [code for code in map(dotless, subject.claim.diagnoses) if not code.startswith(benign)]
    cancer = any(code.startswith((*prefixes, "Z85", "Z51")) for code in codes)
    return role if cancer or role != "chemotherapy.injection.hormonal" else "therapeutic.injection"


def _by_line(rule: Rule, held: ClaimLine, drug: Drug, code: str, row: str) -> Outcome:
    doubtful = _doubtful(drug)
    fix = Fix(title=f"Bill {code}", only_if=f"{drug.generic} was what was injected", edits=(set_code(held, code),))
    return rule.finding(
        f"{held.code}: {drug.generic} is injected by {code}",
        why=f"{drug.generic} is the only drug of the date that is given by injection{DIFFER if doubtful else '.'}",
        lines=[held],
        severity="warning" if doubtful else "error",
        covers=("INF-20",) if doubtful else (row,),
        fixes=(fix,),
    )


def _no_antineoplastic(subject: Subject, billed: list[ClaimLine], drugs: list[Drug]) -> bool:
    """Whether the one injection is billed as an antineoplastic's and no drug of the date is one."""
    if len(billed) != 1 or not drugs or billed[0].narrative:
        return False
    other = all(drug.drug_class == "therapeutic" and not drug.unlisted for drug in drugs)
    return other and subject.role(billed[0]).startswith("chemotherapy.")


def _none(rule: Rule, subject: Subject, held: ClaimLine, lines: tuple[ClaimLine, ...]) -> Outcome:
    drugs = [drug for one in lines if (drug := subject.drug(one))]
    names = ", ".join(sorted({drug.generic for drug in drugs if set(drug.routes) & INJECTED}))
    families = subject.at(held).policy.table("infusion.family")
    otherwise = any(one.code in families for one in lines if one is not held)
    explained = otherwise or any(map(_doubtful, drugs))
    if explained:
        why = f"Billed are {names}; an antineoplastic that somebody else supplied would explain it."
    else:
        why = f"Billed are {names}, and nothing else of the date bills giving them."
    return rule.finding(
        f"{held.code}: no drug billed for the date takes the chemotherapy codes",
        why=why,
        lines=[held],
        severity="warning" if explained else subject.by_payer(),
        covers=("INF-21",),
    )


RULE = Rule(
    __name__,
    title="Injection code by kind of drug",
    severity="error",
    covers=("INF-22", "INF-23", "INF-21", "INF-20"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96372"), dx="C61", visit=visit(given("a1", "goserelin", "implant", at="10:00"), dx="C61")),
    good=lambda: claim(line("96402"), line("J9202", 3, "JZ"), dx="C61"),
    reads=("procedures", "drugs", "diagnosis.neoplasm_prefixes", "diagnosis.benign_neoplasm_prefixes"),
)
