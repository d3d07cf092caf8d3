"""The practice file keeps what it says it keeps, and shows nothing to who has no password."""

import json
from pathlib import Path

import pytest

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Practice
from oncodesk.domain.report import Edit
from oncodesk.domain.template import Favourite, Favourites, Template
from oncodesk.vault import keys, store
from oncodesk.vault.files import InUse

PASSWORD = "correct horse battery"
CANARY = "Quincannon-Testcase"
DRAFT = {
    "format": "oncodesk.visit/1",
    "date_of_service": "2026-03-12",
    "patient": {"account": "A-77", "family_name": CANARY, "given_name": "Pat"},
    "payer": {"kind": "medicare", "name": "Medicare Part B"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "practice"


@pytest.fixture
def practice_file(folder: Path) -> store.Store:
    return store.create(folder, PASSWORD, keys.FLOOR)


def test_a_visit_comes_back_as_saved(folder: Path, practice_file: store.Store) -> None:
    edit = Edit(op="add_modifier", line="2", value="JZ")
    number = practice_file.save_draft(None, DRAFT, (edit,))
    practice_file.save_practice(Practice(name="Elm Street Oncology"))
    practice_file.close()
    again = store.unlock(folder, PASSWORD)
    assert again.load_visit(number) == store.StoredVisit(number, DRAFT, (edit,), "uncoded")
    assert again.practice() == Practice(name="Elm Street Oncology")
    (row,) = again.list_visits()
    assert (row.patient_name, row.account, str(row.date_of_service)) == (f"{CANARY}, Pat", "A-77", "2026-03-12")
    again.close()


def test_favourites_and_templates_come_back_as_saved(folder: Path, practice_file: store.Store) -> None:
    assert practice_file.favourites() == Favourites() and practice_file.templates() == ()
    favourites = Favourites(codes=(Favourite(code="C50.911", note="breast, right"),))
    regimen = Template(name="Zoledronic acid", reason="drug_treatment", cycle_days=28)
    practice_file.save_favourites(favourites)
    practice_file.save_templates((regimen,))
    practice_file.close()
    again = store.unlock(folder, PASSWORD)
    assert (again.favourites(), again.templates()) == (favourites, (regimen,))
    again.close()


def test_a_draft_may_be_as_unfinished_as_it_likes(practice_file: store.Store) -> None:
    number = practice_file.save_draft(None, {"date_of_service": "not yet"})
    assert practice_file.list_visits()[0].date_of_service is None
    practice_file.save_draft(number, DRAFT, status="query")
    assert [row.status for row in practice_file.list_visits()] == ["query"]
    with pytest.raises(KeyError):
        practice_file.save_draft(99, DRAFT)


def test_a_wrong_password_opens_nothing(folder: Path, practice_file: store.Store) -> None:
    practice_file.close()
    with pytest.raises(keys.WrongPassword):
        store.unlock(folder, PASSWORD + " ")


def test_nothing_about_patients_is_readable_in_the_folder(folder: Path, practice_file: store.Store) -> None:
    practice_file.save_draft(None, DRAFT)
    in_the_clear = [path.name for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    practice_file.close()
    in_the_clear += [path.name for path in folder.iterdir() if CANARY.encode() in path.read_bytes()]
    assert in_the_clear == []
    assert not (folder / store.FILE).read_bytes().startswith(b"SQLite format 3")


def test_a_second_window_is_told_so(folder: Path, practice_file: store.Store) -> None:
    with pytest.raises(InUse):
        store.unlock(folder, PASSWORD)
    practice_file.close()
    store.unlock(folder, PASSWORD).close()


def test_one_torn_copy_of_the_key_file_is_survived_and_two_are_said(folder: Path, practice_file: store.Store) -> None:
    practice_file.close()
    (folder / "keys.a.json").write_bytes(b"{")
    store.unlock(folder, PASSWORD).close()
    (folder / "keys.b.json").write_bytes(b"{")
    with pytest.raises(UnusableInput, match="key file"):
        store.unlock(folder, PASSWORD)


def test_weakened_key_parameters_are_refused(folder: Path, practice_file: store.Store) -> None:
    practice_file.close()
    for name in keys.COPIES:
        data = json.loads((folder / name).read_text())
        data["slots"][0]["cost"]["memory_kib"] = 8
        data["checksum"] = keys._checksum(data["slots"])
        (folder / name).write_text(json.dumps(data))
    with pytest.raises(UnusableInput, match="memory_kib"):
        store.unlock(folder, PASSWORD)


def test_a_short_password_and_a_second_practice_are_refused(folder: Path, practice_file: store.Store) -> None:
    practice_file.close()
    with pytest.raises(UnusableInput, match="8 characters"):
        store.create(folder.with_name("other"), "short")
    with pytest.raises(UnusableInput, match="without a practice file"):
        store.create(folder, PASSWORD)
