"""Killed at each step on the disk, or refused from there on: the practice is the old or the new one, whole."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cheap_keys import RELEASED, stretch
from forking import CAN_FORK, Forks, forks
from invented_practice import PASSWORD, Clock, claim_of, draft_of, report_of
from working_practice import FRESH, OPENED, WHOLE

from oncodesk.vault import backups, door, keys
from oncodesk.vault.canonical import canonical
from oncodesk.vault.errors import WrongPassword
from oncodesk.vault.store import Store

pytestmark = CAN_FORK
SCHEMAS = tuple(sorted(path.name for path in RELEASED.iterdir()))
WORKS = (*SCHEMAS, *WHOLE, *OPENED)
REFUSALS = ("full", "failing", "quota")
AT_ONCE = set(OPENED) - {"save"}
"""Works of which nothing was done where they are refused; `failing` disks do not let anything be taken back."""
Seen = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A piece of work: the practice before it, its password, and what is seen of it before and after."""

    home: Path
    work: str
    password: str
    before: Seen
    after: Seen
    steps: int


@pytest.fixture(scope="module", autouse=True)
def cheap_keys() -> Iterator[None]:
    """Two thousand openings would else be spent on stretching passwords."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "_stretch", stretch)
        yield


@pytest.fixture(scope="module")
def worker() -> Iterator[Forks]:
    """The program that does the work, started once."""
    with forks(Path(__file__).with_name("working_practice.py")) as started:
        yield started


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with users, a claim, a backup, and a change since that."""
    home = tmp_path_factory.mktemp("home")
    store = door.create(home / "practice", PASSWORD, keys.FLOOR, now=Clock())
    store.save_draft(None, {**draft_of(1), "count": 1})
    store.finalise(1, claim_of(1), report_of())
    store.staff.add("Ada", "coder", "quite another word", keys.FLOOR)
    store.staff.new_recovery_key()
    store.back_up()
    store.save_draft(1, {**draft_of(1), "count": 1.5})
    store.close()
    return home


