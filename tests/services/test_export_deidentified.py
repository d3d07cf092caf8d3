"""Nothing that identifies leaves in de-identified records, and the certificate says what was removed."""

import csv
import io
import json
import sqlite3
import stat
from datetime import date
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from practice_to_leave import CANARIES, NOW, PASSWORD, fill, leaving, patient

from oncodesk.cli import main
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Address
from oncodesk.services import export_deidentified as verb
from oncodesk.services.deidentifying.look_behind import left_behind
from oncodesk.services.deidentifying.records import Limits, patient_cells
from oncodesk.services.export_deidentified import export_deidentified
from oncodesk.services.export_records import export_records
from oncodesk.vault import door, keys
from oncodesk.vault.store import Store

__all__ = ["leaving"]


def readable(folder: Path) -> str:
    """All that can be read in the folder: names, text, and the text and metadata of PDFs."""
    found = []
    for path in folder.rglob("*"):
        found.append(path.name)
        if path.suffix == ".pdf":
            document = pypdf.PdfReader(path)
            found += [page.extract_text() for page in document.pages] + [str(document.metadata)]
        else:
            found.append(path.read_bytes().decode("utf-8", "replace"))
    return "\n".join(found)


def cells(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_no_word_of_any_field_is_left_and_the_full_export_shows_them_all(leaving: Store, tmp_path: Path) -> None:
    export_deidentified(leaving, tmp_path / "plain", NOW)
    export_records(leaving, tmp_path / "full", NOW)
    plain, full = readable(tmp_path / "plain").casefold(), readable(tmp_path / "full").casefold()
    assert [word for word in CANARIES if word.casefold() in plain] == []
    assert [word for word in CANARIES if word.casefold() not in full] == []


def test_what_is_left_is_year_state_three_digits_and_codes(leaving: Store, tmp_path: Path) -> None:
    export_deidentified(leaving, tmp_path / "out", NOW)
    (person,) = cells(tmp_path / "out" / "patients.csv")
    assert person == {
        "patient": "P000001", "birth_year": "", "age_group": "90+", "sex": "F", "state": "OH", "zip3": "432"
    }  # fmt: skip
    first, second = cells(tmp_path / "out" / "lines.csv")
    assert (first["code"], first["modifiers"], first["charge"], first["year"]) == ("96413", "59", "410.00", "2026")
    assert second["code"] == ""
    assert [row["rule"] for row in cells(tmp_path / "out" / "findings.csv")] == ["drugs.ndc-missing"]


def test_the_records_stand_in_a_database_too_with_numbers_as_numbers(leaving: Store, tmp_path: Path) -> None:
    export_deidentified(leaving, tmp_path / "out", NOW)
    assert stat.S_IMODE((tmp_path / "out" / "records.db").stat().st_mode) == 0o600
    file = sqlite3.connect(tmp_path / "out" / "records.db")
    asked = (
        "SELECT p.sex, l.code, l.charge, l.year FROM lines l JOIN claims USING (claim) JOIN patients p USING (patient)"
    )
    assert file.execute(f"{asked} WHERE l.code <> ''").fetchall() == [("F", "96413", 410.0, 2026)]
    assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in ("patients", "claims", "lines", "diagnoses", "findings"):
        assert file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] == len(
            cells(tmp_path / "out" / f"{name}.csv")
        )
    file.close()


@pytest.mark.parametrize(
    ("born", "year", "group"),
    [(date(1937, 12, 31), "1937", ""), (date(1936, 12, 31), "", "90+"), (date(1936, 1, 1), "", "90+")],
)
def test_over_89_there_is_no_year_of_birth(born: date, year: str, group: str) -> None:
    cells = patient_cells(patient().model_copy(update={"birth_date": born}), "P1", Limits.on(date(2026, 11, 25)))
    assert [str(cell) for cell in cells[1:3]] == [year, group]


