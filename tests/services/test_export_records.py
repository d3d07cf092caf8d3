"""What is exported is everything, in files that are whole, private, and can be read back."""

import csv
import hashlib
import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from practice_to_leave import CANARIES, NOW, PASSWORD, claim, leaving, patient

from oncodesk.cli import main
from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse, read_own, read_visit
from oncodesk.services.export_records import export_records
from oncodesk.services.import_people import import_people, preview_people
from oncodesk.vault import door, keys
from oncodesk.vault.errors import NotAllowed, NotSaved
from oncodesk.vault.store import Store

__all__ = ["leaving"]


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def cells(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_the_manifest_names_every_file_with_its_hash_and_count(leaving: Store, tmp_path: Path) -> None:
    done = export_records(leaving, tmp_path / "out", NOW)
    (manifest,) = lines(tmp_path / "out" / "manifest.json")
    named = {one["name"]: one for one in manifest["files"]}  # type: ignore[attr-defined]
    assert named.keys() | {"manifest.json"} == {path.name for path in (tmp_path / "out").iterdir()}
    for name, one in named.items():
        content = (tmp_path / "out" / name).read_bytes()
        assert (one["sha256"], one["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
        if name.endswith(".jsonl"):
            assert one["records"] == len(lines(tmp_path / "out" / name))
    assert done.manifest == hashlib.sha256((tmp_path / "out" / "manifest.json").read_bytes()).hexdigest()
    entry = leaving.audit()[-1]
    assert (entry.action, entry.subject, entry.detail["manifest"]) == ("export", "records", done.manifest)


def test_everything_is_there_and_only_its_owner_may_read_it(leaving: Store, tmp_path: Path) -> None:
    export_records(leaving, tmp_path / "out", NOW)
    content = "\n".join(path.read_text() for path in (tmp_path / "out").iterdir())
    assert [word for word in CANARIES if word not in content] == []
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "out").iterdir()} == {0o600}


def test_what_can_be_read_back_is_the_same(leaving: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_records(leaving, out, NOW)
    assert read_own((out / "fees.json").read_bytes()) == leaving.fees()
    assert read_own((out / "favourites.json").read_bytes()) == leaving.favourites()
    assert tuple(read_own(line) for line in (out / "templates.jsonl").read_bytes().splitlines()) == leaving.templates()
    (kept,) = lines(out / "claims.jsonl")
    assert parse(Claim, kept["claim"]) == claim()
    (visit,) = lines(out / "visits.jsonl")
    assert read_visit(json.dumps(visit["visit"])).patient == patient()
    fresh = door.create(tmp_path / "fresh", PASSWORD, keys.FLOOR)
    for name in ("patients.csv", "visits.csv"):
        import_people(fresh, preview_people(fresh, out / name, NOW.date()))
    (again,) = fresh.crossing.patients()
    assert again == patient().model_copy(update={"weight_kg": None})
    assert [(row.account, row.date_of_service) for row in fresh.list_visits()] == [
        (row.account, row.date_of_service) for row in leaving.list_visits()
    ]
    fresh.close()


def test_cells_are_neutral_and_numbers_stay_numbers(leaving: Store, tmp_path: Path) -> None:
    export_records(leaving, tmp_path / "out", NOW)
    (favourite,) = cells(tmp_path / "out" / "favourites.csv")
    assert favourite["note"] == "'=Qxfavourite"
    assert {row["per unit"] for row in cells(tmp_path / "out" / "fees.csv")} == {"410.00", "0.64"}
    for path in (tmp_path / "out").glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
            assert not [cell for cell in row if cell.startswith(("=", "@", "\t", "\r"))]


def test_a_zip_holds_the_same(leaving: Store, tmp_path: Path) -> None:
    export_records(leaving, tmp_path / "out.zip", NOW)
    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert {"patients.csv", "claims.jsonl", "manifest.json"} <= set(archive.namelist())
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o600}


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_fails_leaves_nothing(leaving: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def no_room(*_: object, **__: object) -> None:
        raise NotSaved("Not saved: the disk does not take it.")

    monkeypatch.setattr(Store, "note", no_room)
    with pytest.raises(NotSaved):
        export_records(leaving, tmp_path / name, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_place_that_is_taken_is_left_alone(leaving: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    (tmp_path / "out.zip").write_text("x")
    for name in ("out", "out.zip"):
        with pytest.raises(UnusableInput, match="new"):
            export_records(leaving, tmp_path / name, NOW)
    assert (tmp_path / "out.zip").read_text() == "x"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_only_a_manager_exports(leaving: Store, tmp_path: Path) -> None:
    leaving.staff.add("Ada", "coder", "first password", keys.FLOOR)
    folder = leaving.folder
    leaving.close()
    coder = door.unlock(folder, "first password", "Ada")
    with pytest.raises(NotAllowed):
        export_records(coder, tmp_path / "out", NOW)
    coder.close()
    assert not (tmp_path / "out").exists()


def test_the_command(leaving: Store, tmp_path: Path) -> None:
    folder = leaving.folder
    leaving.close()
    base = ["vault", "--folder", str(folder), "export", str(tmp_path / "out")]
    done = CliRunner().invoke(main, base, input=PASSWORD + "\n")
    assert done.exit_code == 0
    assert "patients.csv" in done.stdout
    again = CliRunner().invoke(main, base, input=PASSWORD + "\n")
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
