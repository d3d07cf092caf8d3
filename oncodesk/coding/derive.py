"""From the facts of a visit to a claim, with the reason for every line and what must still be asked."""

from dataclasses import replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.access import declot, flush
from oncodesk.coding.administration.cavities import instil
from oncodesk.coding.administration.infusion import by_encounter
from oncodesk.coding.administration.injection import apart, apart_drugs, inject
from oncodesk.coding.administration.pumps import pump
from oncodesk.coding.administration.radioactive import give_cells, radiate
from oncodesk.coding.administration.vaccines import vaccinate
from oncodesk.coding.diagnoses.ordering import Ordered, order_diagnoses, pointers
from oncodesk.coding.drugs.billing import bill_drugs, unbilled, within_limit
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import combined
from oncodesk.coding.radiation.billing import derive_radiation
from oncodesk.coding.services.billing import bill_services, treated
from oncodesk.coding.services.trial import mark
from oncodesk.coding.timeline import resolve
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.derivation import Derivation, Question, Trace
from oncodesk.domain.encounter import Encounter
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.visit import Visit


def derive(visit: Visit, tables: Tables) -> Derivation:
    """The claim that the facts support, its trace and questions; pure, and blind to the order of typing.

    `tables` must be those of the date of service. `report` stays empty: checking is another room's work.
    UnusableInput for a day before the diagnosis codes that the tables hold.
    """
    if not tables.policy.table("diagnosis.treatment_encounter"):
        raise UnusableInput("date_of_service", f"{tables.on}: expected a day since ICD-10-CM came into use")
    given, asked = resolve(visit, tables)
    part = mark(visit, _lines(visit, given, tables), tables)
    lines = tuple(_told(line, given, tables) for line in within_limit(combined(part.lines), tables))
    ordered = order_diagnoses(visit, given, tables)
    numbered = tuple((str(n), line) for n, line in enumerate(lines, start=1))
    return Derivation(
        claim=_claim(visit, numbered, ordered, tables),
        trace=_trace(numbered, ordered.steps + part.notes + _kept(given, lines, asked, tables)),
        questions=_questions(asked + part.questions + ordered.questions),
    )


def _lines(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """Administrations, drugs, services, radiation, in that order."""
    usual = tuple(g for g in given if g.drug is None or g.drug.kind is None)
    part = by_encounter(visit, usual, tables)
    part += pump(visit, usual, tables) + inject(visit, usual, tables) + instil(usual, tables) + declot(usual, tables)
    part = apart(part, tables)
    part += radiate(given, tables) + give_cells(given, tables) + vaccinate(visit, given, tables)
    radiation = derive_radiation(visit, tables)
    drugs = apart_drugs(bill_drugs(visit, given, tables), part, given, tables)
    done = [line.code for line in (*part.lines, *radiation.lines)]
    services = bill_services(visit, given, done, [line.code for line in drugs.lines], tables)
    flushed = flush(visit, given, alone=not (done or services.lines or treated(visit)), tables=tables)
    return part + flushed + drugs + services + radiation


def _told(line: ProposedLine, given: tuple[Given, ...], tables: Tables) -> ProposedLine:
    """Names, on the line of its administration, a drug that somebody else supplied."""
    held = [g for g in given if g.id in line.facts and unbilled(g, tables)]
    if not held or line.narrative:
        return line
    said = ", ".join(dict.fromkeys(f"{g.name} supplied by {g.administration.supplied_by}" for g in held))
    return replace(line, narrative=said[:80], steps=(*line.steps, f"{said}: no drug line"))


def _kept(
    given: tuple[Given, ...], lines: tuple[ProposedLine, ...], asked: tuple[Question, ...], tables: Tables
) -> tuple[str, ...]:
    """A note on each drug that no line and no question tells of: supplied by somebody else, or a tablet."""
    told = {fact for line in lines for fact in line.facts}
    supplied = tuple(
        f"{g.name} ({g.id}) not billed: supplied by {g.administration.supplied_by}"
        for g in given
        if unbilled(g, tables) and g.id not in told
    )
    silent = {g.id for g in given if unbilled(g, tables)} | {question.fact for question in asked}
    return supplied + tuple(
        f"{g.name} ({g.id}) not billed: by mouth, and no code is for that"
        for g in given
        if g.administration.route == "oral" and g.drug is None and g.id not in silent
    )


def _claim(visit: Visit, lines: tuple[tuple[str, ProposedLine], ...], ordered: Ordered, tables: Tables) -> Claim:
    header = {name: getattr(visit, name) for name in Encounter.model_fields}
    return Claim(
        **header,
        diagnoses=ordered.codes,
        lines=tuple(
            ClaimLine(
                id=number,
                code=line.code,
                modifiers=line.modifiers,
                units=line.units,
                pointers=pointers(line, ordered.codes, visit, tables),
                ndc=line.ndc,
                date_of_service=line.date,
                narrative=line.narrative,
                facts=line.facts,
            )
            for number, line in lines
        ),
        visit=visit,
    )


def _trace(lines: tuple[tuple[str, ProposedLine], ...], notes: tuple[str, ...]) -> tuple[Trace, ...]:
    """The reasons of each line; what concerns the whole claim stands with the first, or alone."""
    if not lines:
        return (Trace(line="", steps=notes),) if notes else ()
    return tuple(
        Trace(
            line=number,
            facts=line.facts,
            steps=line.steps + (notes if place == 0 else ()),
            citation=line.citation,
        )
        for place, (number, line) in enumerate(lines)
    )


def _questions(asked: tuple[Question, ...]) -> tuple[Question, ...]:
    """Each question once, by fact."""
    return tuple(sorted(dict.fromkeys(asked), key=lambda q: (q.fact, q.field or "", q.ask)))
