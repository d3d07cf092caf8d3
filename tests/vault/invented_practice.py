"""An invented practice file, and the claim of one visit."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.people import Patient, Payer, Provider, Providers
from oncodesk.domain.report import Report
from oncodesk.vault import door, keys, opening
from oncodesk.vault.files import WriterLock
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import read_slots
from oncodesk.vault.store import Store

PASSWORD = "correct horse battery"
CANARY = "Quincannon-Testcase"


def draft_of(number: int = 77, family: str = CANARY, day: str = "2026-03-12") -> dict[str, Any]:
    """Facts of an invented visit."""
    return {
        "format": "oncodesk.visit/1",
        "date_of_service": day,
        "patient": {"account": f"A-{number}", "family_name": family, "given_name": "Pat"},
        "payer": {"kind": "medicare", "name": "Medicare Part B"},
    }


def claim_of(number: int = 77, family: str = CANARY, day: date = date(2026, 3, 12), units: int = 1) -> Claim:
    """An invented claim of two lines."""
    lines = (
        ClaimLine(id="1", code="96413", units=1, pointers="A", charge=Decimal("410.00")),
        ClaimLine(id="2", code="J9263", modifiers=("JZ",), units=units, pointers="A", charge=Decimal("96.50")),
    )
    return Claim(
        date_of_service=day,
        payer=Payer(kind="medicare", name="Medicare Part B"),
        patient=Patient(
            account=f"A-{number}", family_name=family, given_name="Pat", birth_date=date(1961, 4, 2), sex="F"
        ),
        providers=Providers(rendering=Provider(name="R. Ito", npi="1234567893", credential="MD")),
        diagnoses=("Z51.11", "C18.2"),
        lines=lines,
    )


def report_of(day: date = date(2026, 3, 12)) -> Report:
    """A report that found nothing."""
    return Report(as_of=day)


class Clock:
    """A clock that is set by hand; every look at it takes a second."""

    def __init__(self, start: datetime = datetime(2026, 9, 17, 14, 30, tzinfo=UTC)) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    """A clock of its own."""
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the practice file goes."""
    return tmp_path / "practice"


@pytest.fixture(scope="session")
def new_practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A new practice file, closed, and its keys: a password takes long to try."""
    folder = tmp_path_factory.mktemp("new") / "practice"
    made = door.create(folder, PASSWORD, keys.FLOOR, now=Clock())
    secret = made._secret.content()
    made.close()
    return folder, secret


@pytest.fixture
def practice_file(new_practice: tuple[Path, bytes], folder: Path, clock: Clock) -> Iterator[Store]:
    """A new practice file, open."""
    template, secret = new_practice
    shutil.copytree(template, folder)
    (slot,) = read_slots(folder).slots
    made = opening._opened(folder, WriterLock(folder / opening.LOCK), (Secret(secret),), slot, clock)
    yield made
    made.close()
