"""The program opens no internet socket: no test can, nor what a test starts, and a run that tried to fails."""

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASKS = "import socket\ntry:\n    socket.{}\nexcept OSError:\n    print('refused')\n"
WAYS = ("create_connection(('192.0.2.1', 9), timeout=1)", "socket()", "getaddrinfo('example.org', 443)")
INTERNET = re.compile(r"socket\((AF_INET6?|AF_PACKET)\b")
BY_STRACE = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """These tests do ask for the network, which their run must not be blamed for."""
    monkeypatch.setenv("ONCODESK_NETWORK_LOG", str(tmp_path / "asked.txt"))
    return tmp_path / "asked.txt"


def test_a_test_that_reached_the_network_would_fail(log: Path) -> None:
    for ask in (lambda: socket.create_connection(("192.0.2.1", 9), timeout=1), socket.socket):
        with pytest.raises(PermissionError, match="no test may use the network"):
            ask()
    assert log.read_text().count("socket.__new__") == 1
    local, other = socket.socketpair()
    local.close()
    other.close()


@pytest.mark.parametrize("way", WAYS)
def test_what_a_test_starts_is_refused_the_network_and_written_down(way: str, log: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ASKS.format(way)], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"
    assert "socket." in log.read_text()


def test_a_run_whose_network_was_refused_fails_though_its_tests_pass(tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    shutil.copytree(ROOT / "tests" / "no_network", tmp_path / "no_network")
    for name, work in (("test_asks.py", ASKS.format("socket()")), ("test_quiet.py", "")):
        (tmp_path / name).write_text(f"def test_it():\n    {'    '.join((work or 'pass').splitlines(True))}")
    runs = {name: _run(tmp_path, name) for name in ("test_asks.py", "test_quiet.py")}
    assert [run.returncode for run in runs.values()] == [1, 0]
    assert "1 passed" in runs["test_asks.py"].stdout
    assert "NETWORK: socket.__new__" in runs["test_asks.py"].stdout


def _run(folder: Path, name: str) -> "subprocess.CompletedProcess[str]":
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-o", "addopts=", name]
    return subprocess.run(call, cwd=folder, capture_output=True, text=True)


def internet_sockets(place: Path, *words: str) -> tuple[list[str], str]:
    """The internet sockets that a program and all it starts open, and what it said."""
    trace = place / "trace.txt"
    call = ["strace", "-f", "--seccomp-bpf", "-e", "trace=socket", "-o", str(trace), sys.executable, *words]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
    return [line for line in trace.read_text().splitlines() if INTERNET.search(line)], done.stdout


@BY_STRACE
def test_a_socket_is_seen_in_whatever_is_started(tmp_path: Path) -> None:
    """The control."""
    inner = "import socket; socket.socket()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {inner!r}])"
    assert len(internet_sockets(tmp_path, "-S", "-c", outer)[0]) == 1


@BY_STRACE
@pytest.mark.soak
def test_the_whole_suite_opens_no_internet_socket(tmp_path: Path) -> None:
    """But for the set-up script's own tests: pip, whose settings they read, looks whether there is IPv6."""
    traced = f"{Path(__file__).relative_to(ROOT)}::{test_a_socket_is_seen_in_whatever_is_started.__name__}"
    apart = ("--ignore", str(ROOT / "tests" / "setup"))
    opened, said = internet_sockets(tmp_path, "-m", "pytest", "-p", "no:cacheprovider", "--deselect", traced, *apart)
    print(said[-300:])
    assert int(re.findall(r"(\d+) passed", said)[-1]) > 1000
    assert opened == []
