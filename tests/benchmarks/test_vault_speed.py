"""A practice of 50,000 visits and 5,000 patients beside one of 500 visits and 50 patients.

Runs where this folder is named on the command line (`pytest -s tests/benchmarks/test_vault_speed.py`): some
minutes, most of them to make the visits.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.decisions import UNDECIDED
from oncodesk.domain.people import Patient
from oncodesk.domain.report import Report
from oncodesk.vault import claims, door, keys, visits
from oncodesk.vault.store import ClaimFilter, Store, VisitFilter

PASSWORD = "correct horse battery"
FEW, MANY = 500, 50_000
FIRST = date(2021, 1, 4)
FAMILIES = ("Smith", "Garcia", "Nguyen", "Okafor", "Lindqvist", "Haddad", "Moreau", "Tanaka", "Kowalski", "Silva")
PAYERS = ("Medicare Part B", "Aetna", "Blue Cross", "Humana", "Cigna", "UnitedHealthcare")
STATUSES = ("uncoded", "query", "review", "hold", "ready", "sent")


@pytest.fixture(scope="module", autouse=True)
def only_when_named(request: pytest.FixtureRequest) -> None:
    """Takes too long for every run."""
    if not any("benchmarks" in str(word) for word in request.config.invocation_params.args):
        pytest.skip("a minute's benchmark; name tests/benchmarks to run it")


@pytest.fixture(scope="module")
def practices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The small practice and the large one."""
    made = tuple(_practice(tmp_path_factory.mktemp("vault") / str(size), size) for size in (FEW, MANY))
    yield made[0], made[1]
    for store in made:
        store.close()


def _practice(folder: Path, size: int) -> Store:
    store = door.create(folder, PASSWORD, keys.FLOOR)
    chance = random.Random(size)
    started = time.perf_counter()
    for first in range(0, size, 5000):
        with store._changing() as change:
            for number in range(first, min(size, first + 5000)):
                _visit(store, change, number, size, chance)
    print(f"\n{size} visits made in {time.perf_counter() - started:.0f} s")
    return store


def _visit(store: Store, change, number: int, size: int, chance: random.Random) -> None:  # type: ignore[no-untyped-def]
    person = chance.randrange(size // 10)
    day = FIRST + timedelta(days=number * 1900 // size)
    account = f"A-{person:05}"
    family = f"{FAMILIES[person % 10]}{person // 10}x"
    facts = {
        "date_of_service": day.isoformat(),
        "patient": {"account": account, "family_name": family, "given_name": "Pat"},
        "payer": {"kind": "commercial", "name": PAYERS[person % 6]},
        "administrations": [{"id": f"a{n}", "drug": "oxaliplatin", "route": "iv_infusion"} for n in range(6)],
    }
    status = STATUSES[0] if number > size - 60 else chance.choice(STATUSES[4:])
    identifier = visits.save(change, None, facts, UNDECIDED, status, None, {})
    if number % 10 == 0:
        patient = Patient(account=account, family_name=family, given_name="Pat", birth_date=date(1950, 1, 1), sex="F")
        lines = tuple(ClaimLine(id=str(n), code="96413", pointers="A") for n in range(8))
        claim = Claim(date_of_service=day, patient=patient, diagnoses=("C18.2",), lines=lines)
        claims.finalise(change, store._secret.mac, identifier, claim, Report(as_of=day), {})


def _median(work: Callable[[], object], times: int = 15) -> float:
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _compared(practices: tuple[Store, Store], what: str, work: Callable[[Store], object], most: float) -> None:
    few, many = (_median(lambda store=store: work(store)) for store in practices)  # type: ignore[misc]
    print(f"{what}: {1000 * few:.2f} ms with {FEW}, {1000 * many:.2f} ms with {MANY}, ratio {many / few:.1f}")
    assert many / few < most


def test_a_page_of_the_worklist(practices: tuple[Store, Store]) -> None:
    _compared(practices, "first page", lambda store: store.find_visits(limit=200), 2)


def test_a_page_far_down(practices: tuple[Store, Store]) -> None:
    def far(store: Store) -> object:
        middle = store.find_visits(VisitFilter(until=FIRST + timedelta(days=900)), limit=1)[0]
        return store.find_visits(limit=200, after=middle)

    _compared(practices, "a page far down", far, 2)


def test_one_status(practices: tuple[Store, Store]) -> None:
    _compared(practices, "uncoded", lambda store: store.find_visits(VisitFilter("uncoded"), limit=200), 2)


def test_a_name(practices: tuple[Store, Store]) -> None:
    _compared(practices, "a name", lambda store: store.find_visits(VisitFilter(text="okafor4x pat"), limit=200), 4)


def test_a_beginning_that_many_share(practices: tuple[Store, Store]) -> None:
    _compared(practices, "a beginning", lambda store: store.find_visits(VisitFilter(text="okafor pat"), limit=200), 30)


def test_a_rare_account(practices: tuple[Store, Store]) -> None:
    _compared(practices, "an account", lambda store: store.find_visits(VisitFilter(text="00017"), limit=200), 2)


def test_common_words(practices: tuple[Store, Store]) -> None:
    _compared(practices, "common words", lambda store: store.find_visits(VisitFilter(text="me pa"), limit=200), 4)


def test_common_words_that_seldom_meet(practices: tuple[Store, Store]) -> None:
    _compared(practices, "words that never meet", lambda s: s.find_visits(VisitFilter(text="smith garcia")), 150)


def test_opening_a_visit(practices: tuple[Store, Store]) -> None:
    _compared(practices, "a visit", lambda store: store.load_visit(FEW // 2), 2)


def test_saving_a_draft(practices: tuple[Store, Store]) -> None:
    facts = {"date_of_service": "2026-03-01", "patient": {"family_name": "Okafor"}}
    _compared(practices, "a save", lambda store: store.save_draft(FEW // 2, facts), 2)


def test_claims_of_a_patient(practices: tuple[Store, Store]) -> None:
    def claims_of(store: Store) -> object:
        return store.claims_of_patient("A-00017")

    _compared(practices, "claims of a patient", claims_of, 4)


def test_a_page_of_claims(practices: tuple[Store, Store]) -> None:
    _compared(practices, "a page of claims", lambda store: store.find_claims(limit=FEW // 10), 2)


def test_claims_of_a_name(practices: tuple[Store, Store]) -> None:
    wanted = ClaimFilter(text="okafor4x pat")
    _compared(practices, "claims of a name", lambda store: store.find_claims(wanted), 6)


def test_figures_of_a_quarter(practices: tuple[Store, Store]) -> None:
    """A hundred times as many visits in the same days, so at most about that much longer."""
    days = (FIRST + timedelta(days=900), FIRST + timedelta(days=990))
    _compared(practices, "figures of a quarter", lambda store: store.figures(*days), 120)


def test_the_counts_on_top(practices: tuple[Store, Store]) -> None:
    _compared(practices, "tallies", lambda store: store.tallies(), 60)


def test_opening_the_practice(practices: tuple[Store, Store]) -> None:
    folders = [store.folder for store in practices]
    for store in practices:
        store.close()

    def opened(folder: Path) -> None:
        door.unlock(folder, PASSWORD).close()

    few, many = (_median(lambda folder=folder: opened(folder), 5) for folder in folders)  # type: ignore[misc]
    print(f"opening: {1000 * few:.0f} ms with {FEW}, {1000 * many:.0f} ms with {MANY}, ratio {many / few:.2f}")
    assert many / few < 1.5
