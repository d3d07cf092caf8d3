"""The code of the visit does not fit the drugs given.

What it checks
    Cytotoxic drugs go with the code of a visit for chemotherapy, antibodies and other immune drugs with that for
    immunotherapy, and a visit with both kinds carries both. Hormonal injections and bone drugs alone carry neither.

Why it matters
    Payers match the code of the visit to the drug, and a visit with both kinds of drug is incomplete with one code.

How to fix it
    Replace the code by the one that fits, or add the second one.
"""

from collections.abc import Iterator

from oncodesk.rules.diagnosis.reading import (
    CHEMOTHERAPY,
    IMMUNOTHERAPY,
    added,
    drug_kinds,
    encounter_code,
    expected,
    listed,
    removed,
    replaced,
    stays_pointed,
    takes_no_visit,
    those,
)
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Drug, Edit, Fix, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the codes for drug treatment differ from what the facts, or else the drugs billed, stand for."""
    names = {encounter_code(subject, kind): kind for kind in (CHEMOTHERAPY, IMMUNOTHERAPY)}
    present = [code for code in those(subject, "treatment_encounter_codes") if code in names]
    wanted = _wanted(subject, names)
    if not present or wanted is None or set(present) == set(wanted):
        return
    edits = _edits(subject, present, wanted)
    fix = Fix(title=f"Use {listed(wanted) or 'no such code'}", only_if="the drugs given are those stated", edits=edits)
    meant = "; ".join(f"{code} is for {kind}" for code, kind in names.items() if code in {*present, *wanted})
    yield rule.finding(
        f"{listed(present)} is on the claim; the drugs call for {listed(wanted) or 'neither code'}",
        why=f"{meant}. {_drugs(subject, wanted)}.",
        diagnoses=present,
        fixes=(fix,) if edits else (),
    )


def _wanted(subject: Subject, names: dict[str, str]) -> list[str] | None:
    """The codes that fit, or None where the drugs are not known."""
    if subject.visit:
        return [code for code in expected(subject) if code in names] or None
    drugs = [drug for line in subject.lines if (drug := subject.drug(line))]
    if any(drug.unlisted for drug in drugs):
        return None
    kinds = drug_kinds(subject)
    if not kinds:
        hormonal = any(takes_no_visit(subject, drug) for drug in drugs)
        return [] if hormonal and not _infused(subject) else None
    return [code for code, kind in names.items() if kind in kinds]


def _drugs(subject: Subject, wanted: list[str]) -> str:
    """What the drugs billed are, in words."""
    found = [drug for line in subject.lines if (drug := subject.drug(line)) and not drug.unlisted]
    kinds = {"both": "both", "none": "neither"}
    told = {f"{d.generic} ({kinds.get(d.encounter, d.encounter)})": None for d in found if _speaks(subject, d)}
    return f"Billed: {', '.join(told)}" if told else f"The visit's facts give {listed(wanted) or 'neither'}"


def _speaks(subject: Subject, drug: Drug) -> bool:
    return drug.encounter != "none" or takes_no_visit(subject, drug)


def _infused(subject: Subject) -> bool:
    roles = [subject.role(line) for line in subject.lines]
    return any(role.startswith("chemotherapy") and not role.startswith("chemotherapy.injection") for role in roles)


def _edits(subject: Subject, present: list[str], wanted: list[str]) -> tuple[Edit, ...]:
    claim_ = subject.claim
    if len(present) == 1 and len(wanted) == 1:
        return replaced(claim_, present[0], wanted[0])
    more = [code for code in wanted if code not in present]
    fewer = [code for code in present if code not in wanted]
    if more and not fewer:
        return tuple(added(code, 1) for code in more)
    return tuple(removed(claim_, code) for code in fewer) if all(stays_pointed(claim_, c) for c in fewer) else ()


RULE = Rule(
    __name__,
    title="Chemotherapy or immunotherapy: the code of the visit fits the drug",
    severity="warning",
    covers=("DX-07",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.11 C34.11"),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.12 C34.11"),
    reads=("drugs", "drugs.denosumab_codes", "diagnosis.treatment_encounter"),
    confirm=True,
)
