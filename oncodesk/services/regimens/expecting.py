"""What a regimen expects to bill, and what another day's code sets change in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.coding.drugs.names import ever_named, named
from oncodesk.coding.drugs.product import find
from oncodesk.coding.what_if import Change, difference
from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.template import PlannedDrug, Template
from oncodesk.domain.visit import Administration, Visit
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.regimens.planning import planned_visit
from oncodesk.words import say


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line the regimen leads to; `units` None where they follow the dose, `money` in dollars where it is known."""

    code: str
    modifiers: tuple[str, ...]
    units: int | None
    wording: str
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """A regimen's lines on a day, their known charges in dollars (None where none is known), and the drugs that no code
    is known of."""

    on: date
    lines: tuple[ExpectedLine, ...]
    money: Decimal | None
    unknown: tuple[str, ...] = ()


def expected(template: Template, tables: Tables, fees: Fees | None = None) -> Expected:
    """The lines by durations and fixed doses; a drug dosed by the patient is a line without units."""
    visit = planned_visit(template, _nobody(template, tables.on))
    claim = derive_claim(visit, tables, fees).claim
    told = [
        ExpectedLine(line.code, line.modifiers, line.units, _wording(line.code, tables), line.charge)
        for line in claim.lines
    ]
    by_dose, unknown = _by_dose(template, visit, tables)
    told += [ExpectedLine(code, (), None, _wording(code, tables)) for code in by_dose]
    known = [line.money for line in told if line.money is not None]
    return Expected(tables.on, tuple(told), sum(known, Decimal(0)) if known else None, unknown)


def _nobody(template: Template, on: date) -> Visit:
    return Visit(date_of_service=on, reason=template.reason, diagnoses=template.diagnoses)


def _wording(code: str, tables: Tables) -> str:
    if drug := tables.drug(code):
        return f"{drug.generic}, per {drug.unit}"
    procedure = tables.procedure(code) or tables.known_procedure(code)
    return procedure.wording if procedure else ""


def _by_dose(template: Template, visit: Visit, tables: Tables) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes: list[str] = []
    unknown: list[str] = []
    for drug, given in zip(template.administrations, visit.administrations, strict=True):
        found = find(given, visit, tables)
        if found.drug and drug.dose is None and drug.supplied_by == "practice" and drug.route != "oral":
            codes.append(found.drug.code)
        elif found.drug is None and found.drug_class is None:
            unknown.append(drug.drug)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unknown))


def moved(template: Template, before: Tables, after: Tables) -> tuple[str, ...]:
    """What the later code sets change in the regimen, one line each; empty where nothing does."""
    first, second = _claim(template, before), _claim(template, after)
    lines = [_said(change) for change in difference(first, second).lines] if first and second else []
    return (*_drugs(template, before, after), *lines)


def _claim(template: Template, tables: Tables) -> Claim | None:
    """The claim of what is given; drugs are told apart, by their names."""
    try:
        claim = derive_claim(planned_visit(template, _nobody(template, tables.on)), tables).claim
    except UnusableInput:
        return None
    services = tuple(line for line in claim.lines if tables.drug(line.code) is None)
    return claim.model_copy(update={"lines": services})


def _said(change: Change) -> str:
    name = "-".join((change.code, *change.modifiers))
    if not change.before or not change.after:
        return say("{line} comes in", line=name) if change.after else say("{line} goes", line=name)
    return say("{line}: {before} → {after} units", line=name, before=change.before, after=change.after)


def _drugs(template: Template, before: Tables, after: Tables) -> Iterator[str]:
    for drug in {drug.drug.lower(): drug for drug in template.administrations}.values():
        then, now = (_codes(drug, template, tables) for tables in (before, after))
        if then != now:
            yield f"{drug.drug}: {_named(then)} → {_named(now)}"


def _named(codes: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(say("{code} per {unit}", code=code, unit=unit) for code, unit in codes) or say("no code")


def _codes(drug: PlannedDrug, template: Template, tables: Tables) -> tuple[tuple[str, str], ...]:
    given = Administration(id="1", drug=drug.drug, drug_class=drug.drug_class, route=drug.route)
    found = find(given, _nobody(template, tables.on), tables).drug
    held = (found,) if found else named(drug.drug, tables) or ever_named(drug.drug, tables)
    return tuple(sorted((one.code, str(one.unit)) for one in held))
