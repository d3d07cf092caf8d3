"""What each of the shipped codes is found by: drugs, procedures, modifiers, diagnoses."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from oncodesk.codes import facts
from oncodesk.codes.lookup.diagnosis_rows import diagnosis_rows
from oncodesk.codes.lookup.row import Aliases, Row, aliases_of, named
from oncodesk.codes.modifiers import Modifier, read_modifiers
from oncodesk.codes.sources.icd10cm_tabular import Entry
from oncodesk.codes.values import Drug, Procedure


def shipped_rows(
    entries: list[Entry],
    drugs: list[dict[str, Any]],
    procedures: list[dict[str, Any]],
    synonyms: Iterable[tuple[str, str, str]],
    edition: tuple[str, str, str, str],
) -> list[Row]:
    """Every code of every set in order of importance."""
    aliases = aliases_of(synonyms)
    found = [_drug(facts.drug_of(row), aliases) for row in drugs]
    found += [_procedure(facts.procedure_of(row), aliases) for row in procedures]
    found += map(_modifier, read_modifiers())
    found += diagnosis_rows(entries, aliases, edition)
    return sorted(found, key=lambda row: row.order)


def _drug(drug: Drug, aliases: Aliases) -> Row:
    brands = f" ({', '.join(drug.brands[:3])})" if drug.brands else ""
    return Row(
        set_="cpt" if drug.code[0].isdigit() else "hcpcs", code=drug.code, text=f"{drug.generic}, {drug.unit}{brands}",
        billable=True,
        phrases=(drug.generic, *drug.brands, f"{drug.generic} {drug.unit}", *_spread(drug)),
        named=named(drug.code, aliases),
        wider=" ".join(
            ("drug", drug.drug_class, drug.kind or "", *drug.routes, drug.product or "", drug.indication or "")
        ),
        since=drug.since.isoformat(), until=drug.until.isoformat() if drug.until else None,
        edition=drug.reviewed.isoformat() if drug.reviewed else None,
        lesser=drug.product is not None or drug.routes == ("oral",),
    )  # fmt: skip


def _spread(drug: Drug) -> Iterator[str]:
    """What is said of a drug made to be given under the skin: its name beside the route."""
    if "hyaluronidase" in drug.generic and drug.routes == ("subcutaneous",):
        yield re.sub(r",? and hyaluronidase", "", drug.generic) + " subcutaneous"


def _procedure(procedure: Procedure, aliases: Aliases) -> Row:
    role = [procedure.role.replace(".", " ").replace("_", " ")] if procedure.role else []
    return Row(
        set_="cpt" if procedure.code[0].isdigit() else "hcpcs", code=procedure.code, text=procedure.wording,
        billable=True, phrases=(procedure.wording, *procedure.keywords, *role), named=named(procedure.code, aliases),
        wider=procedure.kind.replace("_", " "),
        since=procedure.since.isoformat(), until=procedure.until.isoformat() if procedure.until else None,
        edition=procedure.reviewed.isoformat() if procedure.reviewed else None,
    )  # fmt: skip


def _modifier(found: Modifier) -> Row:
    """Each name with the word modifier, so that a service of the same name is meant before it."""
    return Row(
        set_=found.set, code=found.code, text=f"Modifier: {found.wording}", billable=True, lesser=True,
        phrases=(f"modifier {found.wording}", *(f"modifier {name}" for name in found.keywords)),
        named=(f"modifier {found.code}",),
        since=found.since.isoformat(), until=found.until.isoformat() if found.until else None,
        edition=found.reviewed.isoformat(),
    )  # fmt: skip
