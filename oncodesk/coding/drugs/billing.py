"""The drug lines of a visit: units once for each drug and date, waste, NDC."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.esa import anemia_modifiers
from oncodesk.coding.drugs.ndc import Package, packages
from oncodesk.coding.drugs.waste import NONE_WASTED, WASTED, Counted, count, held_in, size_of, unlisted_waste
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import medicare_like, supports, treats
from oncodesk.domain.claim import Ndc
from oncodesk.domain.derivation import Question
from oncodesk.domain.quantity import billing_units, plain
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
    others = any(a is not None for a in amounts)
    part = Part(questions=tuple(_no_amount(g, drug, others) for g, a in zip(given, amounts, strict=True) if a is None))
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
    extra, reasons, doubts = anemia_modifiers(visit, drug, known, tables)
    part += Part(questions=(*counted.questions, *asked, *doubts))
    part += Part(questions=(*_no_ndc(visit, drug, known, tables), *_odd_dose(drug, known, counted, tables)))
    base = tuple(dict.fromkeys(step for g in known for step in (*g.steps, *g.label) if "calculated" not in step))
    base += counted.steps
    for units, modifiers, ndc, said in _shares(drug, counted, found, tables):
        part += Part(
            (_line(drug, units, (*extra, *modifiers), ndc, known, (*base, *counted.steps, *said, *reasons), tables),)
        )
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
        yield counted.units, zero, *_with_ndc(only, share, decimals)
        if counted.wasted:
            yield counted.wasted, (WASTED,), *_with_ndc(only, 1 - share, decimals)
        return
    done, units_done, wasted_left = Decimal(0), 0, counted.wasted
    for package in found:
        used = min(package.amount, counted.amount - done)
        done += used
        units = billing_units(done, drug.unit.amount) - units_done
        units_done += units
        share = used / package.amount if package.amount else Decimal(1)
        told = (f"{package.code or 'containers without an NDC'}: {units} of the {counted.units} units given",)
        if units:
            ndc, said = _with_ndc(package, Decimal(1) if zero else share, decimals)
            yield units, zero, ndc, told + said
        if wasted_left and share < 1:
            room = min(wasted_left, max(1, int((package.amount - used) // drug.unit.amount)))
            last = package is found[-1]
            ndc, said = _with_ndc(package, 1 - share, decimals)
            waste.append((wasted_left if last else room, (WASTED,), ndc, told + said))
            wasted_left -= wasted_left if last else room
    yield from waste


def _with_ndc(package: Package | None, share: Decimal, decimals: int) -> tuple[Ndc | None, tuple[str, ...]]:
    """The NDC of that share of a package, and its quantity in words."""
    ndc = package.part(share, decimals) if package else None
    return ndc, (package.told(ndc),) if package and ndc else ()


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


def _no_amount(given: Given, drug: Drug, others: bool) -> Question:
    dose = given.administration.dose
    until = f"until then {drug.code} counts the other doses only" if others else f"until then {drug.code} has no line"
    if dose is None:
        why = f"{drug.code} is billed by {drug.unit}; {until}"
        return Question(fact=given.id, ask=f"the dose of {given.name}", field="dose", why=why)
    why = f"{drug.code} is billed by {drug.unit}; {dose} does not tell it; {until}"
    return Question(fact=given.id, ask=f"the dose of {given.name} in {drug.unit.unit}", field="dose", why=why)


def _no_ndc(visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables) -> tuple[Question, ...]:
    """Asks for the NDC where the payer pays no drug without it, or where an unlisted code tells no drug (NDC-04)."""
    always = medicare_like(visit, tables, "drugs.ndc_payers")
    own_pocket = visit.payer is None or visit.payer.kind == "self_pay"
    if drug.drug_class == "hydration" or not (always or (drug.unlisted and not own_pocket)):
        return ()
    why = "this payer pays no drug without it" if always else f"{drug.code} names no drug: name, NDC, dose and route do"
    return tuple(
        Question(fact=g.id, ask=f"the NDC of {g.name} from the label", field="containers.ndc", why=why)
        for g in given
        if g.administration.route != "oral" and not any(box.ndc for box in g.administration.containers)
    )


def _odd_dose(drug: Drug, given: tuple[Given, ...], counted: Counted, tables: Tables) -> tuple[Question, ...]:
    """Asks about a dose that reads like one per kilogram, or that is far more than anybody opens."""
    if drug.kind:
        return ()
    unit = drug.unit.unit
    sold = [size for box in drug.containers if (size := box.to(unit))]
    boxes = [size for g in given for box in g.administration.containers if (size := size_of(box, unit))]
    told = any(g.administration.discarded and g.administration.discarded.amount for g in given)
    part = tables.policy.get("drugs.dose_part_asked")
    asked = []
    for g in given:
        dose = _amount(g, drug)
        least = min(boxes or sold, default=None)
        if g.antineoplastic and part and dose and least and dose < least * Decimal(str(part.value)) and not told:
            why = f"the smallest container holds {plain(least)} {unit}: a dose per kg or per m2 may have been typed"
            ask = f"whether {plain(dose)} {unit} is the whole dose of {g.name}"
            asked.append(Question(fact=g.id, ask=ask, field="dose", why=why))
    if _beyond(counted.amount, drug, tables):
        most = tables.policy.number("drugs.most_containers")
        why = f"{plain(counted.amount)} {unit} is more than {most} containers hold"
        ask = f"whether the dose of {given[0].name} is right"
        asked.append(Question(fact=given[0].id, ask=ask, field="dose", why=why))
    return tuple(asked)


def _beyond(amount: Decimal, drug: Drug, tables: Tables) -> bool:
    sold = [size for box in drug.containers if (size := box.to(drug.unit.unit))]
    return bool(sold) and amount > max(sold) * tables.policy.number("drugs.most_containers")


def within_limit(lines: tuple[ProposedLine, ...], tables: Tables) -> tuple[ProposedLine, ...]:
    """Drug lines of more units than a line can hold, on several lines: all but the first marked as going on.

    Source: IOM 100-04 ch. 17 s. 70; First Coast and Noridian on clotting factor. A slip of typing stays on one line.
    """
    most = tables.policy.get("claim.max_units")
    return tuple(part for line in lines for part in (_divided(line, int(most.value), tables) if most else (line,)))


def _divided(line: ProposedLine, most: int, tables: Tables) -> tuple[ProposedLine, ...]:
    drug = tables.drug(line.code)
    if line.units <= most or drug is None or _beyond(line.units * drug.unit.amount, drug, tables):
        return (line,)
    units = [most] * (line.units // most) + [rest for rest in (line.units % most,) if rest]
    goes_on = tuple(sorted(tables.policy.codes("drugs.line_continued_modifier")))
    split = " + ".join(map(str, units))
    told = f"{line.units} units: a line holds {most}, so {split}, with {'/'.join(goes_on)} on each after the first"
    return tuple(
        replace(
            line,
            units=count,
            modifiers=line.modifiers if n == 0 else (*line.modifiers, *goes_on),
            ndc=ndc,
            steps=(*line.steps, told),
        )
        for n, (count, ndc) in enumerate(zip(units, _by_units(line.ndc, units, tables), strict=True))
    )


def _by_units(ndc: Ndc | None, units: list[int], tables: Tables) -> list[Ndc | None]:
    """The NDC of each line, its quantity in proportion to the units and whole in sum."""
    if ndc is None or ndc.quantity is None:
        return [ndc] * len(units)
    step = Decimal(1).scaleb(-tables.policy.number("drugs.ndc_decimals"))
    parts = [(ndc.quantity * n / sum(units)).quantize(step, rounding=ROUND_HALF_UP) for n in units[:-1]]
    return [ndc.model_copy(update={"quantity": part.normalize()}) for part in (*parts, ndc.quantity - sum(parts))]


def _unlisted(visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables) -> Part:
    """One unit with a narrative; JZ where nothing was left of the containers, else a question."""
    first = given[0]
    unit = first.administration.dose.unit if first.administration.dose else "mg"
    found, asked = packages(given, unit)
    units = tables.policy.number("drugs.unlisted_units")
    ndc = found[0].part(Decimal(1), tables.policy.number("drugs.ndc_decimals")) if found else None
    steps = tuple(dict.fromkeys(step for g in given for step in (*g.steps, *g.label)))
    zero, more, doubts = unlisted_waste(visit, drug, given, unit, tables)
    line = _line(drug, units, zero, ndc, given, (*steps, *more), tables, first.narrative)
    return Part((line,), (*asked, *doubts, *_no_ndc(visit, drug, given, tables)))
