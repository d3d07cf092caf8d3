"""Fixtures that every room shares."""

import os
import runpy
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from oncodesk.codes.library import CodeSets, open_code_sets
from oncodesk.codes.tables import Tables

NO_NETWORK = Path(__file__).parent / "no_network"
LOG = "ONCODESK_NETWORK_LOG"
ASKED = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Keeps the user's folder, screen and network out of every test; the code sets are built once for many runs."""
    _refuse_network(config)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault(
        "CUPS_SERVER", "/nonexistent/cups.sock"
    )  # else printers are asked of port 631 of this computer
    if "ONCODESK_HOME" not in os.environ:
        os.environ["ONCODESK_HOME"] = str(config.cache.mkdir("oncodesk-home") if config.cache else "")


def _refuse_network(config: pytest.Config) -> None:
    """In this process and in every Python that it starts; whoever asks for the network is written down."""
    if not hasattr(config, "workerinput"):  # the processes that share the tests write into one file
        os.environ[LOG] = str(Path(tempfile.mkdtemp(prefix="oncodesk-tests-")) / "network.txt")
    config.stash[ASKED] = Path(os.environ[LOG])
    runpy.run_path(str(NO_NETWORK / "sitecustomize.py"))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(NO_NETWORK), os.environ.get("PYTHONPATH"))))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Whatever asked for the network fails the run, even where the test that started it did not mind."""
    asked = session.config.stash[ASKED]
    if asked.is_file():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Says who asked for the network."""
    asked = config.stash[ASKED]
    for line in asked.read_text().splitlines() if asked.is_file() else ():
        terminalreporter.write_line(f"NETWORK: {line}", red=True)
    shutil.rmtree(asked.parent, ignore_errors=True)


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
