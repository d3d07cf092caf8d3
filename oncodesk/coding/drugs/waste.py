"""What was opened, given and thrown away: billing units, JW and JZ."""

from dataclasses import dataclass, replace
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.given import Given
from oncodesk.domain.derivation import Question
from oncodesk.domain.quantity import Quantity, billing_units, converted, plain
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
    opened = _opened(given, unit)
    boxes = _mix(given, unit) if opened else ()
    base = Counted(amount, units, opened or Decimal(0), steps=(*_doses(given, drug), _division(amount, drug), *boxes))
    if not _asks_for_waste(visit, drug, tables):
        return base
    kinds = _kinds(given, drug)
    if kinds == {"multi_dose"}:
        return _with(base, ("multi-dose container: only what was given is billed, with neither JW nor JZ",))
    name = given[0].name
    if not any(g.administration.containers for g in given):
        why = f"JW or JZ goes with a single-dose container; until then {drug.code} has neither"
        return _ask(base, given, f"which containers of {name} were opened", "containers", why)
    if kinds != {"single_dose"}:
        ask = (
            f"whether the containers of {name} were single-dose or multi-dose, which a bulk package is too (sdv or mdv)"
        )
        why = f"only single-dose ones take JW or JZ; until then {drug.code} has neither"
        return _ask(base, given, ask, "containers", why)
    if opened is None:
        why = f"what was discarded of it follows from that; until then {drug.code} has neither JW nor JZ"
        return _ask(base, given, f"what the containers of {name} hold in {unit}", "containers", why)
    return _single_dose(base, drug, given, tables)


def _division(amount: Decimal, drug: Drug) -> str:
    """`305 mg at 10 mg a unit = 30.5, rounded up once for the date → 31 units`."""
    units = billing_units(amount, drug.unit.amount)
    exact = (amount / drug.unit.amount).quantize(Decimal("0.001")).normalize()
    told = "" if exact == units else f" = {plain(exact)}, rounded up once for the date"
    return f"{plain(amount)} {drug.unit.unit} at {drug.unit} a unit{told} → {_units(units)}"


def _units(count: int) -> str:
    return f"{count} unit{'s' if count != 1 else ''}"


def _doses(given: tuple[Given, ...], drug: Drug) -> tuple[str, ...]:
    """How the dose came about, where it was converted or added up."""
    unit = drug.unit.unit
    doses = [(g.id, g.administration.dose, g.administration.containers) for g in given]
    pairs = [(i, dose, held_in(dose, boxes, unit)) for i, dose, boxes in doses if dose]
    steps = [
        f"{dose} is {plain(amount)} {unit}" + ("" if dose.to(unit) is not None else " by what the containers hold")
        for _, dose, amount in pairs
        if amount is not None and dose.unit != unit
    ]
    if len(pairs) > 1:
        added = " + ".join(f"{plain(amount)} {unit} ({i})" for i, _, amount in pairs if amount is not None)
        steps.append(f"{added}, counted together")
    return tuple(steps)


def _mix(given: tuple[Given, ...], unit: str) -> tuple[str, ...]:
    """`opened: 1 × 400 mg + 2 × 100 mg = 600 mg`."""
    held: dict[Decimal, int] = {}
    for box in (c for g in given for c in g.administration.containers):
        size = size_of(box, unit) or Decimal(0)
        held[size] = held.get(size, 0) + box.count
    total = sum((size * count for size, count in held.items()), Decimal(0))
    parts = " + ".join(f"{count} × {plain(size)} {unit}" for size, count in sorted(held.items(), reverse=True))
    several = len(held) > 1 or total not in held
    return (f"opened: {parts} = {plain(total)} {unit}" if several else f"opened: {parts}",)


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
        left = plain(counted.opened - counted.amount)
        why = (
            f"{left} {unit} of {given[0].name} discarded, which one unit of {drug.code} cannot tell: contractors take "
            f"a second line with {WASTED} and the amount in its narrative, and differ in how"
        )
        return (), (), (Question(fact=given[0].id, ask=f"how the payer wants {WASTED} on {drug.code}", why=why),)
    told = tuple(step for step in counted.steps if " a unit" not in step)
    return ((NONE_WASTED,) if counted.none_wasted else ()), told, counted.questions


