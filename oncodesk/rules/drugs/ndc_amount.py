"""The NDC quantity is not what was given or discarded.

What it checks
    Unit and quantity of the NDC, line by line, against the containers of the visit: vials of a powder, milliliters of
    a liquid, each line its own share.

Why it matters
    Payers compare the quantity with the billing units; where the two do not go together the line is denied.

How to fix it
    Count what the line bills: 0.6 mL of a syringe is 0.6, whatever the billing units are.
"""

from collections.abc import Iterator

from oncodesk.domain.claim import Ndc
from oncodesk.domain.quantity import plain
from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Claim, ClaimLine, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line whose units are those of the facts and whose NDC quantity is not."""
    for billed in billed_drugs(subject):
        for held in billed.lines:
            due = _due(held, billed.due_lines)
            if held.ndc and due and held.ndc.quantity is not None and not _same(held.ndc, due):
                yield rule.finding(
                    f"{held.code}: NDC quantity {_told(held.ndc)}, by the containers {_told(due)}",
                    why=f"{held.units} units of {billed.drug.unit} go with {_told(due)}.",
                    lines=[held],
                    facts=[a.id for a in billed.given],
                )


def _due(held: ClaimLine, due: tuple[ClaimLine, ...]) -> Ndc | None:
    """The NDC of the line that the facts give with the same units and the same word on waste, where there is one."""
    waste = {"JW"} & set(held.modifiers)
    same = [one.ndc for one in due if one.units == held.units and {"JW"} & set(one.modifiers) == waste]
    return same[0] if len(same) == 1 else None


def _same(one: Ndc, other: Ndc) -> bool:
    return one.unit == other.unit and one.quantity == other.quantity


def _told(ndc: Ndc) -> str:
    return f"{plain(ndc.quantity) if ndc.quantity is not None else 'none'} {ndc.unit or 'without unit'}"


def _claim(quantity: str) -> Claim:
    box = {
        "amount": 6,
        "unit": "mg",
        "count": 1,
        "kind": "single_dose",
        "ndc": "55513-0190-01",
        "volume": {"amount": 0.6, "unit": "mL"},
    }
    drug = given(
        "a1",
        "Neulasta",
        "subcutaneous",
        at="10:00",
        dose={"amount": 6, "unit": "mg"},
        containers=[box],
        discarded={"amount": 0, "unit": "mg"},
    )
    billed = line("J2506", 12, "JZ", ndc={"code": "55513019001", "unit": "ML", "quantity": quantity})
    facts = visit(drug, dx="D70.1 C50.411", reason="supportive_care")
    return claim(line("96372"), billed, dx="D70.1 C50.411 T45.1X5A", visit=facts)


RULE = Rule(
    __name__,
    title="NDC quantity by the containers",
    severity="error",
    covers=("NDC-03",),
    citation=cite("asp-pricing"),
    check=check,
    bad=lambda: _claim("12"),
    good=lambda: _claim("0.6"),
    reads=("drugs",),
)
