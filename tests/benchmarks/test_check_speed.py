"""How long checking and deriving take with the complete edit tables loaded, beside reading the same document.

Runs where this folder is named on the command line (`pytest -s tests/benchmarks`). Processor time, not the clock's.
"""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from statistics import mean
from typing import Any

import pytest
from bulk import FIRST, TYPICAL, invented
from test_engine_speed import day_of

from oncodesk.codes.library import CodeSets
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.reading import read_claim, read_visit
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.services.derive_claim import derive_claim

Made = list[tuple[Visit, Claim]]
TWENTY = range(14, 29)
"""Lines of a long claim; twenty on average."""
ROUNDS = 3


@pytest.fixture(scope="module")
def made(edited_sets: CodeSets) -> Made:
    """Invented visits with their claims."""
    return invented(edited_sets, 800)


def spent(what: str, do: Callable[[Any], object], items: Iterable[Any]) -> float:
    """Prints microseconds of each, the best of three rounds; returns their mean."""
    held = list(items)
    times: list[float] = []
    for item in held:
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            do(item)
            rounds.append(1e6 * (time.process_time() - start))
        times.append(min(rounds))
    times.sort()
    p50, p99 = times[len(times) // 2], times[int(0.99 * len(times))]
    print(f"\n{what}: {len(held)} of them, mean {mean(times):.0f} µs, p50 {p50:.0f}, p99 {p99:.0f}", end="")
    return mean(times)


def test_tables_are_those_of_the_claims(edited_sets: CodeSets, made: Made) -> None:
    for _, claim in made[:50]:
        held = edited_sets.at(claim.date_of_service).editions
        assert held.ptp and held.mue and held.addon


def test_a_typical_claim_is_checked_in_forty_readings_of_it(edited_sets: CodeSets, made: Made) -> None:
    claims = [claim for _, claim in made if len(claim.lines) in TYPICAL]
    assert len(claims) > 100
    checked = spent("check of 5 to 11 lines", lambda c: check(c, edited_sets.at(c.date_of_service)), claims)
    read = spent("  beside reading it", read_claim, [claim.model_dump_json() for claim in claims])
    print(f"\n  {1e6 / (checked + read):.0f} claims a second of one core; {checked / read:.0f} readings")
    assert checked < 40 * read


def test_a_claim_of_twenty_lines_is_derived_and_checked_in_a_hundred_readings(
    edited_sets: CodeSets, made: Made
) -> None:
    visits = [visit for visit, claim in made if len(claim.lines) in TWENTY]
    assert len(visits) > 10
    visits += [day_of(count, FIRST + timedelta(days=count)) for count in range(8, 24)]
    whole = spent(
        "derive and check, 14 to 28 lines", lambda v: derive_claim(v, edited_sets.at(v.date_of_service)), visits
    )
    spent("  of it derive", lambda v: derive(v, edited_sets.at(v.date_of_service)), visits)
    read = spent("  beside reading the visit", read_visit, [v.model_dump_json(exclude_none=True) for v in visits])
    print(f"\n  {whole / read:.0f} readings")
    assert whole < 100 * read


def test_a_claim_takes_in_proportion_to_its_lines(edited_sets: CodeSets, made: Made) -> None:
    """Thirty lines and more, by the line, take no longer than those of a typical claim."""
    each = {}
    for name, lengths in (("typical", TYPICAL), ("long", range(30, 80))):
        claims = [claim for _, claim in made if len(claim.lines) in lengths]
        took = spent(f"check, {name}", lambda c: check(c, edited_sets.at(c.date_of_service)), claims)
        each[name] = took / mean(len(claim.lines) for claim in claims)
    print(f"\n  by the line: {each['typical']:.0f} and {each['long']:.0f} µs")
    assert each["long"] < 2 * each["typical"]
