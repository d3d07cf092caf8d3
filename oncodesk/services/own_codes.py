"""Which codes a practice uses, and where: its favourites, its templates, its fee schedule."""

from collections.abc import Iterable, Iterator

from oncodesk.codes.tables import Tables
from oncodesk.coding.drugs.names import ever_named, named
from oncodesk.coding.drugs.product import find
from oncodesk.domain.base import Frozen
from oncodesk.domain.fees import Fees
from oncodesk.domain.template import Favourites, PlannedDrug, Template
from oncodesk.domain.visit import Administration, Visit

Document = Favourites | Template | Fees


class OwnCode(Frozen):
    """A code as the practice writes it, and where it uses it: `favourites`, `template FOLFOX`, `fees Standard`."""

    code: str
    where: str


class OwnCodes(Frozen):
    """Every code the practice uses; `unknown` names the drugs of its templates for which no code is known."""

    codes: tuple[OwnCode, ...] = ()
    unknown: tuple[str, ...] = ()


def own_codes(tables: Tables, documents: Iterable[Document]) -> OwnCodes:
    """The codes of those documents; a drug's name stands for the code, or the codes, it has on the tables' day."""
    held: list[OwnCode] = []
    unknown: list[str] = []
    for document in documents:
        where = _where(document)
        held += [OwnCode(code=code, where=where) for code in _codes(document)]
        if isinstance(document, Template):
            for planned in document.administrations:
                codes = _of_drug(planned, document, tables)
                held += [OwnCode(code=code, where=where) for code in codes]
                unknown += [] if codes else [f"{planned.drug} ({where})"]
    return OwnCodes(codes=tuple(dict.fromkeys(held)), unknown=tuple(dict.fromkeys(unknown)))


def _where(document: Document) -> str:
    if isinstance(document, Favourites):
        return "favourites"
    return f"{'template' if isinstance(document, Template) else 'fees'} {document.name}"


def _codes(document: Document) -> Iterator[str]:
    if isinstance(document, Favourites):
        yield from (favourite.code for favourite in document.codes)
    elif isinstance(document, Fees):
        yield from document.per_unit
    else:
        yield from (diagnosis.code for diagnosis in document.diagnoses)
        yield from (service.code for service in document.services)


def _of_drug(planned: PlannedDrug, template: Template, tables: Tables) -> tuple[str, ...]:
    """The code that the engine would bill; all it may be where it would ask; none where the drug is not known."""
    given = Administration(id="1", drug=planned.drug, drug_class=planned.drug_class, route=planned.route)
    visit = Visit(
        date_of_service=tables.on, reason=template.reason, diagnoses=template.diagnoses, administrations=(given,)
    )
    if (found := find(given, visit, tables)).drug:
        return (found.drug.code,)
    possible = named(planned.drug, tables) or ever_named(planned.drug, tables)
    return tuple(dict.fromkeys(drug.code for drug in possible))
