"""The drug lines of a visit: units once for each drug and date, waste, NDC."""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.esa import anemia_modifiers
from oncodesk.coding.drugs.ndc import Package, packages
from oncodesk.coding.drugs.waste import NONE_WASTED, WASTED, Counted, count, held_in, unlisted_waste
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import medicare_like, supports, treats
from oncodesk.domain.claim import Ndc
from oncodesk.domain.derivation import Question
from oncodesk.domain.quantity import billing_units
from oncodesk.domain.visit import Visit
from oncodesk.policy.book import cite

_CLASSES = ("antineoplastic", "complex_biologic", "hormonal_antineoplastic", "therapeutic", "hydration", None)


def bill_drugs(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """A line for each drug the practice supplied; fluids that only dilute or keep a line open are included."""
    part = Part(notes=_included(given, tables))
    for drug, held in _by_code(given, tables):
        part += _unlisted(visit, drug, held, tables) if drug.unlisted else _listed(visit, drug, held, tables)
    return part


def unbilled(given: Given, tables: Tables) -> bool:
    """Whether somebody else supplied it, so that only its administration is billed (INF-42, DRG-15)."""
    return given.administration.supplied_by in tables.policy.codes("drugs.nothing_billed_suppliers")


def _carriers(given: tuple[Given, ...], tables: Tables) -> tuple[Given, ...]:
    """Fluids that dilute a drug, keep a line open or rinse it: part of the drug's administration."""
    excluded = tables.policy.codes("infusion.hydration_purposes_excluded")
    mixed = {g.administration.bag for g in given if g.administration.bag and g.drug_class not in {None, "hydration"}}
    return tuple(
        g
        for g in given
        if g.drug_class == "hydration"
        and (
            g.administration.purpose in excluded or g.administration.bag in mixed or g.administration.route == "iv_push"
        )
    )


def _included(given: tuple[Given, ...], tables: Tables) -> tuple[str, ...]:
    """A note on each fluid that is billed neither as hydration nor as a drug."""
    return tuple(
        f"{g.name} ({g.id}) not billed: it dilutes a drug, keeps a line open or rinses it"
        for g in _carriers(given, tables)
    )


def _by_code(given: tuple[Given, ...], tables: Tables) -> Iterator[tuple[Drug, tuple[Given, ...]]]:
    only_carried = {g.id for g in _carriers(given, tables)}
    held: dict[tuple[int, str, str], list[Given]] = {}
    for g in given:
        flushed = g.administration.route == "access_flush"
        if g.drug is None or unbilled(g, tables) or g.id in only_carried or flushed:
            continue
        name = g.name.lower() if g.drug.unlisted else g.drug.generic.lower()
        held.setdefault((_CLASSES.index(g.drug_class), name, g.drug.code), []).append(g)
    for _, found in sorted(held.items(), key=lambda item: item[0]):
        if found[0].drug:
            yield found[0].drug, tuple(found)


def _listed(visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables) -> Part:
    amounts = [_amount(g, drug) for g in given]
    part = Part(questions=tuple(_no_amount(g, drug) for g, a in zip(given, amounts, strict=True) if a is None))
    known = tuple(g for g, a in zip(given, amounts, strict=True) if a is not None)
    total = sum((a for a in amounts if a is not None), Decimal(0))
    if not known:
        return part
    part += Part(questions=_by_mouth(visit, drug, known, tables))
    part += Part(questions=tuple(_nothing_given(g) for g, a in zip(given, amounts, strict=True) if a == 0))
    if total <= 0:
        return part
    counted = count(visit, drug, known, total, tables)
    found, asked = packages(known, drug.unit.unit)
    extra, doubts = anemia_modifiers(visit, drug, known, tables)
    part += Part(questions=(*counted.questions, *asked, *doubts))
    base = tuple(dict.fromkeys(step for g in known for step in g.steps if "calculated" not in step))
    for units, modifiers, ndc, said in _shares(drug, counted, found, tables):
        part += Part((_line(drug, units, (*extra, *modifiers), ndc, known, (*base, *counted.steps, *said), tables),))
    return part


def _shares(
    drug: Drug, counted: Counted, found: tuple[Package, ...], tables: Tables
) -> Iterator[tuple[int, tuple[str, ...], Ndc | None, tuple[str, ...]]]:
    """Units, modifiers and NDC of each line: what was given by NDC, then what was discarded by NDC.

    Where one dose came from two NDCs the larger containers are taken as used up first.
    """
    decimals = tables.policy.number("drugs.ndc_decimals")
    waste: list[tuple[int, tuple[str, ...], Ndc | None, tuple[str, ...]]] = []
    zero = (NONE_WASTED,) if counted.none_wasted else ()
    if len({p.code for p in found}) < 2 or counted.opened < counted.amount:
        only = found[0] if found else None
        share = Decimal(1)
        if not counted.none_wasted and counted.opened > 0:
            share = min(Decimal(1), counted.amount / counted.opened)
        yield counted.units, zero, only.part(share, decimals) if only else None, ()
        if counted.wasted:
            rest = only.part(1 - share, decimals) if only else None
            yield counted.wasted, (WASTED,), rest, ()
        return
    done, units_done, wasted_left = Decimal(0), 0, counted.wasted
    for package in found:
        used = min(package.amount, counted.amount - done)
        done += used
        units = billing_units(done, drug.unit.amount) - units_done
        units_done += units
        share = used / package.amount if package.amount else Decimal(1)
        said = (f"{package.code or 'no NDC'}: {units} of the units",)
        if units:
            yield units, zero, package.part(Decimal(1) if zero else share, decimals), said
        if wasted_left and share < 1:
            room = min(wasted_left, max(1, int((package.amount - used) // drug.unit.amount)))
            last = package is found[-1]
            waste.append((wasted_left if last else room, (WASTED,), package.part(1 - share, decimals), said))
            wasted_left -= wasted_left if last else room
    yield from waste


def _line(
    drug: Drug,
    units: int,
    modifiers: tuple[str, ...],
    ndc: Ndc | None,
    given: tuple[Given, ...],
    steps: tuple[str, ...],
    tables: Tables,
    narrative: str | None = None,
) -> ProposedLine:
    waste = {WASTED, NONE_WASTED} & set(modifiers)
    return ProposedLine(
        code=drug.code,
        units=units,
        modifiers=modifiers,
        facts=tuple(sorted(g.id for g in given)),
        steps=steps,
        citation=cite("claims-manual-17-40" if waste else "claims-manual-17-10"),
        narrative=narrative,
        ndc=ndc,
        supports=supports(given, tables),
        treats=treats(given),
    )


def _amount(given: Given, drug: Drug) -> Decimal | None:
    """The dose in the unit that the billing unit is counted in, or None where it cannot be told."""
    a = given.administration
    dose = a.dose or (a.volume if given.drug_class == "hydration" else None)
    return None if dose is None else held_in(dose, a.containers, drug.unit.unit)


def _by_mouth(visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables) -> tuple[Question, ...]:
    """Asks about a tablet that this payer's usual contractor does not pay (INF-41)."""
    if (
        drug.kind
        or given[0].administration.route != "oral"
        or not medicare_like(visit, tables, "drugs.oral_supplier_payers")
    ):
        return ()
    why = (
        f"{drug.code} is by mouth: no administration, and it is billed to the equipment contractor, not with the visit"
    )
    return (Question(fact=given[0].id, ask=f"whether {given[0].name} is billed on this claim", why=why),)


def _nothing_given(given: Given) -> Question:
    """A drug of which nothing reached the patient has no line, and its waste cannot stand alone (JW-09)."""
    why = "the dose is nought, so there is no line of what was given, and waste is not billed without one"
    return Question(fact=given.id, ask=f"how much {given.name} the patient received", field="dose", why=why)


def _no_amount(given: Given, drug: Drug) -> Question:
    dose = given.administration.dose
    if dose is None:
        return Question(fact=given.id, ask=f"the dose of {given.name}", field="dose", why=f"{drug.code} bills by dose")
    why = f"{drug.code} is billed by {drug.unit}; {dose} does not tell it"
    return Question(fact=given.id, ask=f"the dose of {given.name} in {drug.unit.unit}", field="dose", why=why)


def _unlisted(visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables) -> Part:
    """One unit with a narrative; JZ where nothing was left of the containers, else a question."""
    first = given[0]
    unit = first.administration.dose.unit if first.administration.dose else "mg"
    found, asked = packages(given, unit)
    units = tables.policy.number("drugs.unlisted_units")
    ndc = found[0].part(Decimal(1), tables.policy.number("drugs.ndc_decimals")) if found else None
    steps = tuple(dict.fromkeys(step for g in given for step in g.steps))
    zero, more, doubts = unlisted_waste(visit, drug, given, unit, tables)
    line = _line(drug, units, zero, ndc, given, (*steps, *more), tables, first.narrative)
    return Part((line,), (*asked, *doubts))
