"""Fixtures that every room shares."""

from collections.abc import Callable
from datetime import date

import pytest

from oncodesk.codes.tables import Tables


@pytest.fixture(scope="session")
def tables_on() -> Callable[[str], Tables]:
    """The code tables as they were on a day given as `2026-03-12`."""
    held: dict[str, Tables] = {}

    def on(day: str) -> Tables:
        if day not in held:
            held[day] = Tables(date.fromisoformat(day))
        return held[day]

    return on
