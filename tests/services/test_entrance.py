"""Into the invented practice, a new one, and back into it with its password."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Practice
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services.entrance import Entrance, InUse, WrongPassword

PASSWORD = "a long enough one"


@pytest.fixture
def entrance(code_sets: CodeSets, tmp_path: Path) -> Entrance:
    return Entrance(code_sets, tmp_path, lambda: datetime(2026, 9, 20, 9, 0, tzinfo=UTC))


def test_the_sample_has_months_behind_it_and_keeps_what_is_done_there(entrance: Entrance) -> None:
    desk = entrance.sample()
    assert desk.is_sample
    made = len(desk.store.list_visits())
    states = [claim.state for claim in desk.store.find_claims()]
    assert made > 30
    assert {"current", "replaced", "void"} == set(states)
    assert len({claim.account for claim in desk.store.find_claims()}) > 9
    assert desk.store.verify().is_whole
    desk.store.save_draft(None, {"date_of_service": "2026-09-17"})
    desk.store.close()
    again = entrance.sample()
    assert len(again.store.list_visits()) == made + 1
    again.store.close()


def test_a_practice_of_ones_own_opens_with_its_password_only(entrance: Entrance) -> None:
    assert not entrance.has_practice
    entrance.start(PASSWORD, Practice(name="Oak Hill Oncology")).store.close()
    assert entrance.has_practice
    with pytest.raises(WrongPassword):
        entrance.unlock("not the one")
    desk = entrance.unlock(PASSWORD)
    assert not desk.is_sample
    assert desk.practice() == Practice(name="Oak Hill Oncology")
    with pytest.raises(InUse):
        entrance.unlock(PASSWORD)
    desk.store.close()
    with pytest.raises(UnusableInput):
        entrance.start(PASSWORD, Practice(name="Another"))


def test_a_forgotten_password_and_a_lost_folder_come_back(entrance: Entrance) -> None:
    from oncodesk.vault.restore import WithPassword

    desk = entrance.start(PASSWORD, Practice(name="Oak Hill Oncology"))
    assert entrance.users() == ("owner",)
    shown = desk.store.staff.new_recovery_key()
    desk.store.save_draft(None, {"date_of_service": "2026-09-17"})
    desk.store.close()
    desk = entrance.recover(shown, "owner", "another long one")
    desk.store.back_up()
    desk.store.save_draft(None, {})
    desk.store.close()
    (backup,) = entrance.backups()
    back = entrance.restore(backup.path, WithPassword("another long one"))
    assert len(back.store.list_visits()) == 1
    assert back.practice() == Practice(name="Oak Hill Oncology")
    back.store.close()
    entrance.unlock("another long one", "owner").store.close()


def test_each_sample_visit_gives_a_claim_and_a_superbill(entrance: Entrance) -> None:
    desk = entrance.sample()
    for row in desk.store.list_visits():
        visit = parse(Visit, desk.store.load_visit(row.id).draft)
        derived = desk.derive_claim(visit)
        assert derived.claim.lines
        assert all(line.charge is not None for line in derived.claim.lines)
        assert desk.superbill(derived.claim, "1").startswith(b"%PDF")
    desk.store.close()
