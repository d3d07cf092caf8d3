"""The product by the National Drug Codes of what was opened, where Medicare's crosswalk is loaded."""

from dataclasses import replace

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.found import Product
from oncodesk.coding.drugs.label import Label, labels
from oncodesk.coding.drugs.names import ever_named, folded, spellings
from oncodesk.coding.drugs.routes import by_indication, side
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Administration, Visit


def by_label(found: Product, given: Administration, visit: Visit, tables: Tables) -> Product:
    """What the containers' NDCs say of the product: they confirm it, name another code of the drug, or contradict it.

    Without a crosswalk nothing is checked; a generic name that makers have codes of their own for says so.
    """
    read = labels(given, tables)
    known = [label for label in read if label.rows]
    if not known:
        return _by_maker(found, given, read, tables)
    codes = [{row.code for row in label.rows or ()} for label in known]
    shared = set.intersection(*codes)
    told = "; ".join(_told(label) for label in known)
    if not shared:
        ask = Question(
            fact=given.id, ask=f"how much of {given.name} came of which product", field="containers", why=told
        )
        return replace(found, questions=(*found.questions, ask))
    if found.drug and found.drug.code in shared:
        return replace(found, label=(told,))
    drugs = tuple(drug for code in sorted(shared) if (drug := tables.drug(code)))
    fit = by_indication(tuple(d for d in drugs if given.route in d.routes) or drugs, visit)
    if len(fit) != 1:
        return replace(found, label=(f"{told}: not in the drug tables of {tables.on}",)) if not fit else found
    return _instead(found, fit[0], told, given, tables)


def _instead(found: Product, drug: Drug, told: str, given: Administration, tables: Tables) -> Product:
    """The drug that the label names in place of the one by name, where it is the same drug; else a question."""
    name = (given.drug or "").strip()
    by_name = ever_named(name, tables) if name else ()
    if found.drug and not found.drug.unlisted:
        by_name = (*by_name, found.drug)
    if by_name and _word(drug.generic) not in {_word(d.generic) for d in by_name}:
        ask = f"whether {name} or {drug.generic} was given"
        question = Question(fact=given.id, ask=ask, field="containers.ndc", why=told)
        return replace(found, questions=(*found.questions, question))
    others = tuple(q for q in found.questions if q.field != "drug")
    if name and not by_name:
        ask = f"whether {name!r} is {drug.generic}, as the NDC says"
        others = (*others, Question(fact=given.id, ask=ask, field="drug", why=told))
    beside = f", not {found.drug.code}" if found.drug else ""
    return Product(drug, drug.drug_class, questions=others, label=(f"{told}{beside}",))


def _told(label: Label) -> str:
    """`NDC 00409002102 is of J9294 (Pemetrexed, Pfizer Inc) in Medicare's NDC crosswalk 2026-01-01`."""
    rows = label.rows or ()
    codes = " or ".join(dict.fromkeys(row.code for row in rows))
    first = rows[0]
    late = f", {first.stale}" if first.stale else ""
    return (
        f"NDC {label.code} is of {codes} ({first.name.strip()}, {first.labeler.strip()})"
        f" in Medicare's NDC crosswalk {first.edition}{late}"
    )


def _word(generic: str) -> str:
    return generic.lower().replace("-", " ").split()[0]


def _by_maker(found: Product, given: Administration, read: tuple[Label, ...], tables: Tables) -> Product:
    """Asks whose product a generic name was where makers have codes of their own and no label was recorded."""
    name, drug = (given.drug or "").strip(), found.drug
    if read and drug:
        numbers = ", ".join(label.code or label.typed for label in read)
        lacking = any(label.rows is None for label in read)
        if not lacking:
            return replace(found, label=(f"NDC {numbers} is not in the loaded NDC crosswalk: not checked",))
        if _rivals(name, drug, tables):
            step = f"no NDC crosswalk is loaded: whether {drug.code} is the code of NDC {numbers} is not checked"
            return replace(found, label=(step,))
        return found
    if drug is None or given.supplied_by != "practice" or drug.product or drug.unlisted:
        return found
    if drug.drug_class != "antineoplastic" and drug.code not in tables.policy.codes("drugs.maker_asked_codes"):
        return found
    rivals = _rivals(name, drug, tables)
    if not rivals:
        return found
    own = ", ".join(sorted(f"{d.product} {d.code}" for d in rivals))
    why = f"makers' own codes: {own}; {drug.code} is billed until the label tells otherwise"
    ask = f"the NDC of {name}, which tells whose product it was"
    return replace(
        found, questions=(*found.questions, Question(fact=given.id, ask=ask, field="containers.ndc", why=why))
    )


def _rivals(name: str, drug: Drug, tables: Tables) -> tuple[Drug, ...]:
    """Makers' own codes of a drug named by its generic name, for the same side of the body."""
    typed = {folded(text) for text in spellings(name)}
    if drug.unlisted or drug.product or folded(drug.generic) not in typed or typed & {folded(b) for b in drug.brands}:
        return ()
    sides = {side(route) for route in drug.routes}
    same = tables.drugs_named(drug.generic)
    return tuple(d for d in same if d.product and d.code != drug.code and {side(r) for r in d.routes} & sides)
