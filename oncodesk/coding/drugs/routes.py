"""Which of a drug's codes fit the way it was given, what it was given for, and the containers opened."""

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.names import beginning
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotless
from oncodesk.domain.quantity import Quantity
from oncodesk.domain.visit import Administration, DrugClass, Visit

VEIN = frozenset({"iv_infusion", "iv_push", "pump_prolonged"})
SKIN = frozenset({"subcutaneous", "intramuscular", "on_body_injector"})
NEOPLASTIC: frozenset[DrugClass] = frozenset({"antineoplastic", "complex_biologic"})
_DIALYSIS = ("N186", "Z992")


def side(route: str) -> str:
    """Routes of one side of the body told as one: vein, skin, or the route itself."""
    return "vein" if route in VEIN else "skin" if route in SKIN else route


def by_route(
    given: Administration, drugs: tuple[Drug, ...], tables: Tables
) -> tuple[tuple[Drug, ...], tuple[Question, ...], tuple[str, ...]]:
    """The drugs that go that way, what to ask, and why another code was taken; none where no form is known."""
    for fits in (
        tuple(d for d in drugs if given.route in d.routes),
        tuple(d for d in drugs if side(given.route) in {side(r) for r in d.routes}),
    ):
        if fits:
            return fits, (), ()
    if for_mouth(drugs) and given.route != "oral":
        return _for_vein(given, drugs, tables), (), ()
    if partners := _partners(given, drugs, tables):
        step = f"given {way(given)}: {partners[0].code}, not {drugs[0].code}"
        ask = Question(fact=given.id, ask="whether that form was given", field="drug", why=step)
        return partners, (ask,), (step,)
    if given.route == "oral":
        return _by_mouth(drugs, tables), (), ()
    if given.route in VEIN and all(d.routes == ("access_flush",) for d in drugs):
        why = f"{drugs[0].code} is for flushing a line, which is included in what else is given through it"
        return drugs, (Question(fact=given.id, ask="whether it flushed the line", field="route", why=why),), ()
    sides = {side(r) for d in drugs for r in d.routes}
    wrong = {side(given.route)} | sides >= {"vein", "skin"} and side(given.route) not in sides
    if not wrong or not all(d.drug_class in NEOPLASTIC for d in drugs):
        return drugs, (), ()
    if any(_protein(d, tables) for d in drugs):
        why = f"{drugs[0].code} is not for that route, and no code is known for this form"
        return (), (Question(fact=given.id, ask="which product it was", field="drug", why=why),), ()
    why = (
        f"{drugs[0].generic} is usually given {' or '.join(_told_ways(drugs))}; {drugs[0].code} is billed all the same"
    )
    return drugs, (Question(fact=given.id, ask=f"whether it was given {way(given)}", field="route", why=why),), ()


def way(given: Administration) -> str:
    """The route in words."""
    return given.route.replace("_", " ")


def _told_ways(drugs: tuple[Drug, ...]) -> list[str]:
    return list(dict.fromkeys(route.replace("_", " ") for d in drugs for route in d.routes))


def for_mouth(drugs: tuple[Drug, ...]) -> bool:
    """Whether they are all taken by mouth only."""
    return all(set(d.routes) == {"oral"} for d in drugs)


def _for_vein(given: Administration, drugs: tuple[Drug, ...], tables: Tables) -> tuple[Drug, ...]:
    """The injected form of a brand that is named like its tablets: `Emend` into a vein is `Emend IV`."""
    for names in ([b for d in drugs for b in d.brands], [d.generic for d in drugs]):
        alike = (other for name in names for other in beginning(name, tables))
        if found := {d.code: d for d in alike if side(given.route) in {side(r) for r in d.routes}}:
            return tuple(found.values())
    return ()


def _protein(drug: Drug, tables: Tables) -> bool:
    """Whether a drug is a biologic by its name: its forms for vein and skin are products of their own."""
    return any(part in drug.generic.lower() for part in tables.policy.codes("drugs.biologic_name_parts"))


def _by_mouth(drugs: tuple[Drug, ...], tables: Tables) -> tuple[Drug, ...]:
    """The same drugs in a form for the mouth, under the same generic name or that name with the word oral."""
    names = [name for d in drugs for name in (d.generic, f"{d.generic}, oral")]
    rows = (d for name in names for d in tables.drugs_named(name) if "oral" in d.routes and d.product is None)
    return tuple({d.code: d for d in rows}.values())


def _partners(given: Administration, drugs: tuple[Drug, ...], tables: Tables) -> tuple[Drug, ...]:
    pairs = tables.policy.table("drugs.route_partners")
    back = {other: code for code, other in pairs.items()}
    codes = [c for d in drugs for c in (pairs.get(d.code), back.get(d.code)) if c]
    found = (tables.drug(code) for code in dict.fromkeys(codes))
    return tuple(d for d in found if d and side(given.route) in {side(r) for r in d.routes})


def by_indication(drugs: tuple[Drug, ...], visit: Visit) -> tuple[Drug, ...]:
    """Codes for dialysis only where the diagnoses hold end-stage renal disease, and the other ones only elsewhere."""
    dialysis = any(dotless(d.code).startswith(_DIALYSIS) for d in visit.diagnoses if d.status == "active")
    unfit = "non_esrd" if dialysis else "esrd"
    return tuple(d for d in drugs if d.indication != unfit) or drugs


def by_size(given: Administration, drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    """The codes whose containers fit what was opened or given; sizes that several of them share tell nothing."""
    sizes = [(sold.amount, sold.unit) for d in drugs for sold in set(d.containers)]
    if len(drugs) < 2 or len(sizes) > len(set(sizes)):
        return drugs
    opened = [Quantity.model_validate({"amount": c.amount, "unit": c.unit}) for c in given.containers]
    amount = given.dose or given.volume
    if opened and (fits := tuple(d for d in drugs if all(_marketed(size, d) for size in opened))):
        return fits
    if amount and (fits := tuple(d for d in drugs if _marketed(amount, d))):
        return fits
    return drugs


def _marketed(size: Quantity, drug: Drug) -> bool:
    return any(size.to(sold.unit) == sold.amount for sold in (*drug.containers,))
