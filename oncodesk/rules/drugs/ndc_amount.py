"""The NDC goes with another code, or its quantity with other units, than the line bills.

What it checks
    Unit and quantity of the NDC, line by line, against the containers of the visit: vials of a powder, milliliters of
    a liquid, each line its own share. Where Medicare's NDC crosswalk is loaded, also whether the NDC is of the code
    billed, and whether its quantity holds the units billed.

Why it matters
    Payers compare the NDC with the code and its quantity with the units; where the two do not go together the line is
    denied. A maker's own product billed by the common code is paid wrongly.

How to fix it
    Bill the code that the NDC belongs to. Count what the line bills: 0.6 mL of a syringe is 0.6, whatever the billing
    units are.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.codes.edit_values import NotLoaded, Product
from oncodesk.domain.claim import Ndc
from oncodesk.domain.quantity import plain
from oncodesk.rules.drugs.containers import WASTED, Billed, billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Claim, ClaimLine, Fix, Outcome, Rule, Subject, cite, set_code

SLACK = Decimal("0.011")
"""Quantities are rounded, by some payers to two decimals."""


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line whose NDC does not go with its code, units or containers."""
    for billed in billed_drugs(subject):
        for held in billed.lines:
            if held.ndc is None:
                continue
            due = _due(held, billed.due_lines)
            if due and held.ndc.quantity is not None and not _same(held.ndc, due):
                yield rule.finding(
                    f"{held.code}: NDC quantity {_told(held.ndc)}, by the containers {_told(due)}",
                    why=f"{held.units} units of {billed.drug.unit} go with {_told(due)}.",
                    lines=[held],
                    facts=[a.id for a in billed.given],
                    covers=("NDC-03",),
                )
            else:
                yield from _by_crosswalk(rule, billed, held, held.ndc)


def _due(held: ClaimLine, due: tuple[ClaimLine, ...]) -> Ndc | None:
    """The NDC of the line that the facts give with the same units and the same word on waste, where there is one."""
    waste = {WASTED} & set(held.modifiers)
    same = [one.ndc for one in due if one.units == held.units and {WASTED} & set(one.modifiers) == waste]
    return same[0] if len(same) == 1 else None


def _by_crosswalk(rule: Rule, billed: Billed, held: ClaimLine, ndc: Ndc) -> Iterator[Outcome]:
    rows = billed.subject.at(held).ndc(ndc.code)
    if isinstance(rows, NotLoaded):
        yield rule.not_checked(f"NDC against code and units: {rows.words}")
    elif not rows:
        yield rule.not_checked(f"NDC {ndc.code} is not in the loaded NDC crosswalk")
    elif billed.drug.unlisted or held.code not in {row.code for row in rows}:
        yield _other_code(rule, billed, held, rows)
    else:
        row = next(row for row in rows if row.code == held.code)
        if wrong := _wrong_amount(held, ndc, row):
            yield rule.finding(
                f"{held.code}: NDC quantity {_told(ndc)} does not hold {held.units} units",
                why=f"{wrong}, by Medicare's NDC crosswalk {row.edition}.",
                lines=[held],
                severity="error" if ndc.unit != "UN" or row.size == 1 else "warning",
                covers=("NDC-03",),
            )


def _other_code(rule: Rule, billed: Billed, held: ClaimLine, rows: tuple[Product, ...]) -> Outcome:
    codes = tuple(dict.fromkeys(row.code for row in rows))
    first = rows[0]
    new = billed.subject.at(held).drug(codes[0]) if len(codes) == 1 else None
    same_unit = new is not None and new.unit == billed.drug.unit
    fix = Fix(title=f"Bill {codes[0]}", only_if="the NDC is that of the label", edits=(set_code(held, codes[0]),))
    return rule.finding(
        f"{held.code}: NDC {first.ndc} is of {' or '.join(codes)}",
        why=f"{first.name.strip()} ({first.labeler.strip()}) in Medicare's NDC crosswalk {first.edition}.",
        lines=[held],
        severity="warning" if first.stale else "error",
        covers=("NDC-03", "DRG-11") if billed.drug.unlisted else ("NDC-03", "DRG-06", "DRG-16"),
        fixes=(fix,) if same_unit else (),
    )


def _wrong_amount(held: ClaimLine, ndc: Ndc, row: Product) -> str | None:
    """What the quantity should be, where it holds neither the units billed nor up to one that was rounded."""
    if not row.size or not row.units or ndc.quantity is None or ndc.unit not in {"UN", "ML"}:
        return None
    if ndc.unit == "ML" and row.size == 1:
        return None
    each = row.size / row.units
    least = each * (held.units if WASTED in held.modifiers else held.units - 1)
    most = each * (held.units + 1 if WASTED in held.modifiers else held.units)
    exact = f"{held.units} units are {plain((each * held.units).quantize(Decimal('0.001')).normalize())}"
    if ndc.unit == "UN" and row.size != 1:
        return f"a liquid of {plain(row.size)} mL is counted in mL: {exact} mL"
    if least - SLACK <= ndc.quantity <= most + SLACK:
        return None
    return f"{exact} {'mL' if ndc.unit == 'ML' else 'containers'}"


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
    title="NDC against code and units",
    severity="error",
    covers=("NDC-03", "DRG-06", "DRG-11", "DRG-16"),
    citation=cite("asp-pricing"),
    check=check,
    bad=lambda: _claim("12"),
    good=lambda: _claim("0.6"),
    reads=("drugs",),
)
