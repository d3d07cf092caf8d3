"""What was opened, given and thrown away: billing units, JW and JZ."""

from dataclasses import dataclass, replace
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.given import Given
from oncodesk.domain.derivation import Question
from oncodesk.domain.quantity import Quantity, billing_units, plain
from oncodesk.domain.visit import Container, ContainerKind, Visit

WASTED, NONE_WASTED = "JW", "JZ"


@dataclass(frozen=True, slots=True)
class Counted:
    """Units of a drug on one date. Amounts are in the unit of the drug's billing unit.

    `wasted` units go on a JW line of their own; `none_wasted` puts JZ on the line of what was given.
    """

    amount: Decimal
    units: int
    opened: Decimal
    wasted: int = 0
    none_wasted: bool = False
    steps: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


def count(visit: Visit, drug: Drug, given: tuple[Given, ...], amount: Decimal, tables: Tables) -> Counted:
    """Units rounded up once for the date, and what became of the rest (rules DRG-01, JW-01 to JW-06)."""
    units = billing_units(amount, drug.unit.amount)
    unit = drug.unit.unit
    steps = (f"{plain(amount)} {unit} at {drug.unit} a unit, rounded up → {units} unit{'s' if units != 1 else ''}",)
    opened = _opened(given, unit)
    base = Counted(amount, units, opened or Decimal(0), steps=steps)
    if not _asks_for_waste(visit, drug, tables):
        return base
    kinds = _kinds(given, drug)
    if kinds == {"multi_dose"}:
        return _with(base, ("multi-dose container: neither JW nor JZ",))
    if not any(g.administration.containers for g in given):
        return _ask(base, given, "which containers were opened", "containers", "JW or JZ depends on them")
    if kinds != {"single_dose"}:
        ask = "whether the containers were single-dose or multi-dose"
        return _ask(base, given, ask, "containers", "only single-dose containers take JW or JZ")
    if opened is None:
        return _ask(base, given, f"what the containers hold in {unit}", "containers", "the waste follows from it")
    return _single_dose(base, drug, given, tables)


def unlisted_waste(
    visit: Visit, drug: Drug, given: tuple[Given, ...], unit: str, tables: Tables
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Question, ...]]:
    """JZ, its reason and what to ask for a drug on an unlisted code, whose one unit cannot tell an amount."""
    amounts = [held_in(a.dose, a.containers, unit) if a.dose else None for a in (g.administration for g in given)]
    if any(amount is None for amount in amounts):
        why = "the narrative of an unlisted drug and its waste need the dose"
        return (), (), (Question(fact=given[0].id, ask=f"the dose of {given[0].name}", field="dose", why=why),)
    measured = replace(drug, unit=Quantity.model_validate({"amount": "0.001", "unit": unit}))
    counted = count(visit, measured, given, sum((a for a in amounts if a is not None), Decimal(0)), tables)
    if counted.wasted:
        why = f"some was discarded, and one unit of {drug.code} cannot tell how much"
        return (), (), (Question(fact=given[0].id, ask=f"how the payer wants {WASTED} on an unlisted drug", why=why),)
    return ((NONE_WASTED,) if counted.none_wasted else ()), counted.steps[1:], counted.questions


def _asks_for_waste(visit: Visit, drug: Drug, tables: Tables) -> bool:
    """Whether JW and JZ are known on the date, to this payer, for this drug."""
    policy = tables.policy
    exempt = drug.code in policy.codes("drugs.jw_jz_exempt_codes")
    prefixes = (*policy.codes("drugs.jw_jz_exempt_prefixes"), *policy.codes("drugs.oral_prefixes"))
    exempt = exempt or drug.code.startswith(prefixes)
    paid_by_patient = visit.payer is not None and visit.payer.kind == "self_pay"
    return bool(policy.codes("drugs.waste_modifiers")) and not exempt and not paid_by_patient


