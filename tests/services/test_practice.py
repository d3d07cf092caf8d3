"""Patients whole, reports in figures, and papers of claims, over the invented practice with months behind it."""

import csv
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import pypdf
import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.documents.content import verification_code
from oncodesk.exchange.tabular import Column, as_csv
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.services.patients import next_visit
from oncodesk.services.practice_report import NO_CHARGES, Table, listed, practice_report
from oncodesk.vault.store import ClaimFilter
from oncodesk.vault.values import Figures

NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def desk(code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("practice")
    records = sample_practice.open_sample(folder / "sample", code_sets, with_history=True)
    yield Desk(code_sets, records, lambda: NOW, is_sample=True, home=folder)
    records.close()


def text_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_a_patient_is_found_by_name_account_or_payer_once_finalised_or_not(desk: Desk) -> None:
    assert [one.name for one in desk.find_people("marta")] == ["Sample, Marta"]
    assert [one.name for one in desk.find_people("A-1050")] == ["Invented, Oskar"]
    assert {one.account for one in desk.find_people("prairie")} >= {"A-1031", "A-1042", "A-1050"}
    assert desk.find_people("nobody at all") == ()
    everybody = desk.find_people("")
    assert len(everybody) == len({one.account for one in everybody}) == 12


def test_everything_of_a_patient_is_in_the_file(desk: Desk) -> None:
    found = desk.patient_file("A-1007")
    assert found.patient["family_name"] == "Sample"
    assert len(found.visits) == 6
    assert [claim.state for claim in found.claims].count("replaced") == 1
    assert [cycle.number for cycle in found.journey.cycles] == [1, 2, 3, 4, 5, 6]
    assert [cycle.late for cycle in found.journey.cycles] == [0, 0, 0, 7, 0, 0]
    assert any(dose.change == -12 for dose in found.journey.doses)
    assert desk.patient_file("nobody").visits == ()


def test_a_next_visit_takes_over_who_who_pays_and_for_what_and_nothing_that_was_done(desk: Desk) -> None:
    made = next_visit(desk.patient_file("A-1007"), {"date_of_service": "2026-09-17", "administrations": []})
    assert made["patient"]["account"] == "A-1007"
    assert made["payer"]["name"].startswith("Harbor")
    assert made["administrations"] == []
    assert made["date_of_service"] == "2026-09-17"
    assert [one["code"] for one in made["diagnoses"]] == ["C18.2", "C78.7"]


def test_changed_particulars_reach_open_visits_and_no_sealed_claim(desk: Desk) -> None:
    from oncodesk.domain.people import Patient
    from oncodesk.domain.reading import parse

    before = desk.patient_file("A-1040")
    person = parse(Patient, {**before.patient, "phone": "217-555-9999"})
    assert desk.change_patient(person) == 1
    after = desk.patient_file("A-1040")
    assert after.patient["phone"] == "217-555-9999"
    held = desk.store.visits_of_patient("A-1040")
    assert [visit.draft["patient"].get("phone") == "217-555-9999" for visit in held] == [False, False, True]
    assert [row.charge_total for row in after.visits] == [row.charge_total for row in before.visits]
    assert desk.change_patient(person) == 0


def test_reports_agree_with_the_claims_they_are_made_of(desk: Desk) -> None:
    tables = {table.key: table for table in desk.practice_report(*YEAR).tables}
    claims = [desk.store.claim(one.number) for one in desk.store.find_claims(ClaimFilter(state="current"))]
    total = sum(final.claim.total for final in claims if final.claim.total is not None)
    assert sum(row[3] for row in tables["charges"].rows) == total
    wasted = sum(line.units for final in claims for line in final.claim.lines if "JW" in line.modifiers)
    assert sum(row[4] for row in tables["drugs"].rows) == wasted
    assert {row[7] for row in tables["drugs"].rows if not row[4]} == {0}, "nothing is charged for no waste"
    assert sum(row[5] for row in tables["findings"].rows) == sum(len(final.report.findings) for final in claims)
    assert sum(row[2] for row in tables["work"].rows) == len(desk.store.find_claims())
    assert sum(row[7] for row in tables["visits"].rows) == len(desk.store.list_visits())
    first = [one for one in desk.store.find_claims() if one.replaces is None]
    clean = sum(not one.errors and not one.overrides for one in first)
    assert (sum(row[1] for row in tables["clean"].rows), sum(row[2] for row in tables["clean"].rows)) == (
        len(first),
        clean,
    )


def test_a_report_of_days_on_which_nothing_was_done_is_empty(desk: Desk) -> None:
    report = desk.practice_report(date(2020, 1, 1), date(2020, 12, 31))
    assert all(table.rows == () for table in report.tables)
    assert all(as_csv(listed(table)).count(b"\r\n") == 1 for table in report.tables)


def test_numbers_and_dates_stay_what_they_are_in_csv_and_no_text_is_run(desk: Desk) -> None:
    for table in desk.practice_report(*YEAR).tables:
        head, *rows = csv.reader(StringIO(as_csv(listed(table)).decode("utf-8-sig")))
        assert head == [column.name for column in table.columns]
        assert len(rows) == len(table.rows)
        for column, cells in zip(table.columns, zip(*rows, strict=True), strict=True):
            for cell in cells:
                if column.kind == "date":
                    date.fromisoformat(cell)
                elif column.kind != "text" and cell:
                    float(cell)
    unsafe = Table(key="x", title="x", says="", columns=(Column(name="Payer"),), rows=(("=1+1",),), plots=(0, ()))
    assert b"'=1+1" in as_csv(listed(unsafe))


def test_a_report_is_a_workbook_csv_or_a_zip_with_notes_and_the_audit_is_told(desk: Desk, tmp_path: Path) -> None:
    report = desk.practice_report(*YEAR)
    desk.export_report(tmp_path / "all.xlsx", report)
    desk.export_report(tmp_path / "all.zip", report)
    desk.export_report(tmp_path / "one.csv", report, "drugs")
    with zipfile.ZipFile(tmp_path / "all.xlsx") as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        told = book.read("xl/sharedStrings.xml").decode()
    assert names == [table.title for table in report.tables] + ["Notes"]
    for words in ("Days of service", "2026-01-01 to 2026-12-31", "modifier JW", "Code set: ICD-10-CM", "revision"):
        assert words in told
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert len(archive.namelist()) == len(report.tables) + 1
        assert "2026-01-01 to 2026-12-31" in archive.read("notes.txt").decode("utf-8-sig")
        table = next(table for table in report.tables if table.key == "drugs")
        assert archive.read("drugs-given-and-wasted.csv") == as_csv(listed(table))
    assert (tmp_path / "one.csv").read_bytes() == as_csv(listed(table))
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    entries = desk.store.audit("report:drugs")[-3:]
    assert [(entry.action, entry.detail["kind"]) for entry in entries] == [
        ("export", "xlsx"), ("export", "zip"), ("export", "csv"),
    ]  # fmt: skip


def test_without_charges_the_reports_say_so_and_what_to_do_and_never_zero_dollars(desk: Desk) -> None:
    day = date(2026, 9, 1)
    figures = Figures(
        visits=((day, "ready", 2, None),),
        finalised=((datetime(2026, 9, 2, 9).astimezone(), "owner", 0, 0, None, True),),
        lines=(("J9263", False, 300, None, 1), ("J9263", True, 100, None, 1)),
        charges=(("Medicare", day, 1, None),),
    )
    tables = {table.key: table for table in practice_report(figures, desk.tables(day), day, day).tables}
    for key in ("work", "drugs", "charges"):
        assert NO_CHARGES in tables[key].says
        assert "Settings" in tables[key].says
    for table in tables.values():
        assert "$0" not in table.says
        money = [place for place, column in enumerate(table.columns) if column.kind == "money"]
        assert not [row for row in table.rows for place in money if row[place] is not None]
        shown = [table.columns[place].kind for place in table.plots[1]]
        assert "money" not in shown
    nothing = practice_report(Figures(), desk.tables(day), day, day)
    assert not any("$" in table.says or NO_CHARGES in table.says for table in nothing.tables)
    part = figures.charges[0], ("Medicare", date(2026, 9, 3), 1, Decimal("10.50"))
    some = practice_report(Figures(charges=part), desk.tables(day), day, day)
    assert "$10.50" in next(table.says for table in some.tables if table.key == "charges")


def test_papers_say_corrected_and_void_and_come_in_one_document(desk: Desk) -> None:
    corrected = next(one for one in desk.store.find_claims() if one.replaces is not None)
    void = next(one for one in desk.store.find_claims() if one.state == "void")
    pages = text_of(desk.superbills([corrected.number, void.number]))
    assert len(pages) == 2
    assert f"CORRECTED – replaces {corrected.replaces}" in pages[0]
    assert "VOID" in pages[1]
    said = pypdf.PdfReader(BytesIO(desk.superbills([corrected.number]))).metadata or {}
    assert "Sample" not in " ".join(map(str, said.values()))


def test_a_patients_copy_is_in_large_print_and_plain_words(desk: Desk) -> None:
    one = next(one for one in desk.store.find_claims() if one.patient_name.startswith("Sample"))
    pdf = desk.patient_copy(one.number)
    text = " ".join(text_of(pdf))
    for wanted in ("Marta Sample", "Your visit", "This is not a bill", "oxaliplatin", "had to be thrown away"):
        assert wanted in text
    assert verification_code(desk.store.claim(one.number).claim, str(one.number)) in text
    sizes: list[float] = []
    reader = pypdf.PdfReader(BytesIO(pdf))
    reader.pages[0].extract_text(visitor_text=lambda t, _c, _m, _f, size: sizes.append(size) if t.strip() else None)
    assert sum(size >= 16 for size in sizes) > len(sizes) * 0.9


def test_a_code_typed_from_paper_is_checked(desk: Desk) -> None:
    one = desk.store.find_claims()[0]
    code = verification_code(desk.store.claim(one.number).claim, str(one.number))
    assert desk.check_code(one.number, code.lower().replace("-", " ")).fits
    wrong = desk.check_code(one.number, "0000-0000" if code != "0000-0000" else "1111-1111")
    assert not wrong.fits
    assert "NOT" in wrong.says
    assert not desk.check_code(10_000, code).fits
    void = next(one for one in desk.store.find_claims() if one.state == "void")
    held = verification_code(desk.store.claim(void.number).claim, str(void.number))
    assert "VOID" in desk.check_code(void.number, held).says
