"""Whoever changes the records past the program is found out; that honest histories are not: test_honest_histories."""

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from invented_practice import PASSWORD, Clock, claim_of, draft_of, report_of
from sqlalchemy import select, text

from oncodesk.domain.decisions import Decisions, Overlay
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Edit
from oncodesk.vault import anchor, backups, door, keys, proof
from oncodesk.vault.errors import Conflict, Damaged, NotSaved
from oncodesk.vault.ledger import weight
from oncodesk.vault.secret import Secret
from oncodesk.vault.sqlcipher import open_engine
from oncodesk.vault.store import Store
from oncodesk.vault.tables import audit

PAGE = 4096


@dataclass(frozen=True)
class Kept:
    """A practice file at rest, with an older copy of itself and the keys, as an insider might have them."""

    folder: Path
    older: Path
    secret: bytes

    @property
    def file(self) -> Path:
        return self.folder / door.FILE

    def statement(self, sql: str) -> None:
        """Writes past the program, with the key."""
        engine = open_engine(self.file, Secret(self.secret).database_key)
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(sql))
        engine.dispose()
        _settled(self.file, self.secret)

    def problems(self) -> tuple[str, ...]:
        """What verifying says, or that the file does not open."""
        secret = Secret(self.secret)
        engine = open_engine(self.file, secret.database_key)
        try:
            return proof.verify(engine, secret, backups.beside(self.folder)).problems
        except (Damaged, UnusableInput, NotSaved, Conflict) as problem:
            return (str(problem),)
        finally:
            engine.dispose()


