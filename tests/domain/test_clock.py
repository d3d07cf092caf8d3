"""Clock arithmetic."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.clock import clock_of, length, merged, minute_of, overlap, without

DAY = date(2026, 3, 12)
spans = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(1, 300)).map(lambda p: (p[0], p[0] + p[1])), max_size=6
).map(tuple)


@pytest.mark.parametrize(
    ("clock", "minute", "shown"),
    [
        ("00:00", 0, "00:00"),
        ("09:05", 545, "09:05"),
        ("23:59", 1439, "23:59"),
        ("2026-03-13T00:40", 1480, "00:40 (+1 day)"),
        ("2026-03-14T09:05:00", 3425, "09:05 (+2 days)"),
        ("2026-03-11T23:00", -60, "23:00 (-1 day)"),
    ],
)
def test_a_clock_is_minutes_from_midnight_of_the_visit(clock: str, minute: int, shown: str) -> None:
    assert minute_of(clock, DAY) == minute
    assert clock_of(minute) == shown


@given(spans, spans)
def test_overlap_and_remainder_make_the_whole(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]
) -> None:
    left = without(one, other)
    assert length(left) + overlap(one, other) == length(one)
    assert overlap(left, other) == 0
    assert overlap(one, other) == overlap(other, one)


@given(spans)
def test_merging_is_a_fixed_point_in_order(some: tuple[tuple[int, int], ...]) -> None:
    once = merged(some)
    assert merged(once) == once
    assert all(a[1] < b[0] for a, b in itertools.pairwise(once))
