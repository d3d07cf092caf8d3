"""What holds patients is its owner's alone, from its first byte, whatever the umask."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oncodesk import private
from oncodesk.demo import write_demo
from oncodesk.vault import door, keys

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes; a user's folder is theirs")
PASSWORD = "correct horse battery"


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_file_of_a_new_practice(umask: int, tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []

    def look(happening: str, details: tuple[object, ...]) -> None:
        if happening == "open" and seen is not None and str(details[0]).startswith(str(tmp_path)):
            seen.extend((p.name, mode(p)) for p in (tmp_path / "practice").glob("*") if p.is_file())

    sys.addaudithook(look)
    store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
    store.save_draft(None, {"date_of_service": "2026-03-12"})
    made = store.back_up()
    files = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert {p.name for p in files} >= {"practice.oncodesk", "practice.oncodesk-wal"}
    assert {p.name: oct(mode(p)) for p in files if mode(p) != private.FILE} == {}
    assert [n for n, m in seen if m != private.FILE] == []
    assert mode(tmp_path / "practice") == mode(made.path) == private.FOLDER
    store.close()


def test_one_that_was_open_to_others_is_closed_when_it_is_unlocked(tmp_path: Path) -> None:
    door.create(tmp_path / "practice", PASSWORD, keys.FLOOR).close()
    (tmp_path / "practice" / door.FILE).chmod(0o644)
    door.unlock(tmp_path / "practice", PASSWORD).close()
    assert mode(tmp_path / "practice" / door.FILE) == private.FILE


def test_documents_of_the_demo(umask: int, tmp_path: Path, code_sets: object) -> None:
    made = []
    for path in write_demo(tmp_path / "demo", code_sets):  # type: ignore[arg-type]
        made.append(path)
        if path.suffix == ".png":
            break
    assert len(made) == 6
    assert [path.name for path in made if path.suffix != ".png" and mode(path) != private.FILE] == []
    assert mode(tmp_path / "demo") == private.FOLDER


def test_a_file_that_others_could_read_is_replaced_by_one_they_cannot(tmp_path: Path) -> None:
    path = tmp_path / "superbill.pdf"
    path.write_bytes(b"%PDF-old")
    path.chmod(0o666)
    private.write(path, b"%PDF-new")
    assert (path.read_bytes(), mode(path)) == (b"%PDF-new", private.FILE)
    assert [p.name for p in tmp_path.iterdir()] == ["superbill.pdf"]


def test_a_folder_that_holds_other_files_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    (tmp_path / "shared" / "other.txt").write_text("x")
    private.make_folder(tmp_path / "shared")
    assert mode(tmp_path / "shared") == 0o755


def test_a_folder_in_making_is_whole_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), private.folder_in_making(tmp_path / "out") as fresh:
        (fresh / "half").write_bytes(b"x")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with private.folder_in_making(tmp_path / "out") as fresh:
        private.write(fresh / "whole", b"x")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["whole"]
    with pytest.raises(FileExistsError), private.folder_in_making(tmp_path / "out"):
        pass