@pytest.mark.parametrize(
    ("zip_code", "shown"),
    [("43215", "432"), ("05901", "000"), ("10277", "000"), ("20500", "000"), ("09012", "000"), ("88540", "000"),
     ("06320", "063"), ("82190", "000"), ("4321", "432"), ("x", "000"), ("", "000"), ("٤٣٢١٥", "000")],
)  # fmt: skip
def test_three_digits_where_more_than_twenty_thousand_live(zip_code: str, shown: str) -> None:
    address = Address(line1="x", city="x", state="OH", zip=zip_code)
    cells = patient_cells(patient().model_copy(update={"address": address}), "P1", Limits.on(date(2026, 11, 25)))
    assert cells[-1] == shown


def test_the_lists_of_the_census_are_whole() -> None:
    limits = Limits.on(date(2026, 11, 25))
    assert len(limits.hidden_zip3) == 18 + 106
    assert all(len(prefix) == 3 and prefix.isdigit() for prefix in limits.hidden_zip3)
    assert len(limits.states) == 59


def test_small_cells_show_no_number(tmp_path: Path) -> None:
    store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
    fill(store, 10)
    export_deidentified(store, tmp_path / "ten", NOW)
    (row,) = cells(tmp_path / "ten" / "table_by_code.csv")
    assert (row["value"], row["claims"], row["patients"], row["charges"]) == ("96413", "<11", "<11", "")
    fill(store, 11)
    export_deidentified(store, tmp_path / "eleven", NOW)
    (row,) = cells(tmp_path / "eleven" / "table_by_code.csv")
    assert (row["claims"], row["patients"], row["charges"]) == ("21", "11", "8610.00")
    store.close()


def test_the_certificate_counts_by_rule(leaving: Store, tmp_path: Path) -> None:
    export_deidentified(leaving, tmp_path / "out", NOW)
    found = json.loads((tmp_path / "out" / "certificate.json").read_text())
    counts = {one["letter"]: one["values"] for one in found["removed"]}
    assert len(counts) == 18
    assert all(counts[letter] > 0 for letter in "ABCDFGHIJKNOR"), counts
    assert (found["over_89"], found["look_behind"]["found"], found["look_behind"]["alone"]) == (1, 0, 1)
    text = readable(tmp_path / "out")
    assert "164.514(b)(2)" in text and "Certificate of de-identification" in text
    assert leaving.audit()[-1].subject == "de-identified"


def test_keys_say_nothing_and_change(tmp_path: Path) -> None:
    store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
    fill(store, 12)
    orders = []
    for name in ("one", "two"):
        export_deidentified(store, tmp_path / name, NOW)
        orders.append([row["birth_year"] + row["age_group"] for row in cells(tmp_path / name / "patients.csv")])
        lines = cells(tmp_path / name / "lines.csv")
        assert {row["claim"] for row in lines} == {row["claim"] for row in cells(tmp_path / name / "claims.csv")}
    store.close()
    assert sorted(orders[0]) == sorted(orders[1])


def test_the_look_behind_finds_what_was_let_through(
    leaving: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb.plain, "procedure", lambda code: code)
    monkeypatch.setattr(verb.plain, "finding_cells", lambda report, key, rules: [(key, "of Qxfamily", "info")])
    with pytest.raises(UnusableInput, match="nothing is written"):
        export_deidentified(leaving, tmp_path / "out", NOW)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("cell", "value", "is_found"),
    [("Qxfamily", "Qxfamily", True), ("x qxfamily y", "Qxfamily", True), ("96413", "96413", False),
     ("commercial", "Commercial", False), ("Example", "Pat Example", True), ("2026", "2026-03-12", False)],
)  # fmt: skip
def test_what_the_look_behind_takes_for_left(cell: str, value: str, is_found: bool) -> None:
    assert bool(left_behind([("C1", cell)], {value}, {"commercial"})) == is_found


def test_the_command(leaving: Store, tmp_path: Path) -> None:
    folder = leaving.folder
    leaving.close()
    words = ["vault", "--folder", str(folder), "export", str(tmp_path / "out"), "--deidentified", "--json"]
    done = CliRunner().invoke(main, words, input=PASSWORD + "\n")
    assert done.exit_code == 0
    assert "certificate.pdf" in {one["name"] for one in json.loads(done.stdout)["files"]}
