"""Reads what the tests of this room write."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from oncodesk.domain.claim import Claim
from oncodesk.exchange.claims import Claims
from oncodesk.exchange.read837 import read_837
from oncodesk.exchange.values import Fault, Held, RawClaim


@dataclass(frozen=True)
class Found:
    """All that a file holds."""

    raw: list[RawClaim]
    held: list[Held]
    faults: list[Fault]

    @property
    def claims(self) -> list[Claim]:
        """The claims that could be read."""
        return [held.claim for held in self.held if held.claim]

    @property
    def said(self) -> list[str]:
        """Every fault as text."""
        return [f"{fault.segment}: {fault.said}" for fault in self.faults]


@pytest.fixture(scope="session")
def found_in() -> Callable[[bytes], Found]:
    """Reads a file's bytes."""

    def read(text: bytes) -> Found:
        every = list(Claims(io.BytesIO(text)))
        raw = [one for one in every if isinstance(one, RawClaim)]
        return Found(raw, [read_837(one) for one in raw], [one for one in every if isinstance(one, Fault)])

    return read
