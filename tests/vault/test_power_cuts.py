"""After a power cut every save that was answered for is there and the file opens; a weaker setting does lose saves.

What SQLCipher wrote is recorded. An image is what a disk may hold when the power goes at some point: of all that was
not yet synced each write may be there, missing, torn into sectors, or have gone before another.
"""

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from invented_practice import PASSWORD, Clock, claim_of, draft_of, report_of
from recording_vfs import Recorder, Step, paths_of, recording
from sqlalchemy import Engine, event

from oncodesk.vault import anchor, backups, door, keys, proof, visits
from oncodesk.vault.secret import Secret
from oncodesk.vault.sqlcipher import open_engine

SECTOR = 512
SAVES = 60


@dataclass(frozen=True)
class Recorded:
    """A stretch of work: the files before it, all that was done to them, and the key."""

    before: dict[str, bytes]
    steps: tuple[Step, ...]
    secret: bytes
    file: Path


def record(folder: Path, synchronous: str) -> Recorded:
    """Saves and finalises one visit again and again, with frequent checkpoints."""
    with recording() as recorder:
        store = door.create(folder, PASSWORD, keys.FLOOR, now=Clock())
        secret = store._secret.content()
        number = store.save_draft(None, _counted(0))
        _set(store._engine, synchronous)
        file = folder / door.FILE
        before = {str(path): path.read_bytes() for path in paths_of(file) if path.exists()}
        recorder.steps.clear()
        for count in range(1, SAVES + 1):
            store.save_draft(number, _counted(count))
            if count % 10 == 0:
                store.finalise(number, claim_of(units=count), report_of())
            recorder.mark("saved", f"{count}".encode())
            _note_anchor(recorder, folder)
        store._engine.dispose()
        steps = tuple(recorder.steps)
        store.close()
    return Recorded(before, steps, secret, file)


def _counted(count: int) -> dict[str, object]:
    return {**draft_of(), "count": count, "again": [count] * 40}


def _set(engine: Engine, synchronous: str) -> None:
    def settings(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA synchronous = {synchronous}")  # type: ignore[attr-defined]
        connection.execute("PRAGMA wal_autocheckpoint = 25")  # type: ignore[attr-defined]

    event.listen(engine, "connect", settings)
    engine.dispose()


def _note_anchor(recorder: Recorder, folder: Path) -> None:
    path = backups.beside(folder) / anchor.NAME
    if path.exists():
        recorder.mark("anchor", path.read_bytes())


def image(recorded: Recorded, cut: int, chance: random.Random) -> tuple[dict[str, bytearray], int, bytes]:
    """What the disk may hold when the power goes before step `cut`, how many saves were answered for, the anchor."""
    disk = {path: bytearray(content) for path, content in recorded.before.items()}
    waiting: dict[str, list[Step]] = {}
    saved, anchored = 0, b""
    for step in recorded.steps[:cut]:
        if step.what == "saved":
            saved = int(step.content)
        elif step.what == "anchor":
            anchored = step.content
        elif step.what == "sync":
            for done in waiting.pop(step.path, []):
                _apply(disk, done, chance, whole=True)
        elif step.what == "delete":
            disk.pop(step.path, None)
            waiting.pop(step.path, None)
        else:
            waiting.setdefault(step.path, []).append(step)
    for steps in waiting.values():
        kept = [step for step in steps if chance.random() < 0.5]
        if chance.random() < 0.5:
            chance.shuffle(kept)
        for step in kept:
            _apply(disk, step, chance, whole=chance.random() < 0.6)
    return disk, saved, anchored


def _apply(disk: dict[str, bytearray], step: Step, chance: random.Random, whole: bool) -> None:
    held = disk.setdefault(step.path, bytearray())
    if step.what == "truncate":
        del held[step.at :]
        return
    for start in range(0, len(step.content), SECTOR):
        part = step.content[start : start + SECTOR]
        if whole or chance.random() < 0.5:
            end = step.at + start + len(part)
            held.extend(bytes(max(0, end - len(held))))
            held[step.at + start : end] = part


def outcome(recorded: Recorded, place: Path, cut: int, chance: random.Random) -> str:
    """What became of the saves in an image: empty where all is well, else what was lost."""
    disk, saved, anchored = image(recorded, cut, chance)
    shutil.rmtree(place, ignore_errors=True)
    (place / "practice").mkdir(parents=True)
    for path, content in disk.items():
        (place / "practice" / Path(path).name).write_bytes(content)
    if anchored:
        (place / "practice-backups").mkdir()
        (place / "practice-backups" / anchor.NAME).write_bytes(anchored)
    secret = Secret(recorded.secret)
    try:
        engine = open_engine(place / "practice" / door.FILE, secret.database_key)
        try:
            with engine.connect() as connection:
                found = visits.load(connection, 1).draft
            verdict = proof.verify(engine, secret, place / "practice-backups")
        finally:
            engine.dispose()
    except Exception as problem:
        return f"does not open: {problem}"
    if found["again"] != [found["count"]] * 40:
        return "a partial visit"
    if found["count"] < saved:
        return f"{saved} saves were answered for, {found['count']} are there"
    return "; ".join(verdict.problems)


def losses(recorded: Recorded, place: Path, images: int) -> list[str]:
    """What went wrong in so many images, at cuts all along the recording."""
    chance = random.Random(images)
    cuts = [1 + chance.randrange(len(recorded.steps)) for _ in range(images)]
    found = [outcome(recorded, place, cut, chance) for cut in cuts]
    return [problem for problem in found if problem]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Work recorded as the program does it."""
    return record(tmp_path_factory.mktemp("full") / "practice", "FULL")


@pytest.fixture(scope="module")
def weaker(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The same work under a setting that does not wait for the disk: the control."""
    return record(tmp_path_factory.mktemp("normal") / "practice", "NORMAL")


def test_the_recording_holds_what_matters(full: Recorded) -> None:
    written = {(step.what, Path(step.path).name) for step in full.steps}
    assert ("write", "practice.oncodesk-wal") in written
    assert ("sync", "practice.oncodesk-wal") in written
    assert ("write", "practice.oncodesk") in written, "no checkpoint was recorded"
    assert outcome(full, full.file.parent.with_name("whole"), len(full.steps), random.Random(0)) == ""


def test_power_cuts_lose_no_save(full: Recorded, tmp_path: Path) -> None:
    assert losses(full, tmp_path / "image", 60) == []


def test_a_weaker_setting_loses_saves(weaker: Recorded, tmp_path: Path) -> None:
    lost = losses(weaker, tmp_path / "image", 40)
    assert any("answered for" in problem for problem in lost)


@pytest.mark.soak
def test_ten_thousand_power_cuts_lose_no_save(full: Recorded, tmp_path: Path) -> None:
    assert losses(full, tmp_path / "image", 10_000) == []
