"""Who may open the practice file and what each may do; forgotten passwords; a new data key."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from invented_practice import PASSWORD, Clock, claim_of, draft_of, report_of

from oncodesk.domain.claim import Override
from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import attempts, door, keys, people, recovery
from oncodesk.vault.errors import Conflict, Damaged, NotAllowed, NotSaved, TooSoon, WrongPassword
from oncodesk.vault.slots import COPIES, Slots, read_slots, write_slots
from oncodesk.vault.store import Store
from oncodesk.vault.values import Security, User

COLLEAGUE = "quite another word"


@pytest.fixture
def shared(practice_file: Store) -> Store:
    """The practice file with a coder and a reviewer beside its owner."""
    practice_file.staff.add("Ada", "coder", COLLEAGUE, keys.FLOOR)
    practice_file.staff.add("Ruth", "reviewer", COLLEAGUE + "!", keys.FLOOR)
    return practice_file


def test_each_opens_it_with_a_password_of_their_own(shared: Store, folder: Path) -> None:
    assert shared.staff.everybody() == (User("Ada", "coder"), User("Ruth", "reviewer"), User("owner", "manager"))
    number = shared.save_draft(None, draft_of())
    shared.close()
    assert door.user_names(folder) == ("owner", "Ada", "Ruth")
    with pytest.raises(WrongPassword):
        door.unlock(folder, PASSWORD, "Ada")
    with pytest.raises(WrongPassword):
        door.unlock(folder, PASSWORD, "nobody")
    as_ada = door.unlock(folder, COLLEAGUE, "Ada")
    assert as_ada.user == User("Ada", "coder")
    as_ada.save_draft(number, draft_of(), status="review")
    assert as_ada.audit(f"visit:{number}")[-1].by == "Ada"
    as_ada.close()
    without_a_name = door.unlock(folder, COLLEAGUE + "!")
    assert without_a_name.user.name == "Ruth"
    without_a_name.close()


def test_only_a_manager_manages(shared: Store, folder: Path) -> None:
    shared.close()
    as_ada = door.unlock(folder, COLLEAGUE, "Ada")
    for use in (
        lambda: as_ada.staff.add("Eve", "manager", COLLEAGUE),
        lambda: as_ada.staff.remove("Ruth"),
        as_ada.staff.new_recovery_key,
        as_ada.staff.rotate,
        as_ada.accept_as_it_is,
        lambda: as_ada.save_security(Security(second_person=False)),
    ):
        with pytest.raises(NotAllowed):
            use()
    as_ada.close()


def test_a_removed_user_is_let_in_no_more_not_even_with_an_old_key_file(shared: Store, folder: Path) -> None:
    old = folder.with_name("old")
    shutil.copytree(folder, old)
    shared.staff.remove("Ada")
    shared.close()
    with pytest.raises(WrongPassword):
        door.unlock(folder, COLLEAGUE, "Ada")
    for name in COPIES:
        shutil.copy(old / name, folder / name)
    with pytest.raises(NotAllowed, match="Ada no longer"):
        door.unlock(folder, COLLEAGUE, "Ada")


def test_after_rotation_an_old_key_file_opens_nothing_and_everybody_else_stays(shared: Store, folder: Path) -> None:
    shown = shared.staff.new_recovery_key()
    old = folder.with_name("old")
    shutil.copytree(folder, old)
    shared.staff.remove("Ada")
    number = shared.save_draft(None, draft_of())
    shared.staff.rotate()
    assert shared.load_visit(number).draft == draft_of()
    shared.close()
    again = door.unlock(folder, COLLEAGUE + "!", "Ruth")
    assert again.load_visit(number).draft == draft_of()
    assert again.verify().is_whole
    again.close()
    door.recover(folder, shown, "owner", "a fresh password", keys.FLOOR).close()
    kept = {name: (folder / name).read_bytes() for name in COPIES}
    for name in COPIES:
        shutil.copy(old / name, folder / name)
    with pytest.raises(UnusableInput, match="restore a backup"):
        door.unlock(folder, COLLEAGUE, "Ada")
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    door.unlock(folder, "a fresh password", "owner").close()


@pytest.mark.parametrize("step", ["before", "after"])
def test_a_rotation_stopped_half_way_opens_with_the_same_passwords(
    shared: Store, folder: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = people.rekey

    def stopped(engine: object, key: str) -> None:
        if step == "after":
            real(engine, key)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(people, "rekey", stopped)
    number = shared.save_draft(None, draft_of())
    with pytest.raises(KeyboardInterrupt):
        shared.staff.rotate()
    shared._engine.dispose()
    shared._lock.release()
    again = door.unlock(folder, COLLEAGUE, "Ada")
    assert again.load_visit(number).draft == draft_of()
    again.close()


def test_a_key_that_was_put_into_the_key_file_is_not_given_the_new_secret(shared: Store, folder: Path) -> None:
    slots = read_slots(folder)
    mallory = keys.make_slot(bytes(80), "Ada", "mallory's own", keys.FLOOR)
    write_slots(folder, slots.having(mallory))
    with pytest.raises(Damaged, match="Ada"):
        shared.staff.rotate()


def test_a_password_is_changed_by_who_knows_it(shared: Store, folder: Path) -> None:
    with pytest.raises(WrongPassword):
        shared.staff.change_password("not it at all", "a new password")
    with pytest.raises(UnusableInput):
        shared.staff.change_password(PASSWORD, "short")
    shared.staff.change_password(PASSWORD, "a new password")
    shared.close()
    with pytest.raises(WrongPassword):
        door.unlock(folder, PASSWORD)
    door.unlock(folder, "a new password", "owner").close()


def test_a_forgotten_password_is_replaced_with_the_recovery_key(shared: Store, folder: Path) -> None:
    assert not shared.staff.has_recovery_key()
    lost, shown = shared.staff.new_recovery_key(), shared.staff.new_recovery_key()
    shared.close()
    with pytest.raises(WrongPassword):
        door.recover(folder, lost, "Ada", "a fresh password", keys.FLOOR)
    with pytest.raises(WrongPassword):
        door.recover(folder, recovery.new_recovery_key(), "Ada", "a fresh password", keys.FLOOR)
    with pytest.raises(NotAllowed):
        door.recover(folder, shown, "nobody", "a fresh password", keys.FLOOR)
    as_ada = door.recover(folder, shown, "Ada", "a fresh password", keys.FLOOR)
    assert as_ada.user == User("Ada", "coder")
    as_ada.close()
    door.unlock(folder, "a fresh password", "Ada").close()
    as_owner = door.unlock(folder, PASSWORD, "owner")
    as_owner.staff.rotate()
    as_owner.close()
    door.unlock(folder, "a fresh password", "Ada").close()


def test_names_and_last_managers_are_guarded(shared: Store) -> None:
    with pytest.raises(Conflict):
        shared.staff.add("Ada", "coder", COLLEAGUE)
    for name in ("", " Eve", "x" * 61, "recovery key"):
        with pytest.raises(UnusableInput):
            shared.staff.add(name, "coder", COLLEAGUE)
    with pytest.raises(NotAllowed):
        shared.staff.remove("owner")
    shared.staff.remove("Ada")
    shared.staff.add("Ada", "manager", COLLEAGUE, keys.FLOOR)
    shared.staff.remove("owner")


def test_overriding_takes_a_second_person_where_the_practice_wants_it(shared: Store) -> None:
    number = shared.save_draft(None, draft_of())
    override = Override(rule="drugs.wastage-modifier-missing", reason="vial shared")
    claim = claim_of().model_copy(update={"overrides": (override,)})
    shared.finalise(number, claim, report_of())
    shared.save_security(Security(second_person=True))
    shared.finalise(number, claim_of(), report_of())
    with pytest.raises(NotAllowed, match="second person"):
        shared.finalise(number, claim, report_of())
    with pytest.raises(NotAllowed, match="not the same"):
        shared.staff.agree(number, "owner", PASSWORD)
    with pytest.raises(NotAllowed, match="reviewer"):
        shared.staff.agree(number, "Ada", COLLEAGUE)
    with pytest.raises(WrongPassword):
        shared.staff.agree(number, "Ruth", COLLEAGUE)
    agreed = shared.staff.agree(number, "Ruth", COLLEAGUE + "!")
    with pytest.raises(NotAllowed):
        shared.finalise(number, claim, report_of(), agreed=replace(agreed, visit_id=number + 1))
    final = shared.finalise(number, claim, report_of(), agreed=agreed)
    said = [(row.action, dict(row.detail)) for row in shared.audit(f"claim:{final}")]
    assert ("agree", {"by": "Ruth"}) in said
    assert any(action == "override" and detail["reason"] == "vial shared" for action, detail in said)


def test_after_five_wrong_passwords_one_waits_longer_each_time_also_after_a_restart(
    practice_file: Store, folder: Path, clock: Clock
) -> None:
    practice_file.close()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            door.unlock(folder, "not the one", now=clock)
    for waited in (0, 20):
        clock.time += timedelta(seconds=waited)
        with pytest.raises(TooSoon):
            door.unlock(folder, PASSWORD, now=clock)
    clock.time += timedelta(seconds=15)
    with pytest.raises(WrongPassword):
        door.unlock(folder, "not the one", now=clock)
    clock.time += timedelta(seconds=40)
    with pytest.raises(TooSoon):
        door.unlock(folder, PASSWORD, now=clock)
    clock.time -= timedelta(days=400)
    with pytest.raises(TooSoon):
        door.unlock(folder, PASSWORD, now=clock)
    clock.time += timedelta(seconds=70)
    opened = door.unlock(folder, PASSWORD, now=clock)
    assert opened.audit()[-1].detail == {"failed": 6}
    opened.close()
    door.unlock(folder, PASSWORD, now=clock).close()


def test_the_wait_grows_to_an_hour() -> None:
    assert [attempts.delay_after(n) for n in (0, 4, 5, 6, 7, 30)] == [0, 0, 30, 60, 120, 3600]


def test_a_key_file_that_cannot_be_written_says_so_and_leaves_the_old_password(shared: Store, folder: Path) -> None:
    for name in COPIES:
        (folder / (name + ".new")).mkdir()
    with pytest.raises(NotSaved):
        shared.staff.change_password(PASSWORD, "a new password")
    assert isinstance(read_slots(folder), Slots)
    shared.close()
    for name in COPIES:
        (folder / (name + ".new")).rmdir()
    door.unlock(folder, PASSWORD, "owner").close()


def test_the_keys_are_overwritten_when_the_file_is_closed(practice_file: Store) -> None:
    held = practice_file._secret._content
    assert any(held)
    practice_file.close()
    assert not held
