"""Fixtures that every room shares."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets, open_code_sets
from oncodesk.codes.tables import Tables


def _no_network(happening: str, details: tuple[object, ...]) -> None:
    """The program opens no network connection: whatever looks up a host or connects to one fails its test."""
    to_host = happening == "socket.connect" and isinstance(details[1], tuple)
    if to_host or happening in ("socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        raise PermissionError(f"{happening}: no test may use the network")


def pytest_configure(config: pytest.Config) -> None:
    """Keeps the user's folder, screen and network out of every test; the code sets are built once for many runs."""
    sys.addaudithook(_no_network)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if "ONCODESK_HOME" not in os.environ:
        os.environ["ONCODESK_HOME"] = str(config.cache.mkdir("oncodesk-home") if config.cache else "")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of official files beside the repository; a test that needs one skips, and says so, where it is absent."""
    return Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def code_sets() -> CodeSets:
    """The shipped code sets."""
    return open_code_sets()


@pytest.fixture(scope="session")
def tables_on(code_sets: CodeSets) -> Callable[[str], Tables]:
    """The code tables as they were on a day given as `2026-03-12`."""

    def on(day: str) -> Tables:
        return code_sets.at(date.fromisoformat(day))

    return on
