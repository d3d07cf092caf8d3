"""Records without what identifies a patient, by the Safe Harbor of 45 CFR 164.514(b)(2), with a certificate."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk.domain.certificate import Certificate, LookBehind, Removed
from oncodesk.domain.errors import UnusableInput
from oncodesk.policy.book import Policy
from oncodesk.rules.catalogue import RULES
from oncodesk.services.deidentifying import records as plain
from oncodesk.services.deidentifying.identifiers import DONE, IDENTIFIERS, counted, identifying
from oncodesk.services.deidentifying.look_behind import alone, left_behind
from oncodesk.services.deidentifying.small_cells import HEADINGS, Table, hidden_rows
from oncodesk.services.export_records import Exported, write_all
from oncodesk.services.exporting.place import new_place
from oncodesk.services.exporting.writing import Record, Sheet, json_line, write_bytes

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

NOTE = (
    "De-identified by the Safe Harbor method; certificate.json and certificate.pdf say what was removed. Keys are "
    "random and kept nowhere. The files whose names begin with table_ show no number of few people; the others are "
    "records, which stand once more in records.db, a SQLite file."
)
DATABASE = "records.db"
KEPT = (
    "year of birth (none over 89) and sex", "state and three digits of the ZIP code", "year of service",
    "place of service, kind of payer", "codes, modifiers, units, pointers and charges of lines", "diagnosis codes",
    "which rules found what",
)  # fmt: skip
REMARKS = (
    "Finalised claims that stand are exported; drafts, notes, the audit and the practice's documents are not.",
    "Safe Harbor asks besides that the practice has no actual knowledge that what is left could identify a person. "
    "That is for a person to say, not for a program.",
    "A rare diagnosis or an unusual course can make a patient known to somebody who knows the practice.",
)
HEAD = {"patients": plain.PATIENT, "claims": plain.CLAIM, "lines": plain.LINE, "diagnoses": plain.DIAGNOSIS,
        "findings": plain.FINDING}  # fmt: skip
TABLES = ("table_by_code", "table_by_diagnosis", "table_by_payer", "table_by_rule")


@dataclass
class _Work:
    """Everything that will be written, and what was found on the way."""

    limits: plain.Limits
    rows: dict[str, list[plain.Cells]] = field(default_factory=lambda: {name: [] for name in HEAD})
    tables: dict[str, Table] = field(default_factory=lambda: {name: Table() for name in TABLES})
    removed: Counter[str] = field(default_factory=Counter)
    values: set[str] = field(default_factory=set)

    def see(self, document: Any) -> None:
        """Counts what identifies in a document, and remembers it for the look behind."""
        self.removed += counted(identifying(document), self.values)


def export_deidentified(store: "Store", path: Path, now: datetime) -> Exported:
    """Writes them into a new folder, or a zip file by its ending, and says so in the audit.

    NotAllowed for anybody but a manager. UnusableInput where the place cannot be used, or where the look behind finds
    anything that identifies; nothing is written then.
    """
    from oncodesk.documents.certificate import certificate_pdf
    from oncodesk.exchange.analysis_file import analysis_file

    store.staff.must_manage()
    work = _worked(store, plain.Limits.on(now.date()))
    smallest = Policy(now.date()).number("exchange.smallest_cell")
    certificate = _certificate(work, smallest, now)
    if certificate.look_behind.found:
        told = f"{certificate.look_behind.found} values that identify would be left; nothing is written"
        raise UnusableInput("export", told)
    with new_place(path) as place:
        papers = (
            write_bytes(place, "certificate.json", json_line(certificate.model_dump(mode="json"))),
            write_bytes(place, "certificate.pdf", certificate_pdf(certificate)),
            write_bytes(place, DATABASE, analysis_file({n: (HEAD[n], rows) for n, rows in work.rows.items()})),
        )
        done = write_all(place, _sheets(work, smallest), now, "", "oncodesk.deidentified/1", NOTE, *papers)
        store.note("export", "de-identified", files=str(len(done.files)), manifest=done.manifest)
    return done.model_copy(update={"place": str(path)})


def _worked(store: "Store", limits: plain.Limits) -> _Work:
    work, out = _Work(limits), store.crossing
    people = {one.account: one for one in out.patients()}
    standing = [one for one in out.claims() if one.final.state == "current"]
    people |= {c.patient.account: c.patient for one in standing if (c := one.final.claim).patient}
    keys = plain.random_keys("P", people)
    numbers = plain.random_keys("C", (one.final.number for one in standing))
    for account, person in people.items():
        work.see(person.model_dump(mode="json"))
        work.rows["patients"].append(plain.patient_cells(person, keys[account], limits))
    for one in standing:
        _claim(work, one.final, numbers[one.final.number], keys)
    _see_the_rest(work, store)
    for rows in work.rows.values():
        rows.sort(key=lambda row: tuple(row[:2]))
    return work


def _claim(work: _Work, final: Any, key: str, keys: dict[Any, str]) -> None:
    claim, rows = final.claim, work.rows
    patient = keys[claim.patient.account] if claim.patient else ""
    report = final.report.model_dump(mode="json")
    rows["claims"].append(plain.claim_cells(claim, key, patient))
    rows["diagnoses"] += (diagnoses := list(plain.diagnosis_cells(claim, key)))
    rows["lines"] += plain.line_cells(claim, key)
    rows["findings"] += (findings := list(plain.finding_cells(report, key, frozenset(rule.id for rule in RULES))))
    year = claim.date_of_service.year
    for line in claim.lines:
        if code := plain.procedure(line.code):
            work.tables["table_by_code"].add(year, code, key, patient, line.charge)
    for _, _, code in diagnoses:
        work.tables["table_by_diagnosis"].add(year, code, key, patient)
    if claim.payer:
        work.tables["table_by_payer"].add(year, claim.payer.kind, key, patient, claim.total)
    for _, rule, _ in findings:
        work.tables["table_by_rule"].add(year, rule, key, patient)


def _see_the_rest(work: _Work, store: "Store") -> None:
    """What is left out whole is counted too, and looked for behind."""
    out = store.crossing
    for one in out.claims():
        work.see({"number": str(one.final.number), "by": one.final.by, "facts": one.facts})
        work.see(one.final.claim.model_dump(mode="json"))
        work.see(one.final.report.model_dump(mode="json", include={"findings": {"__all__": {"message", "why"}}}))
    for visit in out.visits():
        work.see({"visit_id": visit.id, "facts": visit.draft, "refused": dict(visit.refused)})
    for note in out.notes():
        work.see({"text": note.text, "by": note.by})
    for _, document in out.documents():
        work.see(document)
    for user in store.staff.everybody():
        work.see({"by": user.name})


def _certificate(work: _Work, smallest: int, now: datetime) -> Certificate:
    every = [row for rows in work.rows.values() for row in rows]
    every += [row for table in work.tables.values() for row in table.rows(smallest)]
    people = work.rows["patients"]
    vocabulary = _vocabulary(work)
    removed = tuple(
        Removed(letter=letter, identifier=name, done=DONE.get(letter, "left out"), values=work.removed[letter])
        for letter, name in IDENTIFIERS.items()
    )
    return Certificate(
        made_at=now.replace(microsecond=0),
        program=f"OncoDesk {version('oncodesk')}",
        removed=removed,
        kept=KEPT,
        zip3=_source(now),
        hidden_zip3=sum(row[-1] == plain.NOWHERE for row in people),
        over_89=sum(row[2] == plain.OLD for row in people),
        smallest_cell=smallest,
        hidden_rows=hidden_rows(work.tables.values(), smallest),
        look_behind=LookBehind(
            looked_for=len(work.values),
            found=len(left_behind(every, work.values, vocabulary)),
            patients=len(people),
            alone=alone(people),
        ),
        remarks=REMARKS,
    )


def _vocabulary(work: _Work) -> frozenset[str]:
    """Words of ours that stand in cells whatever the records hold."""
    from oncodesk.exchange.payers import KINDS

    rules = {rule.id for rule in RULES}
    return frozenset({*rules, *KINDS, *work.limits.states, plain.OLD, "error", "warning", "info", "F", "M", "X"})


def _source(now: datetime) -> str:
    held = Policy(now.date()).get("exchange.zip3_of_few")
    assert held is not None
    return held.source


def _sheets(work: _Work, smallest: int) -> Iterator[Sheet]:
    for name, headings in HEAD.items():
        yield _sheet(name, f"de-identified {name}", headings, work.rows[name])
    for name, table in work.tables.items():
        yield _sheet(name, f"counts; of fewer than {smallest} patients no number", HEADINGS, table.rows(smallest))


def _sheet(name: str, what: str, headings: tuple[str, ...], rows: Iterable[plain.Cells]) -> Sheet:
    held: list[Record] = [({}, [row]) for row in rows]
    return Sheet(name, what, headings, lambda: held, documents=False)