def _single_dose(base: Counted, drug: Drug, given: tuple[Given, ...], tables: Tables) -> Counted:
    unit, per_unit = drug.unit.unit, drug.unit.amount
    discarded = _discarded(given, unit)
    left = base.opened - base.amount
    opened = f"{plain(base.opened)} {unit} opened"
    if left < 0:
        why = f"{plain(base.amount)} {unit} given, only {opened}"
        return _ask(base, given, "which dose or containers are right", "containers", why)
    if discarded is None:
        if left == 0:
            return _none_wasted(base, f"{opened}, all of it given", tables)
        why = f"{opened}, {plain(left)} {unit} not given"
        return _ask(base, given, f"what became of the remaining {plain(left)} {unit}", "discarded", why)
    if discarded > left or (discarded == 0 and left > 0):
        why = f"{opened}, {plain(base.amount)} {unit} given, {plain(discarded)} {unit} discarded: the sums differ"
        return _ask(base, given, "how much was discarded", "discarded", why)
    if discarded == 0:
        return _none_wasted(base, f"{opened}, nothing discarded", tables)
    wasted = max(0, int((base.amount + discarded) // per_unit) - base.units)
    said = f"{opened}, {plain(discarded)} {unit} discarded"
    if wasted == 0:
        return _none_wasted(base, f"{said}: already within the units given, so no JW", tables)
    counted = _with(base, (f"{said} → {wasted} unit{'s' if wasted != 1 else ''} with {WASTED}",))
    counted = replace(counted, wasted=wasted)
    if discarded < left:
        why = f"{opened}, {plain(base.amount)} given and {plain(discarded)} discarded leave some {unit} unexplained"
        return _ask(counted, given, "what became of the rest", "discarded", why)
    return counted


def _none_wasted(base: Counted, said: str, tables: Tables) -> Counted:
    known = NONE_WASTED in tables.policy.codes("drugs.waste_modifiers")
    counted = _with(base, (f"{said} → {NONE_WASTED}" if known else said,))
    return replace(counted, none_wasted=known)


def _with(base: Counted, steps: tuple[str, ...]) -> Counted:
    return replace(base, steps=base.steps + steps)


def _ask(base: Counted, given: tuple[Given, ...], ask: str, field: str, why: str) -> Counted:
    question = Question(fact=given[0].id, ask=ask, field=field, why=why)
    return replace(base, questions=(*base.questions, question))


def _kinds(given: tuple[Given, ...], drug: Drug) -> set[ContainerKind | None]:
    own: ContainerKind | None = None
    if drug.container_kind == "single_dose" or drug.container_kind == "multi_dose":
        own = drug.container_kind
    kinds = {c.kind or own for g in given for c in g.administration.containers}
    return kinds or {own}


def size_of(container: Container, unit: str) -> Decimal | None:
    """What one such container holds in that unit, or None where it cannot be told; whatever it holds, it is a vial."""
    if unit == "vial" and container.unit != "vial":
        return Decimal(1)
    return Quantity.model_validate({"amount": container.amount, "unit": container.unit}).to(unit)


def held_in(amount: Quantity, containers: tuple[Container, ...], unit: str) -> Decimal | None:
    """An amount in that unit; mL and vials by what the containers hold, where they all hold the same."""
    if (plainly := amount.to(unit)) is not None:
        return plainly
    if unit == "vial":
        held = {size_of(container, amount.unit) for container in containers}
        whole = held.pop() if len(held) == 1 else None
        return amount.amount / whole if whole else None
    if amount.unit == "vial":
        each = {size_of(container, unit) for container in containers}
    elif amount.unit == "mL":
        each = {_strength(container, unit) for container in containers}
    else:
        return None
    size = each.pop() if len(each) == 1 else None
    return None if size is None else amount.amount * size


def _strength(container: Container, unit: str) -> Decimal | None:
    """What one mL of it holds."""
    size, volume = size_of(container, unit), container.volume.to("mL") if container.volume else None
    return size / volume if size is not None and volume else None


def _opened(given: tuple[Given, ...], unit: str) -> Decimal | None:
    total = Decimal(0)
    for container in (c for g in given for c in g.administration.containers):
        size = size_of(container, unit)
        if size is None:
            return None
        total += size * container.count
    return total


def _discarded(given: tuple[Given, ...], unit: str) -> Decimal | None:
    """Documented waste of all the administrations, or None where none of them says."""
    held = (g.administration for g in given)
    stated = [held_in(a.discarded, a.containers, unit) for a in held if a.discarded is not None]
    amounts = [amount for amount in stated if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
