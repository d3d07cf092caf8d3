"""Old files are forever: every released schema opens, and killed half way it is old or new."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import door, migrate, restore
from oncodesk.vault.backups import generations
from oncodesk.vault.keys import open_slot
from oncodesk.vault.migrations.catalogue import STEPS
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import read_slots
from oncodesk.vault.sqlcipher import open_engine
from oncodesk.vault.store import Store, VisitFilter
from oncodesk.vault.tables import metadata

RELEASED = Path(__file__).parent / "released"
PASSWORD = "an old practice"


@pytest.fixture
def first(folder: Path) -> Path:
    """The file of the first release."""
    shutil.copytree(RELEASED / "schema-1", folder)
    return folder


@pytest.fixture
def second(folder: Path) -> Path:
    """The file of the second schema: fixes laid over a draft, a claim replaced, one with an override, a remark."""
    shutil.copytree(RELEASED / "schema-2", folder)
    return folder


def test_every_released_schema_is_kept() -> None:
    kept = sorted(int(path.name.removeprefix("schema-")) for path in RELEASED.iterdir())
    assert kept == list(range(1, migrate.NEWEST))
    assert len(STEPS) == migrate.NEWEST


def test_the_first_file_opens_with_all_it_held(first: Path) -> None:
    opened = door.unlock(first, PASSWORD)
    assert opened.practice() is not None
    fees = opened.fees()
    assert fees is not None
    assert fees.per_unit["96413"] > 0
    rows = opened.list_visits()
    assert [row.status for row in rows].count("ready") == 1
    assert [row.date_of_service for row in rows][-1] is None
    assert len(rows) == 5
    ready = next(row for row in rows if row.status == "ready")
    one, two = opened.claims_of_visit(ready.id)
    assert (one.state, two.state, two.replaces, two.by) == ("replaced", "current", one.number, "owner")
    assert two.claim.total == ready.charge_total
    assert two.finalised_at.year == 2026
    assert opened.claims_of_patient(ready.account) == (two,)
    assert opened.find_visits(VisitFilter(text=ready.patient_name)) == (ready,)
    assert opened.find_patients(ready.patient_name.split(",")[0])[0].account == ready.account
    assert any(opened.load_visit(row.id).decided.overlays for row in rows)
    assert opened.user.role == "manager"
    verdict = opened.verify()
    assert verdict.problems == ()
    assert verdict.claims == 2
    opened.close()
    door.unlock(first, PASSWORD).close()


def test_the_second_file_opens_with_every_fix_as_a_decision_of_its_own(second: Path) -> None:
    opened = door.unlock(second, PASSWORD)
    stored = [opened.load_visit(row.id) for row in opened.list_visits()]
    assert len(stored) == 5
    (laid,) = [visit for visit in stored if visit.decided.overlays]
    assert [edit.op for overlay in laid.decided.overlays for edit in overlay.edits] == ["add_modifier", "set_units"]
    assert laid.refused == {"administrations.a1.stop": "abc"}
    assert all(visit.draft["format"] == "oncodesk.visit/1" for visit in stored)
    replaced, current = next(found for v in stored if (found := opened.claims_of_visit(v.id)))
    assert (replaced.state, current.state) == ("replaced", "current")
    assert replaced.claim.overrides[0].reason == "the payer wants it so"
    assert opened.reasons() == ("the payer wants it so",)
    assert opened.cards() == ()
    assert opened.notes("visit:1")[0].text == "a remark"
    assert opened.verify().problems == ()
    opened.close()
    door.unlock(second, PASSWORD).close()
    (backup,) = generations(second.with_name("practice-backups"))
    back = restore.restore(second, backup.path, restore.WithPassword(PASSWORD))
    assert back.verify().is_whole
    back.close()


def test_a_verified_backup_stands_before_an_old_file_is_touched(first: Path) -> None:
    before = (first / door.FILE).read_bytes()
    door.unlock(first, PASSWORD).close()
    (backup,) = generations(first.with_name("practice-backups"))
    assert backup.path.name.endswith("before-schema-2")
    assert (first / door.FILE).read_bytes() != before
    again = door.unlock(backup.path, PASSWORD)
    assert len(again.list_visits()) == 5
    again.close()
    back = restore.restore(first, backup.path, restore.WithPassword(PASSWORD))
    assert len(back.list_visits()) == 5
    assert back.verify().is_whole
    back.close()


def test_the_steps_lead_to_the_tables_of_today(practice_file: Store) -> None:
    with practice_file._reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) >= set(metadata.tables)


class _Stopped(BaseException):
    """As if the program had been killed here."""


@pytest.mark.parametrize(("schema", "at"), [*((1, at) for at in (1, 12, 24, 36, 50)), *((2, at) for at in range(1, 7))])
def test_stopped_half_way_it_is_the_old_file(
    folder: Path, schema: int, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(RELEASED / f"schema-{schema}", folder)
    _stop_at_statement(monkeypatch, schema, at)
    with pytest.raises(_Stopped):
        door.unlock(folder, PASSWORD)
    monkeypatch.undo()
    assert _version_on_disk(folder) == schema
    opened = door.unlock(folder, PASSWORD)
    assert len(opened.list_visits()) == 5
    assert opened.verify().is_whole
    opened.close()


@pytest.mark.parametrize("schema", [1, 2, 3])
@pytest.mark.parametrize("where", ["_step", "state_of"])
def test_stopped_between_two_steps_or_before_the_chain_vouches_it_is_the_old_file(
    folder: Path, schema: int, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, newest = getattr(migrate, where), migrate.NEWEST

    def stop(connection: Any, *rest: Any) -> None:
        if where == "state_of" or rest[1] == newest:
            raise _Stopped
        done(connection, *rest)

    shutil.copytree(RELEASED / f"schema-{schema}", folder)
    monkeypatch.setattr(migrate, where, stop)
    with pytest.raises(_Stopped):
        door.unlock(folder, PASSWORD)
    monkeypatch.undo()
    assert _version_on_disk(folder) == schema
    opened = door.unlock(folder, PASSWORD)
    assert opened.verify().is_whole
    assert len(opened.list_visits()) == 5
    opened.close()


def test_a_file_of_a_later_version_is_left_alone(practice_file: Store, folder: Path, monkeypatch: Any) -> None:
    practice_file.close()
    before = (folder / door.FILE).read_bytes()
    monkeypatch.setattr(migrate, "NEWEST", 1)
    with pytest.raises(UnusableInput, match="newer OncoDesk"):
        door.unlock(folder, "correct horse battery")
    assert (folder / door.FILE).read_bytes() == before


def _stop_at_statement(monkeypatch: pytest.MonkeyPatch, schema: int, at: int) -> None:
    from oncodesk.vault.migrations import catalogue

    name, upgrade = catalogue.STEPS[schema]

    def counted(op: Any, mac: Callable[[bytes], bytes]) -> None:
        from sqlalchemy import event

        seen = [0]

        def count(*_: object) -> None:
            seen[0] += 1
            if seen[0] == at:
                raise _Stopped

        event.listen(op.get_bind(), "before_cursor_execute", count)
        upgrade(op, mac)
        raise AssertionError(f"only {seen[0]} statements")

    steps = [*catalogue.STEPS]
    steps[schema] = (name, counted)
    monkeypatch.setattr(catalogue, "STEPS", tuple(steps))


def _version_on_disk(folder: Path) -> int:
    (slot,) = read_slots(folder).slots
    engine = open_engine(folder / door.FILE, Secret(open_slot(slot, PASSWORD)[0]).database_key)
    try:
        return migrate.version(engine)
    finally:
        engine.dispose()


@pytest.mark.parametrize("schema", [2, 3])
def test_claims_of_an_older_file_are_listed_and_counted(folder: Path, schema: int) -> None:
    shutil.copytree(RELEASED / f"schema-{schema}", folder)
    opened = door.unlock(folder, PASSWORD)
    newer, older = opened.find_claims()
    assert (newer.replaces, newer.state, older.state) == (older.number, "current", "replaced")
    assert older.replaced_by == newer.number
    final = opened.claim(newer.number)
    graded = [finding.severity for finding in final.report.findings]
    assert (newer.errors, newer.warnings) == (graded.count("error"), graded.count("warning"))
    assert final.claim.payer is not None
    assert newer.payer == final.claim.payer.name
    day = newer.date_of_service
    assert sum(row[4] for row in opened.figures(day, day).findings) == len(graded)
    assert opened.verify().problems == ()
    opened.close()
