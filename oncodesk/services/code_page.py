"""Everything known of one code."""

from datetime import date

from oncodesk.codes.library import CodeSets
from oncodesk.codes.modifiers import Modifier, modifier
from oncodesk.codes.tables import Tables
from oncodesk.codes.values import CodeSet, DiagnosisCode, Drug, HcpcsCode, Notes, Procedure
from oncodesk.domain.base import Frozen
from oncodesk.domain.fees import Fees
from oncodesk.services.code_parts import NotePart, PairPart, Particular, Relative
from oncodesk.services.code_tables import pair_parts, table_particulars, tables_lacking
from oncodesk.words import say

HEADINGS = {
    "inclusion": say("Also called"),
    "includes": say("Includes"),
    "excludes1": say("Excludes1 (not together)"),
    "excludes2": say("Excludes2 (both may be coded)"),
    "code_first": say("Code first"),
    "use_additional": say("Use additional"),
    "code_also": say("Code also"),
    "general": say("Note"),
}

COVERAGE = {
    "C": say("by the contractor's judgment"),
    "D": say("special coverage instructions apply"),
    "I": say("not payable by Medicare"),
    "M": say("not covered by Medicare"),
    "S": say("not covered by Medicare, by statute"),
}
"""HCPCS record layout, coverage code."""