def _asks_for_waste(visit: Visit, drug: Drug, tables: Tables) -> bool:
    """Whether JW and JZ are known on the date, to this payer, for this drug."""
    policy = tables.policy
    exempt = drug.code in policy.codes("drugs.jw_jz_exempt_codes")
    prefixes = (*policy.codes("drugs.jw_jz_exempt_prefixes"), *policy.codes("drugs.oral_prefixes"))
    exempt = exempt or drug.code.startswith(prefixes)
    paid_by_patient = visit.payer is not None and visit.payer.kind == "self_pay"
    return bool(policy.codes("drugs.waste_modifiers")) and not exempt and not paid_by_patient


def _single_dose(base: Counted, drug: Drug, given: tuple[Given, ...], tables: Tables) -> Counted:
    unit, per_unit, name = drug.unit.unit, drug.unit.amount, given[0].name
    discarded, unread = _discarded(given, unit)
    left = base.opened - base.amount
    opened = f"{plain(base.opened)} {unit} opened"
    until = f"until then {drug.code} has neither JW nor JZ"
    if left < 0:
        why = f"{plain(base.amount)} {unit} given, only {opened}; until then {drug.code} is billed by the dose"
        return _ask(base, given, f"which is right of {name}, the dose or the containers", "containers", why)
    if unread is not None:
        why = f"{unread} discarded does not tell it, and {opened} leaves {plain(left)} {unit} not given; {until}"
        return _ask(base, given, f"how much {name} was discarded in {unit}", "discarded", why)
    if discarded is None:
        if left == 0:
            return _none_wasted(base, "all of it given, nothing left", tables)
        lost = int(base.opened // per_unit) - base.units
        would = f"discarded, it is {_units(lost)} with {WASTED}" if lost > 0 else "it is less than a unit"
        why = f"{opened}, {plain(base.amount)} {unit} given; {would}; {until}"
        return _ask(base, given, f"what became of the remaining {plain(left)} {unit} of {name}", "discarded", why)
    if discarded > left or (discarded == 0 and left > 0):
        sums = f"{opened}, {plain(base.amount)} {unit} given, {plain(discarded)} {unit} discarded"
        why = f"{sums}: they do not add up; {until}"
        return _ask(base, given, f"how much {name} was discarded", "discarded", why)
    if discarded == 0:
        return _none_wasted(base, "nothing discarded", tables)
    wasted = max(0, int((base.amount + discarded) // per_unit) - base.units)
    said = f"{plain(discarded)} {unit} discarded"
    if wasted == 0:
        return _none_wasted(base, f"{said}: the {_units(base.units)} cover it, so no {WASTED}", tables)
    whole = f"{plain(base.amount + discarded)} {unit} are {wasted + base.units} whole units"
    step = f"{said}: {whole}, less {base.units} given → {_units(wasted)} with {WASTED}"
    counted = replace(_with(base, (step,)), wasted=wasted)
    if discarded < left:
        rest = plain(left - discarded)
        why = f"{opened}, {plain(base.amount)} {unit} given and {plain(discarded)} {unit} discarded leave {rest} {unit}"
        return _ask(counted, given, f"what became of the other {rest} {unit} of {name}", "discarded", why)
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
    return converted(container.amount, container.unit, unit)


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


def _discarded(given: tuple[Given, ...], unit: str) -> tuple[Decimal | None, Quantity | None]:
    """Documented waste of all the administrations (None where none of them says), and one that cannot be converted."""
    held = [(a.discarded, a.containers) for a in (g.administration for g in given) if a.discarded is not None]
    stated = [(said, held_in(said, boxes, unit)) for said, boxes in held]
    amounts = [amount for _, amount in stated if amount is not None]
    unread = next((said for said, amount in stated if amount is None and said.amount), None)
    return (sum(amounts, Decimal(0)) if amounts else None), unread
