"""A disk that takes no more, or fails, or is read-only: said in one sentence, nothing lost, and going on afterwards."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from invented_practice import PASSWORD, claim_of, draft_of, report_of
from recording_vfs import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Recorder, recording

from oncodesk.vault import door, keys
from oncodesk.vault.errors import NotSaved
from oncodesk.vault.store import Store

ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and rights as Linux has them")
ERRORS = {"full": ("write", FULL), "failing": ("write", IOERR_WRITE), "not syncing": ("sync", IOERR_FSYNC)}


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_at_each_write_loses_nothing(tmp_path: Path, kind: str) -> None:
    what, error = ERRORS[kind]
    with recording() as recorder:
        store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
        number = store.save_draft(None, {"count": 0})
        told = count = 0
        for failing_at in range(1, 26):
            before = store.load_visit(number).draft["count"]
            recorder.failing = _at(failing_at, what, error)
            try:
                store.save_draft(number, {**draft_of(), "count": count + 1, "long": ["text"] * 3000})
                store.finalise(number, claim_of(), report_of())
                count += 1
            except NotSaved as problem:
                told += 1
                assert str(problem).startswith("Not saved: the disk")
            finally:
                recorder.failing = lambda _: OK
            found = store.load_visit(number).draft["count"]
            assert found in (before, before + 1)
            count = found
        assert told > (3 if what == "write" else 0), "the errors were never met"
        store.save_draft(number, {"count": -1})
        assert store.verify().problems == ()
        store.close()
        _comes_back(tmp_path / "practice", number)


def _at(place: int, what: str, error: int):  # type: ignore[no-untyped-def]
    """From the n-th write on every write fails, until the disk has room again."""
    seen = [0]

    def failing(step: str) -> int:
        seen[0] += step == what
        return error if step == what and seen[0] >= place else OK

    return failing


def _comes_back(folder: Path, number: int) -> None:
    again = door.unlock(folder, PASSWORD)
    assert again.load_visit(number).draft == {"count": -1}
    assert again.verify().problems == ()
    again.close()


@pytest.mark.parametrize("kind", ERRORS)
def test_a_data_key_that_could_not_be_changed_stays_the_key(tmp_path: Path, kind: str) -> None:
    """The records take no more while the key files beside them still do: the old key must not be forgotten."""
    what, error = ERRORS[kind]
    with recording() as recorder:
        store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
        number, told = store.save_draft(None, {"count": -1, "long": ["text"] * 20000}), 0
        for failing_at in (1, 2, 5, 20, 60):
            recorder.failing = _at(failing_at, what, error)
            try:
                store.staff.rotate()
            except NotSaved:
                told += 1
            finally:
                recorder.failing = lambda _: OK
            assert store.load_visit(number).draft["count"] == -1
            store.close()
            store = door.unlock(tmp_path / "practice", PASSWORD)
            assert store.verify().problems == ()
        assert told > (3 if what == "write" else 0), "the errors were never met"
        store.close()


QUOTA = """
import resource, signal, sys
from pathlib import Path
from oncodesk.vault import door
from oncodesk.vault.errors import NotSaved
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = door.unlock(Path(sys.argv[1]), sys.argv[2])
size = sum(path.stat().st_size for path in store.folder.glob("practice.oncodesk*"))
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40000, resource.RLIM_INFINITY))
saved, told = 0, ""
for count in range(1, 200):
    try:
        store.save_draft(1, {"count": count, "long": ["text"] * 2000})
        saved = count
    except NotSaved as problem:
        told = str(problem)
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert store.load_visit(1).draft["count"] == saved
store.save_draft(1, {"count": saved + 1})
assert store.verify().problems == ()
store.close()
print(saved, told)
"""


@ON_LINUX
def test_a_quota_is_said_and_room_lets_it_go_on(practice_file: Store, folder: Path) -> None:
    practice_file.save_draft(None, {"count": 0})
    practice_file.close()
    done = subprocess.run(
        [sys.executable, "-c", QUOTA, str(folder), PASSWORD], capture_output=True, text=True, check=True
    )
    saved, _, told = done.stdout.partition(" ")
    assert int(saved) >= 0
    assert told.startswith("Not saved: the disk does not take it")


READ_ONLY = """
import os, sys
from pathlib import Path
from oncodesk.vault import door, opening
from oncodesk.vault.errors import NotSaved
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    door.unlock(Path(sys.argv[1]), sys.argv[2])
except NotSaved as problem:
    print(problem)
"""


@ON_LINUX
def test_a_read_only_folder_is_said() -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "practice"
        door.create(folder, PASSWORD, keys.FLOOR).close()
        for path in folder.iterdir():
            path.chmod(0o444)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(folder), PASSWORD], capture_output=True, text=True, check=True,
            env={**os.environ, "HOME": place},
        )  # fmt: skip
        folder.chmod(0o755)
    assert "The folder of the practice file cannot be written" in done.stdout


def test_the_recorder_is_heard(tmp_path: Path) -> None:
    """The control: with every write failing nothing at all can be saved."""
    with recording() as recorder:
        store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
        recorder.failing = lambda what: FULL if what == "write" else OK
        with pytest.raises(NotSaved):
            store.save_draft(None, draft_of())
        recorder.failing = lambda what: OK
        assert store.list_visits() == ()
        assert isinstance(recorder, Recorder)
        store.close()
