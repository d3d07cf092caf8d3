"""Which product a documented name means: by brand or code, date, route, indication and container size."""

from dataclasses import replace

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug, UncodedBrand
from oncodesk.coding.drugs.by_label import by_label
from oncodesk.coding.drugs.found import Product
from oncodesk.coding.drugs.names import beginning, ever_named, folded, is_fluid, named, resembling, spellings, uncoded
from oncodesk.coding.drugs.routes import by_indication, by_route, by_size, for_mouth, way
from oncodesk.domain.derivation import Question
from oncodesk.domain.ndc import eleven_digits, printed
from oncodesk.domain.visit import Administration, DrugClass, Visit


def find(given: Administration, visit: Visit, tables: Tables) -> Product:
    """The product given. A class stated in the visit outranks the product's own."""
    found = by_label(_find(given, visit, tables), given, visit, tables)
    if given.drug_class is None:
        return found
    return replace(found, drug_class=given.drug_class)


def _find(given: Administration, visit: Visit, tables: Tables) -> Product:
    name = (given.drug or "").strip()
    if not name:
        return _ask(given, "which drug it was", "only its class is stated, so no drug can be billed")
    if given.route == "oral" and name.lower() in tables.policy.codes("drugs.oral_not_billed_names"):
        return Product(None, "therapeutic")
    if current := named(name, tables):
        return _choose(given, name, current, visit, tables)
    if ever := ever_named(name, tables):
        return _not_in_force(given, name, ever, visit, tables)
    if brand := uncoded(name, tables):
        return _unlisted(given, name, brand, tables, _awaited(given, brand, tables))
    if new := _replacement(name, tables):
        return Product(new, new.drug_class, steps=(f"{name.upper()} has ended: {new.code} took its place",))
    if makers := _biosimilars(name, tables):
        why = f"each maker's has a code of its own: {_titles(makers)}"
        return _ask(given, f"which maker's product {name} was", why, _common(makers))
    if is_fluid(name, tables):
        return Product(None, "hydration", steps=(f"{name} is a plain fluid without a code: the bag is not billed",))
    if alike := beginning(name, tables):
        return _alike(given, name, alike, visit, tables)
    why = "the drug tables know no product of that name, so nothing of it is billed until then"
    if near := resembling(name, tables):
        why += f"; spelled much like it: {', '.join(drug.generic for drug in near)}"
    return _ask(given, f"which drug {name!r} is", why)


def _biosimilars(name: str, tables: Tables) -> tuple[Drug, ...]:
    """The biosimilars of a drug that is named only as its biosimilar."""
    words = [word for word in name.lower().split() if word != "biosimilar"]
    if not words or len(words) == len(name.split()):
        return ()
    return tuple(d for d in tables.drugs if d.generic.lower().startswith(f"{words[0]}-"))


def _ask(given: Administration, ask: str, why: str, drug_class: DrugClass | None = None) -> Product:
    return Product(None, drug_class, questions=(Question(fact=given.id, ask=ask, field="drug", why=why),))


def _alike(given: Administration, name: str, drugs: tuple[Drug, ...], visit: Visit, tables: Tables) -> Product:
    """One drug whose name was typed in part is taken; several are asked about, their common class stands."""
    generics = sorted({d.generic for d in drugs})
    if len(generics) == 1:
        found = _among(given, name, drugs, visit, tables)
        return replace(found, steps=(f"{name} taken as {generics[0]}", *found.steps))
    return _ask(given, f"which drug {name!r} is", f"names that begin so: {_titles(drugs[:8])}", _common(drugs))


def _replacement(code: str, tables: Tables) -> Drug | None:
    """What took the place of an ended code, on days after its last one."""
    entry = tables.policy.table("drugs.replaced_codes").get(code.upper())
    return tables.drug(str(entry["by"])) if entry and entry["ended"] < tables.on else None


def _choose(given: Administration, name: str, drugs: tuple[Drug, ...], visit: Visit, tables: Tables) -> Product:
    if not (held := _by_name(name, drugs)):
        why = f"only makers' own codes exist: {_titles(drugs)}"
        return _ask(given, f"which maker's product {name} was", why, _common(drugs))
    found = _among(given, name, held, visit, tables)
    return replace(found, steps=(*found.steps, *_how(name, drugs, found.drug)))


def _among(given: Administration, name: str, held: tuple[Drug, ...], visit: Visit, tables: Tables) -> Product:
    """The one of several codes of a name that fits route, indication and container size, else a question."""
    routed, questions, steps = by_route(given, held, tables)
    if not routed and given.route == "oral":
        if all(d.drug_class == "therapeutic" for d in held):
            return Product(None, "therapeutic")
        why = f"{', '.join(sorted(d.code for d in held))} are not for a drug by mouth"
        return _ask(given, f"the code of {name} by mouth", why, held[0].drug_class)
    if not routed and for_mouth(held):
        why = f"{', '.join(sorted(d.code for d in held))} are for the mouth"
        return _ask(given, f"which form of {name} was given {way(given)}", why, _common(held))
    if not routed:
        return _unlisted(given, name, held[0], tables, (*questions,))
    left = by_size(given, by_indication(routed, visit))
    if len(left) == 1:
        return _one(given, left[0], steps, questions, visit, tables)
    codes = ", ".join(sorted(d.code for d in left))
    if all(d.drug_class == "hydration" for d in left):
        if given.route == "iv_push" or given.purpose in tables.policy.codes("infusion.hydration_purposes_excluded"):
            return Product(None, "hydration")
        return _ask(given, f"which bag of {name} was hung", f"the code depends on its size: {codes}", "hydration")
    return _ask(given, f"which product of {name} was given", f"these fit: {_titles(left)}", _common(left))