@pytest.fixture(scope="module", params=WORKS)
def case(request: pytest.FixtureRequest, home: Path, worker: Forks, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Each piece of work."""
    return case_of(request.param, home, worker, tmp_path_factory.mktemp("case"))


def case_of(name: str, home: Path, worker: Forks, place: Path) -> Case:
    """The work done once without any trouble; `schema-1` and so on is opening a file of that release."""
    work, password = name, PASSWORD
    if name.startswith("schema-"):
        home, work, password = place / "released", "open", "an old practice"
        shutil.copytree(RELEASED / name, home / "practice")
    folder = _copy(home, place / "home", work)
    before = _seen(folder, password)
    folder = _copy(home, place / "home", work)
    said, code = worker.round(work, folder, password, 0, "full")
    assert (said[0][0], code) == ("done", 0), said
    return Case(home, work, password, before, _seen(folder, password), int(said[0][1]))


def _copy(home: Path, place: Path, work: str) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(home, place)
    return place / ("new" if work == "create" else "practice")


def _opened(folder: Path, password: str) -> tuple[Store, str]:
    for tried in (password, FRESH):
        try:
            return door.unlock(folder, tried, "owner"), tried
        except WrongPassword:
            continue
    raise AssertionError("no password opens it")


def _seen(folder: Path, password: str) -> Seen:
    """All that is in the practice, which has to be whole; nothing where there is no practice."""
    if not door.exists(folder):
        return {}
    store, password = _opened(folder, password)
    try:
        assert store.verify().problems == ()
        seen = {f"visit {row.id}": canonical(store.load_visit(row.id).draft) for row in store.list_visits()}
        for row in store.list_visits():
            seen |= {f"claim {c.number}": c.state for c in store.claims_of_visit(row.id)}
        seen |= {f"user {user.name}": user.role for user in store.staff.everybody()}
        return seen | {"password": password}
    finally:
        store.close()


def troubles(case: Case, worker: Forks, place: Path, kind: str, steps: range) -> list[str]:
    """What was not as promised, by step."""
    found = []
    for at in steps:
        folder = _copy(case.home, place, case.work)
        said, code = worker.round(case.work, folder, case.password, at, kind)
        words = [" ".join(line) for line in said]
        wrong = [f"{case.work}, {kind} at {at}: {problem}" for problem in _wrong(case, folder, kind, words, code)]
        print(*wrong, sep="\n", end="\n" if wrong else "", flush=True)
        found += wrong
    return found


def _wrong(case: Case, folder: Path, kind: str, said: list[str], code: int) -> Iterator[str]:
    if kind == "killed" and code != -9:
        yield f"was not killed: {said}"
    yield from (line for line in said if line.startswith(("crashed", "stuck")))
    try:
        seen = _seen(folder, case.password)
    except Exception as problem:
        yield f"does not open whole: {problem!r}"
        return
    yield from _neither(case, seen)
    if any(line.startswith("done") for line in said) and seen != case.after:
        yield "was answered for and is not there"
    known = {backup.path.name for backup in backups.generations(case.home / "practice-backups")}
    refused = any(line.startswith("told") for line in said)
    if refused and kind != "failing" and case.work in AT_ONCE and seen != case.before:
        yield f"was not refused as it said: {said}"
    for backup in backups.generations(backups.beside(folder)):
        if backup.path.name not in known and not _seen(_as_practice(backup.path), case.password):
            yield "a backup that holds nothing"
    if case.work == "create" and not seen:
        door.create(folder, PASSWORD, keys.FLOOR).close()


def _neither(case: Case, seen: Seen) -> Iterator[str]:
    for what in seen.keys() | case.before.keys() | case.after.keys():
        if seen.get(what) not in (case.before.get(what), case.after.get(what)):
            yield f"{what} is neither old nor new"
    if case.work != "save" and case.before and seen not in (case.before, case.after):
        yield "half of it was done"


def _as_practice(backup: Path) -> Path:
    copy = backup.parent.parent / "looked-at"
    for held in (copy, backups.beside(copy)):  # the anchor of the one looked at before is not of this one
        shutil.rmtree(held, ignore_errors=True)
    shutil.copytree(backup, copy)
    return copy


def _some(case: Case, many: int) -> range:
    return range(1, case.steps + 1, max(1, case.steps // many))


@pytest.mark.parametrize("kind", ["killed", "full"])
@pytest.mark.parametrize("name", [SCHEMAS[-1], "restore", "rotate", "change password"])
def test_ended_or_refused_at_some_step_it_is_old_or_new(
    name: str, kind: str, home: Path, worker: Forks, tmp_path: Path
) -> None:
    case = case_of(name, home, worker, tmp_path)
    assert troubles(case, worker, tmp_path / "home", kind, _some(case, 2)) == []


@pytest.mark.soak
def test_killed_at_each_step_it_is_old_or_new(case: Case, worker: Forks, tmp_path: Path) -> None:
    print(f"{case.work}: {case.steps} steps")
    assert troubles(case, worker, tmp_path / "home", "killed", range(1, case.steps + 1)) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", REFUSALS)
def test_refused_from_each_step_on_nothing_is_lost_and_it_goes_on(
    case: Case, worker: Forks, tmp_path: Path, kind: str
) -> None:
    steps = range(1, case.steps + 1) if kind == "full" else _some(case, 12)
    assert troubles(case, worker, tmp_path / "home", kind, steps) == []


def test_a_save_that_is_not_there_would_be_seen(home: Path, worker: Forks, tmp_path: Path) -> None:
    """The control: one that is answered for before it is written."""
    case = case_of("finalise", home, worker, tmp_path)
    unwritten = _copy(home, tmp_path / "home", "finalise")
    assert "was answered for and is not there" in list(_wrong(case, unwritten, "full", ["done 1"], 0))
