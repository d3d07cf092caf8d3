"""A full day from facts to claim, beside pydantic reading that derivation back from its JSON, in the same run."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

REPEATS = 15
DRUGS: list[tuple[str, str, float, str, float]] = [
    ("ondansetron", "iv_push", 8, "mg", 3),
    ("dexamethasone", "iv_push", 10, "mg", 2),
    ("normal saline 1000 mL", "iv_infusion", 1000, "mL", 60),
    ("docetaxel", "iv_infusion", 140, "mg", 60),
    ("carboplatin", "iv_infusion", 450, "mg", 45),
    ("cefepime", "iv_infusion", 2000, "mg", 30),
    ("leucovorin", "iv_infusion", 700, "mg", 125),
    ("fluorouracil", "iv_push", 700, "mg", 5),
    ("vancomycin", "iv_infusion", 1000, "mg", 90),
    ("pegfilgrastim", "subcutaneous", 6, "mg", 1),
]


def day_of(count: int, day: date = date(2026, 3, 12)) -> Visit:
    """Ten drugs after one another, through one line, in one encounter after another until so many are given."""
    given: list[dict[str, Any]] = []

    def clock(minute: int) -> str:
        return f"{datetime.combine(day, clock_time()) + timedelta(minutes=minute):%Y-%m-%dT%H:%M}"

    minute = 360
    for n in range(count):
        drug, route, dose, unit, minutes = DRUGS[n % len(DRUGS)]
        held = {"amount": dose, "unit": unit}
        given.append(
            {
                "id": f"a{n}",
                "drug": drug,
                "route": route,
                "dose": held,
                "start": clock(minute),
                "stop": clock(minute + int(minutes)),
                "access": "port",
                "encounter": n // len(DRUGS) + 1,
                "containers": [held | {"count": 1, "kind": "single_dose"}],
            }
        )
        minute += int(minutes) - (10 if route == "iv_infusion" else 0)
    document = {
        "date_of_service": day.isoformat(),
        "reason": "antineoplastic_treatment",
        "payer": {"kind": "medicare", "name": "Medicare Part B"},
        "diagnoses": [{"code": "C50.411"}, {"code": "Z17.0"}],
        "administrations": given,
    }
    return parse(Visit, document)


def best(act: Callable[[], object]) -> float:
    """The best of several runs, in milliseconds of the processor's time."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        act()
        spent.append(1000 * (time.process_time() - start))
    return min(spent)


@pytest.fixture
def day(tables_on: Callable[[str], Tables]) -> Callable[[int], Callable[[], Derivation]]:
    """Derives a day of so many administrations, once warmed up."""
    tables = tables_on("2026-03-12")

    def of(count: int) -> Callable[[], Derivation]:
        visit = day_of(count)
        derive(visit, tables)
        return lambda: derive(visit, tables)

    return of


def test_forty_administrations_beside_reading_them_back(
    day: Callable[[int], Callable[[], Derivation]], capsys: pytest.CaptureFixture[str]
) -> None:
    deriving = day(40)
    found = deriving()
    assert len(found.claim.lines) >= 20
    written = found.model_dump_json()
    ours, theirs = best(deriving), best(lambda: Derivation.model_validate_json(written))
    with capsys.disabled():
        print(f"\n40 administrations: derive {ours:.1f} ms, pydantic reads the derivation back in {theirs:.2f} ms")
    assert ours < 60 * theirs


def test_twice_the_day_takes_little_more_than_twice_the_time(day: Callable[[int], Callable[[], Derivation]]) -> None:
    assert best(day(80)) < 4 * best(day(40))