def _titles(drugs: tuple[Drug, ...]) -> str:
    """`Octagam (J1568), Privigen (J1459)`."""
    return ", ".join(sorted(f"{(d.brands or (d.generic,))[0]} ({d.code})" for d in drugs))


def _one(
    given: Administration,
    drug: Drug,
    steps: tuple[str, ...],
    questions: tuple[Question, ...],
    visit: Visit,
    tables: Tables,
) -> Product:
    if visit.in_office and drug.code in tables.policy.codes("drugs.opps_only_codes"):
        return _ask(given, "the drug's name", f"{drug.code} is for hospital outpatient departments only")
    if not drug.unlisted:
        return Product(drug, drug.drug_class, steps=steps, questions=questions)
    ask = Question(fact=given.id, ask="the drug's name", field="drug", why=f"{drug.code} is an unlisted code")
    return Product(drug, drug.drug_class, describe(given), steps, (*questions, ask))


def _how(name: str, drugs: tuple[Drug, ...], drug: Drug | None) -> tuple[str, ...]:
    if drug is None or drug.unlisted:
        return ()
    others = sorted(d.code for d in drugs if d.code != drug.code)
    beside = f", not {', '.join(others)}" if others else ""
    return (f"{name} is {drug.code}{beside}",) if others or name.upper() != drug.code else ()


def _common(drugs: tuple[Drug, ...]) -> DrugClass | None:
    classes = {None if d.kind else d.drug_class for d in drugs}
    return classes.pop() if len(classes) == 1 else None


def _by_name(name: str, drugs: tuple[Drug, ...]) -> tuple[Drug, ...]:
    """Brand or code before generic name; a maker's own code never by the generic name."""
    wanted = {folded(text) for text in spellings(name)}
    exact = tuple(d for d in drugs if wanted & {folded(n) for n in (d.code, *d.brands)})
    return exact or tuple(d for d in drugs if d.product is None)


def _not_in_force(given: Administration, name: str, ever: tuple[Drug, ...], visit: Visit, tables: Tables) -> Product:
    """A name whose codes have ended takes the code in their place; one that has none yet takes the unlisted code."""
    ended = tuple(d for d in ever if d.until and d.until < tables.on)
    for old in ended:
        if new := _replacement(old.code, tables):
            return Product(new, new.drug_class, steps=(f"{old.code} ended {old.until}: {new.code} took its place",))
        if current := tuple(d for d in tables.drugs_named(old.generic) if d.product is None):
            found = _choose(given, old.generic, current, visit, tables)
            step = f"{old.code} ended {old.until}"
            return replace(found, steps=(step, *found.steps))
    return _unlisted(given, name, ever[0], tables, ())


def _awaited(given: Administration, brand: UncodedBrand, tables: Tables) -> tuple[Question, ...]:
    """Asks for a code that may have begun since the table was reviewed; a loaded official file that is newer says."""
    if not brand.awaited:
        return ()
    ask = f"whether {brand.brand} has a code of its own on {tables.on}"
    return (Question(fact=given.id, ask=ask, field="drug", why=f"{brand.note} Look in the HCPCS file of the quarter"),)


def _unlisted(
    given: Administration, name: str, known: Drug | UncodedBrand, tables: Tables, questions: tuple[Question, ...]
) -> Product:
    codes = tables.policy.table("drugs.unlisted_by_class")
    code = codes.get("complex_biologic" if _biologic(known, tables) else known.drug_class, "")
    drug = tables.drug(str(code)) or tables.unlisted(known.drug_class)
    if drug is None:
        ask = Question(fact=given.id, ask=f"a code for {name}", field="drug", why=f"none is in force on {tables.on}")
        return Product(None, known.drug_class, questions=(*questions, ask), encounter=known.encounter)
    step = f"{name} has no code of its own on {tables.on}: unlisted {drug.code}, one unit, with its narrative"
    return Product(drug, known.drug_class, describe(given), (step,), questions, known.encounter)


def _biologic(known: Drug | UncodedBrand, tables: Tables) -> bool:
    """Whether a drug that is no antineoplastic is a biologic, as its generic name tells."""
    parts = tables.policy.codes("drugs.biologic_name_parts")
    return known.drug_class == "therapeutic" and any(part in known.generic.lower() for part in parts)


def describe(given: Administration) -> str:
    """What the narrative of an unlisted drug says: name, dose, route, NDC, strength opened."""
    parts = [given.name, str(given.dose) if given.dose else "", given.route.replace("_", " ")]
    for opened in given.containers[:1]:
        forms = eleven_digits(printed(opened.ndc)) if opened.ndc else ()
        number = forms[0] if len(forms) == 1 else opened.ndc
        parts += [f"NDC {number}" if number else "", f"{opened.amount.normalize():f} {opened.unit} container"]
    return ", ".join(part for part in parts if part)[:80]