class CodePage(Frozen):
    """One code on one day: its text, its period, and what its set says of it.

    `in_force` is None where no loaded edition says. `warnings` name what was not answered from the edition in force.
    """

    set: CodeSet
    code: str
    text: str
    on: date
    billable: bool
    in_force: bool | None
    since: date | None
    until: date | None
    edition: str | None
    parents: tuple[Relative, ...] = ()
    children: tuple[Relative, ...] = ()
    notes: tuple[NotePart, ...] = ()
    seventh: tuple[Particular, ...] = ()
    particulars: tuple[Particular, ...] = ()
    primaries: tuple[Relative, ...] = ()
    add_ons: tuple[Relative, ...] = ()
    pairs: tuple[PairPart, ...] = ()
    source: str | None = None
    reviewed: date | None = None
    warnings: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The page as plain text."""
        return "\n".join(line for part in _parts(self) for line in part)


def code_page(code_sets: CodeSets, code: str, on: date, fees: Fees | None = None) -> CodePage | None:
    """The page of that code (dot, case and spaces do not matter), or None where no set has it on any day.

    `fees` are the practice's own charges.
    """
    tables, wanted = code_sets.at(on), code.replace(" ", "").upper()
    if modified := modifier(wanted):
        return _officially(_modifier_page(modified, on), tables)
    page = _page(tables, wanted, on)
    return page if page is None or page.set == "icd10cm" else _with_tables(page, tables, fees)


def _with_tables(page: CodePage, tables: Tables, fees: Fees | None) -> CodePage:
    """The page with what the loaded edit tables and price files say of the code."""
    return page.model_copy(
        update={
            "particulars": page.particulars + table_particulars(page.code, tables, fees),
            "pairs": pair_parts(page.code, tables),
            "warnings": page.warnings + tables_lacking(page.code, tables),
        }
    )


def _page(tables: Tables, wanted: str, on: date) -> CodePage | None:
    drug = _drug(tables, wanted)
    if drug:
        return _officially(_checked(_drug_page(drug, on), tables), tables)
    procedure = tables.procedure(wanted) or tables.known_procedure(wanted)
    if procedure:
        return _officially(_procedure_page(procedure, tables), tables)
    official = tables.hcpcs(wanted)
    if official:
        return _hcpcs_page(official, tables)
    diagnosis = tables.diagnosis(wanted)
    return _diagnosis_page(diagnosis, tables) if diagnosis else None


def _drug(tables: Tables, code: str) -> Drug | None:
    ever = [drug for drug in tables.drugs_ever_named(code) if drug.code == code]
    return tables.drug(code) or max(ever, key=lambda drug: drug.since, default=None)


def _drug_page(drug: Drug, on: date) -> CodePage:
    named = {
        say("Brands"): ", ".join(drug.brands),
        say("Billing unit"): str(drug.unit),
        say("Kind"): drug.kind.replace("_", " ") if drug.kind else None,
        say("Class"): drug.drug_class.replace("_", " "),
        say("Encounter"): drug.encounter.replace("_", " "),
        say("Routes"): ", ".join(route.replace("_", " ") for route in drug.routes),
        say("Containers"): ", ".join(map(str, drug.containers)),
        say("Container kind"): drug.container_kind.replace("_", " "),
        say("Only the product"): drug.product,
        say("Only for"): drug.indication,
        say("Long-term use"): drug.long_term,
        say("Catch-all"): say("for drugs that have no code of their own") if drug.unlisted else None,
        say("Note"): drug.note,
    }
    return CodePage(
        set=_set_of(drug.code), code=drug.code, text=drug.generic, on=on, billable=True, in_force=drug.in_force(on),
        since=drug.since, until=drug.until, edition=_iso(drug.reviewed), particulars=_particulars(named),
        source=drug.source or None, reviewed=drug.reviewed,
    )  # fmt: skip


def _checked(page: CodePage, tables: Tables) -> CodePage:
    """The page of one of our drugs, not said to be in force past the files that it was checked against."""
    warnings = _of("HCPCS", tables)
    if page.set != "hcpcs" or not warnings or (tables.hcpcs(page.code) and not tables.day.is_outdated):
        return page
    return page.model_copy(update={"in_force": None if page.in_force else page.in_force, "warnings": warnings})


def _set_of(code: str) -> CodeSet:
    return "cpt" if code[0].isdigit() else "hcpcs"


def _procedure_page(procedure: Procedure, tables: Tables) -> CodePage:
    named = {
        say("Kind"): procedure.kind.replace("_", " "),
        say("Components"): {
            "split": say("26 and TC"),
            "professional": say("professional only"),
            "technical": say("technical only"),
        }.get(procedure.component),
        say("Facility"): say("only facilities report it") if procedure.facility_only else None,
        say("Note"): procedure.note,
    }
    return CodePage(
        set=_set_of(procedure.code), code=procedure.code, text=procedure.wording,
        on=tables.on, billable=True, in_force=procedure.in_force(tables.on), since=procedure.since,
        until=procedure.until, edition=_iso(procedure.reviewed), particulars=_particulars(named),
        primaries=tuple(_procedure_relative(tables, code) for code in procedure.addon_to),
        add_ons=tuple(Relative(code=p.code, text=p.wording) for p in tables.add_ons(procedure.code)),
        source=procedure.source or None, reviewed=procedure.reviewed,
    )  # fmt: skip


def _modifier_page(found: Modifier, on: date) -> CodePage:
    named: dict[str, str | None] = {
        say("Kind"): f"modifier ({found.kind})",
        say("Also asked for as"): ", ".join(found.keywords),
        say("Note"): found.note,
    }
    return CodePage(
        set=found.set, code=found.code, text=f"Modifier: {found.wording}", on=on, billable=True,
        in_force=found.in_force(on), since=found.since, until=found.until, edition=_iso(found.reviewed),
        particulars=_particulars(named), source=found.source, reviewed=found.reviewed,
    )  # fmt: skip


def _hcpcs_page(found: HcpcsCode, tables: Tables) -> CodePage:
    return CodePage(
        set="hcpcs", code=found.code, text=found.text, on=tables.on, billable=True,
        in_force=_stands(found, tables), since=found.added, until=found.terminated, edition=found.edition,
        particulars=_particulars(_printed(found)), source="HCPCS Level II", warnings=_of("HCPCS", tables),
    )  # fmt: skip


def _officially(page: CodePage, tables: Tables) -> CodePage:
    """The page of one of our own rows with what the loaded official file prints of the code."""
    found = tables.hcpcs(page.code)
    if found is None:
        return page
    then = f" in {found.edition[:4]}" if tables.day.is_outdated else ""
    named = {
        f"Official text{then}": found.text,
        f"Official days{then}": say(
            "{since} to {until}", since=found.added or say("not stated"), until=found.terminated or say("open")
        ),
        **({"Official edition": found.edition} if then else _printed(found)),
    }
    warnings = tuple(dict.fromkeys(page.warnings + _of("HCPCS", tables)))
    return page.model_copy(update={"particulars": page.particulars + _particulars(named), "warnings": warnings})


def _printed(found: HcpcsCode) -> dict[str, str | None]:
    return {
        say("Short text"): found.short,
        say("Last change"): found.acted.isoformat() if found.acted else None,
        say("Coverage"): COVERAGE.get(found.coverage, found.coverage),
        say("Pricing"): found.pricing,
        say("Type of service"): found.services,
        say("Cross-reference"): found.cross_reference,
        say("Official edition"): found.edition,
    }


def _stands(found: HcpcsCode, tables: Tables) -> bool | None:
    """Whether the code stood on the day; an older edition knows of ends, not of what came after it."""
    return (None if _of("HCPCS", tables) else True) if found.in_force(tables.on) else False


def _of(set_: str, tables: Tables) -> tuple[str, ...]:
    return tuple(said for said in tables.stale if said.startswith(set_))


def _diagnosis_page(found: DiagnosisCode, tables: Tables) -> CodePage:
    return CodePage(
        set="icd10cm", code=found.code, text=found.text, on=tables.on, billable=found.billable,
        in_force=_printed_then(found, tables), since=found.since, until=found.until, edition=found.edition,
        parents=tuple(_entry_relative(tables, code) for code in found.parents),
        children=tuple(_entry_relative(tables, code) for code in found.children),
        notes=_noted(None, found.notes) + tuple(n for at, notes in found.inherited for n in _noted(at, notes)),
        seventh=tuple(Particular(name=char, value=meaning) for char, meaning in found.seventh),
        source="ICD-10-CM tabular list", warnings=_of("ICD-10-CM", tables),
    )  # fmt: skip


def _printed_then(found: DiagnosisCode, tables: Tables) -> bool | None:
    """Whether the code stood on the day, None where its edition was not in force then."""
    if _of("ICD-10-CM:", tables):
        return None
    return found.since is None or found.since <= tables.on


def _noted(at: str | None, notes: Notes) -> tuple[NotePart, ...]:
    held = ((heading, getattr(notes, kind)) for kind, heading in HEADINGS.items())
    return tuple(NotePart(heading=heading, at=at, texts=texts) for heading, texts in held if texts)


def _particulars(named: dict[str, str | None]) -> tuple[Particular, ...]:
    return tuple(Particular(name=name, value=value) for name, value in named.items() if value)


def _procedure_relative(tables: Tables, code: str) -> Relative:
    found = tables.procedure(code) or tables.known_procedure(code)
    return Relative(code=code, text=found.wording if found else "")


def _entry_relative(tables: Tables, code: str) -> Relative:
    return Relative(code=code, text=tables.heading(code) or "")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parts(page: CodePage) -> list[list[str]]:
    billable = "" if page.billable else "  (not billable: choose a longer code)"
    return [
        [f"{page.code}  {page.text}{billable}", _period(page)],
        [f"! {warning}" for warning in page.warnings],
        [f"{p.name}: {p.value}" for p in page.particulars],
        _listed("Above", page.parents),
        _listed("Below", page.children),
        [line for note in page.notes for line in _note_lines(note)],
        [f"Seventh character {s.name}: {s.value}" for s in page.seventh],
        _listed("Stands only with", page.primaries),
        _listed("Add-on codes", page.add_ons),
        _paired(page.pairs),
        [f"Source: {page.source}{f', reviewed {page.reviewed}' if page.reviewed else ''}"] if page.source else [],
    ]


def _paired(pairs: tuple[PairPart, ...]) -> list[str]:
    said = [
        f"  {p.code:<9} {'not paid beside this' if p.column == 1 else 'this is not paid beside it'}, "
        f"{'unless a modifier tells them apart' if p.bypass else 'whatever the modifier'}  {p.text}"
        for p in pairs
    ]
    return ["NCCI edits with what an oncology office bills:", *said] if said else []


def _period(page: CodePage) -> str:
    state = {True: "in force", False: "NOT in force", None: "not checked against the edition in force"}[page.in_force]
    until = f" until {page.until}" if page.until else ""
    since = f"since {page.since}" if page.since else ""
    return f"{state} on {page.on}; {since}{until}{f' (edition of {page.edition})' if page.edition else ''}"


def _listed(heading: str, relatives: tuple[Relative, ...]) -> list[str]:
    return [f"{heading}:", *(f"  {r.code:<9} {r.text}" for r in relatives)] if relatives else []


def _note_lines(note: NotePart) -> list[str]:
    at = f", from {note.at}" if note.at else ""
    return [f"{note.heading}{at}:", *(f"  {text.lstrip(', ')}" for text in note.texts)]
