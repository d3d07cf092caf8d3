"""Short ways to write a visit and to read its lines."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

DAY = "2026-03-12"


def administration(n: int, facts: dict[str, Any]) -> dict[str, Any]:
    """One administration with an id; a `class` alone names a drug of that class."""
    return {"id": f"a{n}", "route": "iv_infusion"} | facts


@pytest.fixture(scope="session")
def visit_of() -> Callable[..., Visit]:
    """A visit of those administrations; other fields by keyword."""

    def of(*given: dict[str, Any], **fields: Any) -> Visit:
        document = {
            "date_of_service": DAY,
            "reason": "antineoplastic_treatment",
            "payer": {"kind": "medicare", "name": "Medicare Part B"},
            "diagnoses": [{"code": "C18.2"}],
            "administrations": [administration(n, facts) for n, facts in enumerate(given, start=1)],
        }
        return parse(Visit, document | fields)

    return of


@pytest.fixture(scope="session")
def derived(visit_of: Callable[..., Visit], tables_on: Callable[[str], Tables]) -> Callable[..., Derivation]:
    """The derivation of such a visit."""

    def of(*given: dict[str, Any], **fields: Any) -> Derivation:
        visit = visit_of(*given, **fields)
        return derive(visit, tables_on(visit.date_of_service.isoformat()))

    return of


def lines(derivation: Derivation) -> dict[str, int]:
    """Units by `code` or `code-modifier`."""
    counted: Counter[str] = Counter()
    for line in derivation.claim.lines:
        counted["-".join((line.code, *line.modifiers))] += line.units
    return dict(counted)


@pytest.fixture(scope="session")
def coded(derived: Callable[..., Derivation]) -> Callable[..., dict[str, int]]:
    """Units of each line of such a visit."""
    return lambda *given, **fields: lines(derived(*given, **fields))
