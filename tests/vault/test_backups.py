"""Backups are whole, kept by generation, and come back with a password or with the recovery key alone."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from invented_practice import CANARY, PASSWORD, Clock, claim_of, draft_of, report_of

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import backups, door, keys, restore, restoring
from oncodesk.vault.backups import Backup, generations, to_drop
from oncodesk.vault.errors import Damaged, InUse, NotAllowed, NotSaved, WrongPassword
from oncodesk.vault.restore import WithPassword, WithRecoveryKey
from oncodesk.vault.store import Store


@pytest.fixture
def worked(practice_file: Store) -> Store:
    """A practice with one finalised visit."""
    number = practice_file.save_draft(None, draft_of())
    practice_file.finalise(number, claim_of(), report_of())
    return practice_file


def test_a_backup_comes_back_with_the_password(worked: Store, folder: Path, clock: Clock) -> None:
    backup = worked.back_up()
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in backup.path.iterdir())
    worked.save_draft(None, draft_of(2))
    worked.close()
    back = restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    assert len(back.list_visits()) == 1
    assert back.verify().problems == ()
    assert back.alarm == ""
    last = back.audit()[-1]
    assert (last.action, last.detail["backup"]) == ("restore", backup.path.name)
    assert last.detail["alarm"], "the anchor knew more than the backup, and that is on record"
    back.close()
    (aside,) = folder.parent.glob("practice-before-restore-*")
    before = door.unlock(aside, PASSWORD)
    assert len(before.list_visits()) == 2
    before.close()
    door.unlock(folder, PASSWORD).close()


def test_a_backup_comes_back_with_the_recovery_key_alone(worked: Store, folder: Path, clock: Clock) -> None:
    shown = worked.staff.new_recovery_key()
    backup = worked.back_up()
    worked.close()
    shutil.rmtree(folder)
    way = WithRecoveryKey(shown, "owner", "a fresh password", keys.FLOOR)
    with pytest.raises(UnusableInput, match="group"):
        restore.restore(folder, backup.path, WithRecoveryKey(shown[:-1] + "?", "owner", "a fresh password"), clock)
    back = restore.restore(folder, backup.path, way, clock)
    assert len(back.list_visits()) == 1
    assert back.verify().is_whole
    back.close()
    door.unlock(folder, "a fresh password").close()


def test_the_records_file_alone_is_no_backup(worked: Store, folder: Path, clock: Clock) -> None:
    backup = worked.back_up()
    worked.close()
    for name in ("keys.a.json", "keys.b.json"):
        (backup.path / name).unlink()
    with pytest.raises(UnusableInput, match="its keys"):
        restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    alone = folder.with_name("alone")
    alone.mkdir()
    shutil.copy(folder / door.FILE, alone / door.FILE)
    with pytest.raises(UnusableInput, match="key file"):
        door.unlock(alone, PASSWORD)


def test_what_is_wrong_with_a_backup_leaves_the_practice_as_it_was(worked: Store, folder: Path, clock: Clock) -> None:
    backup = worked.back_up()
    worked.staff.add("Ada", "coder", "quite another word", keys.FLOOR)
    with_ada = worked.back_up()
    with pytest.raises(InUse):
        restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    worked.close()
    with pytest.raises(WrongPassword):
        restore.restore(folder, backup.path, WithPassword("not the one"), clock)
    with pytest.raises(NotAllowed):
        restore.restore(folder, with_ada.path, WithPassword("quite another word", "Ada"), clock)
    with pytest.raises(UnusableInput, match="backup"):
        restore.restore(folder, folder.parent, WithPassword(PASSWORD), clock)
    content = bytearray((backup.path / door.FILE).read_bytes())
    content[-2000] ^= 1  # the last page: the one in the middle may be of the tables' names, without which nothing opens
    (backup.path / door.FILE).write_bytes(content)
    with pytest.raises(Damaged, match="not whole"):
        restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    assert not list(folder.parent.glob("*.coming*"))
    opened = door.unlock(folder, PASSWORD, "owner")
    assert len(opened.list_visits()) == 1
    opened.close()


@pytest.mark.parametrize("step", ["before", "between"])
def test_a_restore_stopped_half_way_is_old_or_new(
    worked: Store, folder: Path, clock: Clock, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = worked.back_up()
    worked.save_draft(None, draft_of(2))
    worked.close()

    def stopped(place: Path, aside: Path) -> None:
        if step == "between":
            place.rename(aside)
        raise KeyboardInterrupt

    monkeypatch.setattr(restore, "put_in_place", stopped)
    with pytest.raises(KeyboardInterrupt):
        restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    assert door.exists(folder)
    opened = door.unlock(folder, PASSWORD)
    assert len(opened.list_visits()) == {"before": 2, "between": 1}[step]
    opened.close()
    assert restoring.coming(folder).exists() == (step == "before")


def test_a_place_that_takes_nothing_is_said(worked: Store, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("")
    with pytest.raises(NotSaved, match="No backup"):
        worked.back_up(blocked)
    elsewhere = worked.back_up(tmp_path / "stick")
    assert generations(tmp_path / "stick") == (elsewhere,)
    assert generations(worked.backups.folder) == ()
    assert sorted(path.name for path in elsewhere.path.iterdir()) == ["keys.a.json", "keys.b.json", "practice.oncodesk"]


def test_what_does_not_arrive_whole_elsewhere_is_no_backup(
    worked: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backups.copied

    def torn(backup: Path, place: Path) -> None:
        real(backup, place)
        (place / door.FILE).write_bytes((place / door.FILE).read_bytes()[:-1])

    monkeypatch.setattr(backups, "copied", torn)
    with pytest.raises(Damaged, match="did not arrive whole in stick"):
        worked.back_up(tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_half_made_backup_is_none(worked: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "check", lambda *_: ("a page is torn",))
    with pytest.raises(Damaged, match="a page is torn"):
        worked.back_up()
    assert generations(worked.backups.folder) == ()
    assert [path.name for path in worked.backups.folder.iterdir()] == ["anchor.json"]


def test_generations_thin_out_with_age() -> None:
    newest = datetime(2026, 11, 25, 18, tzinfo=UTC)
    made = [Backup(Path(str(days)), newest - timedelta(days=days)) for days in range(800)]
    gone = to_drop(made)
    kept = [backup for backup in made if backup not in gone]
    ages = [(newest - backup.at).days for backup in kept]
    assert ages[:7] == list(range(7))
    assert len(kept) <= 7 + 5 + 12
    assert max(ages) > 320
    assert to_drop(kept) == ()
    assert to_drop(made[:3]) == ()


def test_what_has_to_be_done_is_done_of_itself(worked: Store, clock: Clock) -> None:
    trial = worked.keep_safe()
    assert trial is not None
    assert trial.problems == ()
    assert worked.last_test() == trial
    assert worked.keep_safe() is None
    assert len(generations(worked.backups.folder)) == 1
    clock.time += timedelta(days=2)
    assert worked.keep_safe() is None
    assert len(generations(worked.backups.folder)) == 2
    clock.time += timedelta(days=30)
    assert worked.keep_safe() is not None
    clock.time -= timedelta(days=400)
    assert worked.keep_safe() is not None, "a clock that was ahead must not put off what is due"
    assert worked.verify().is_whole
    assert not (worked.backups.folder / ".trial").exists()


def test_a_trial_says_what_is_wrong(worked: Store) -> None:
    assert worked.try_backup().problems == ("There is no backup yet.",)
    backup = worked.back_up()
    content = bytearray((backup.path / door.FILE).read_bytes())
    content[5000] ^= 1
    (backup.path / door.FILE).write_bytes(content)
    assert worked.try_backup().problems


def test_after_a_new_data_key_there_is_a_backup_under_it(worked: Store, folder: Path, clock: Clock) -> None:
    backup = worked.rotate()
    worked.close()
    back = restore.restore(folder, backup.path, WithPassword(PASSWORD), clock)
    assert back.verify().is_whole
    back.close()


def test_a_backup_under_an_older_key_is_not_taken_for_the_newest(worked: Store, clock: Clock) -> None:
    ahead = [worked.back_up() for _ in range(8)]
    clock.time -= timedelta(days=90)
    fresh = worked.rotate()
    assert fresh.at < ahead[0].at
    trial = worked.keep_safe()
    assert trial is not None
    assert (trial.backup, trial.problems) == (fresh.path.name, ())
    assert fresh.path.is_dir(), "thinning left it there, although seven have later moments in their names"
    shutil.rmtree(fresh.path)
    assert worked.try_backup().problems == ("There is no backup yet.",)
    assert worked.backups.is_due()


def under_load(folder: Path, rounds: int, clock: Clock) -> int:
    """How many backups, made while another thread saves, came back whole, by turns with password and recovery key."""
    import threading

    store = door.create(folder, PASSWORD, keys.FLOOR, now=clock)
    shown = store.staff.new_recovery_key()
    number, saved, stop = store.save_draft(None, draft_of()), [0], threading.Event()

    def save() -> None:
        while not stop.is_set():
            store.save_draft(number, {"count": saved[0] + 1})
            saved[0] += 1

    worker = threading.Thread(target=save)
    worker.start()
    made = []
    try:
        for _ in range(rounds):
            at_least = saved[0]
            made.append((at_least, store.backups.make()))
    finally:
        stop.set()
        worker.join()
        store.close()
    came_back = 0
    for turn, (at_least, backup) in enumerate(made):
        place = folder.with_name(f"back-{turn}")
        by_key = WithRecoveryKey(shown, "owner", "a fresh password", keys.FLOOR)
        back = restore.restore(place, backup.path, by_key if turn % 2 else WithPassword(PASSWORD), clock)
        came_back += back.load_visit(number).draft.get("count", 0) >= at_least and back.verify().is_whole
        back.close()
        shutil.rmtree(place)
    return came_back


def test_backups_made_under_load_come_back(folder: Path, clock: Clock) -> None:
    assert under_load(folder, 2, clock) == 2


@pytest.mark.soak
def test_two_hundred_backups_made_under_load_come_back(folder: Path, clock: Clock) -> None:
    assert under_load(folder, 200, clock) == 200