def _settled(file: Path, secret: bytes) -> None:
    engine = open_engine(file, Secret(secret).database_key)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def history(store: Store, chance: random.Random, steps: int) -> None:
    """An honest stretch of work."""
    ids = [row.id for row in store.list_visits()]
    for _ in range(steps):
        match chance.randrange(8) if ids else 0:
            case 0 | 1:
                ids.append(
                    store.save_draft(None, draft_of(chance.randrange(50), chance.choice(("Ito", "Ngô", "Smith"))))
                )
            case 2 | 3:
                edit = Edit(op="set_units", line="1", value=chance.randrange(9))
                laid = Decisions(overlays=(Overlay(edits=(edit,)),))
                store.save_draft(chance.choice(ids), draft_of(chance.randrange(50)), laid, refused={"x": "?"})
            case 4:
                store.finalise(
                    chance.choice(ids), claim_of(chance.randrange(50), units=chance.randrange(1, 9)), report_of()
                )
            case 5:
                store.add_note(f"visit:{chance.choice(ids)}", "asked the nurse")
            case 6:
                store.load_visit(chance.choice(ids))
            case _:
                standing = [c for i in ids for c in store.claims_of_visit(i) if c.state == "current"]
                if standing:
                    store.void(chance.choice(standing).number, "billed twice")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A practice with a history, and what it was some steps before."""
    folder = tmp_path_factory.mktemp("kept") / "practice"
    store = door.create(folder, PASSWORD, keys.FLOOR, now=Clock())
    secret = store._secret.content()
    history(store, random.Random(1), 40)
    store.close()
    older = folder.with_name("older")
    _settled(folder / door.FILE, secret)
    shutil.copytree(folder, older)
    store = door.unlock(folder, PASSWORD, now=Clock())
    history(store, random.Random(2), 40)
    store.save_draft(1, draft_of(1, "Lastword"))
    store.finalise(1, claim_of(1), report_of())
    store.close()
    _settled(folder / door.FILE, secret)
    return Kept(folder, older, secret)


@pytest.fixture
def kept(template: Kept, tmp_path: Path) -> Kept:
    """A copy to tamper with."""
    return _copy(template, tmp_path)


def _copy(template: Kept, place: Path) -> Kept:
    shutil.rmtree(place / "practice", ignore_errors=True)
    shutil.rmtree(place / "practice-backups", ignore_errors=True)
    shutil.copytree(template.folder, place / "practice")
    shutil.copytree(backups.beside(template.folder), place / "practice-backups")
    return Kept(place / "practice", template.older, template.secret)


def flipped_bytes(kept: Kept, chance: random.Random) -> None:
    """Some bits anywhere in the file."""
    content = bytearray(kept.file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    kept.file.write_bytes(content)


def cut_short(kept: Kept, chance: random.Random) -> None:
    """The file ends earlier."""
    content = kept.file.read_bytes()
    kept.file.write_bytes(content[: -chance.choice((1, 100, PAGE, 3 * PAGE))])


def pages_swapped(kept: Kept, chance: random.Random) -> None:
    """Two pages in each other's place."""
    content = bytearray(kept.file.read_bytes())
    one, two = (PAGE * n for n in chance.sample(range(1, len(content) // PAGE), 2))
    content[one : one + PAGE], content[two : two + PAGE] = content[two : two + PAGE], content[one : one + PAGE]
    kept.file.write_bytes(content)


def pages_replayed(kept: Kept, chance: random.Random) -> None:
    """Some pages as they were before, each whole and with a HMAC that fits."""
    content, before = bytearray(kept.file.read_bytes()), (kept.older / door.FILE).read_bytes()
    changed = [n for n in range(0, len(before), PAGE) if content[n : n + PAGE] != before[n : n + PAGE]]
    for place in chance.sample(changed, chance.randrange(1, min(4, len(changed)))):
        content[place : place + PAGE] = before[place : place + PAGE]
    kept.file.write_bytes(content)


def audit_entry_rewritten(kept: Kept, chance: random.Random) -> None:
    """With the key: an entry says somebody else did it, or another time."""
    column = chance.choice(("\"by\" = 'Mallory'", "action = 'seen'", "subject = 'visit:1000'", "at = '2020-01-01'"))
    kept.statement(f"UPDATE audit SET {column} WHERE sequence = {chance.randrange(1, 50)}")


def audit_entries_removed(kept: Kept, chance: random.Random) -> None:
    """With the key: an entry from the middle, or the newest ones."""
    some = chance.choice((f"= {chance.randrange(1, 50)}", f"> {chance.randrange(1, 60)}"))
    kept.statement(f"DELETE FROM audit WHERE sequence {some}")


def claim_changed(kept: Kept, chance: random.Random) -> None:
    """With the key: a finalised claim says something else, or is gone from a list."""
    change = chance.choice(
        (
            "UPDATE claim SET document = replace(document, '96413', '96415')",
            "UPDATE claim SET facts = '{}'",
            "UPDATE claim SET \"by\" = 'Mallory'",
            'UPDATE claim SET editions = \'{"rules":"2020"}\'',
            "UPDATE claim SET state = 'void' WHERE state = 'current'",
            "UPDATE claim_line SET units = units + 1",
            "DELETE FROM claim_diagnosis",
        )
    )
    kept.statement(change)


def record_changed(kept: Kept, chance: random.Random) -> None:
    """With the key: any other record."""
    change = chance.choice(
        (
            "UPDATE visit SET status = 'sent' WHERE status <> 'sent'",
            "UPDATE draft SET facts = '{}' WHERE visit_id = 1",
            "DELETE FROM note",
            "DELETE FROM visit_word WHERE visit_id = 1",
            "INSERT INTO fee VALUES ('96413', 1)",
            "UPDATE user_account SET role = 'reviewer'",
            "UPDATE patient SET family_name = 'Other'",
        )
    )
    kept.statement(change)


KINDS: tuple[Callable[[Kept, random.Random], None], ...] = (
    flipped_bytes,
    cut_short,
    pages_swapped,
    pages_replayed,
    audit_entry_rewritten,
    audit_entries_removed,
    claim_changed,
    record_changed,
)


def rounds_found(template: Kept, place: Path, kind: Callable[[Kept, random.Random], None], rounds: int) -> list[int]:
    """The rounds in which tampering went unseen."""
    missed = []
    for number in range(rounds):
        kept = _copy(template, place)
        before = kept.file.read_bytes()
        kind(kept, random.Random(number))
        assert kept.file.read_bytes() != before
        if not kept.problems():
            missed.append(number)
    return missed


def test_an_untouched_copy_verifies(kept: Kept) -> None:
    assert kept.problems() == ()
    assert kept.problems() == ()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_tampering_is_found(template: Kept, tmp_path: Path, kind: Callable[[Kept, random.Random], None]) -> None:
    assert rounds_found(template, tmp_path, kind, 12) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_tampering_is_found_five_hundred_times(
    template: Kept, tmp_path: Path, kind: Callable[[Kept, random.Random], None]
) -> None:
    assert rounds_found(template, tmp_path, kind, 500) == []


def test_every_single_page_put_back_as_it_was_is_found(template: Kept, tmp_path: Path) -> None:
    content, before = template.file.read_bytes(), (template.older / door.FILE).read_bytes()
    changed = [n for n in range(0, len(before), PAGE) if content[n : n + PAGE] != before[n : n + PAGE]]
    assert len(changed) > 5
    for place in changed:
        kept = _copy(template, tmp_path)
        kept.file.write_bytes(content[:place] + before[place : place + PAGE] + content[place + PAGE :])
        assert kept.problems(), f"page {place // PAGE}"


def test_a_whole_older_file_is_known_by_the_anchor_and_only_by_it(kept: Kept) -> None:
    for name in (door.FILE, "keys.a.json", "keys.b.json"):
        shutil.copy(kept.older / name, kept.folder / name)
    assert "an older file was put back" in kept.problems()[0]
    opened = door.unlock(kept.folder, PASSWORD)
    assert "an older file was put back" in opened.alarm
    opened.close()
    assert "an older file" in kept.problems()[0], "closing must not drop the anchor where the alarm stands"
    (backups.beside(kept.folder) / anchor.NAME).unlink()
    assert kept.problems() == ()


def test_a_manager_can_answer_for_an_older_file(kept: Kept) -> None:
    shutil.copy(kept.older / door.FILE, kept.file)
    opened = door.unlock(kept.folder, PASSWORD)
    opened.accept_as_it_is()
    assert opened.verify().is_whole
    assert opened.audit()[-1].action == "accept"
    opened.close()
    assert kept.problems() == ()


@pytest.mark.soak
def test_a_hundred_rollbacks_of_the_whole_file_are_found(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "practice"
    store = door.create(folder, PASSWORD, keys.FLOOR, now=clock)
    secret, older = store._secret.content(), []
    for number in range(101):
        history(store, random.Random(number), 3)
        store.close()
        _settled(folder / door.FILE, secret)
        older.append((folder / door.FILE).read_bytes())
        store = door.unlock(folder, PASSWORD, now=clock)
    store.close()
    for content in older[:100]:
        (folder / door.FILE).write_bytes(content)
        assert Kept(folder, folder, secret).problems()


def test_an_altered_anchor_is_said(kept: Kept) -> None:
    path = backups.beside(kept.folder) / anchor.NAME
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "sequence": data["sequence"] - 1}))
    assert "anchor file is not as it was written" in kept.problems()[0]


def test_all_that_is_done_is_one_entry_each(practice_file: Store) -> None:
    number = practice_file.save_draft(None, draft_of())
    practice_file.save_draft(number, draft_of())
    practice_file.load_visit(number)
    final = practice_file.finalise(number, claim_of(), report_of())
    practice_file.note("print", f"claim:{final}", document="superbill")
    practice_file.note("export", "visits", form="csv")
    said = [(row.action, row.subject, row.by) for row in practice_file.audit()]
    assert said[-6:] == [
        ("create", f"visit:{number}", "owner"),
        ("edit", f"visit:{number}", "owner"),
        ("view", f"visit:{number}", "owner"),
        ("finalise", f"claim:{final}", "owner"),
        ("print", f"claim:{final}", "owner"),
        ("export", "visits", "owner"),
    ]
    assert [row[0] for row in said[:3]] == ["migrate", "enrol", "log-in"]
    assert [row.sequence for row in practice_file.audit(after=3, limit=2)] == [4, 5]


def test_every_column_counts_in_a_rows_weight(practice_file: Store) -> None:
    with practice_file._reading() as connection:
        row = list(connection.execute(select(audit)).first() or ())
    assert row
    mac = practice_file._secret.mac
    changed = {weight(mac, audit, [*row[:n], date(2000, 1, 1), *row[n + 1 :]]) for n in range(len(row))}
    assert len(changed | {weight(mac, audit, row)}) == len(row) + 1
