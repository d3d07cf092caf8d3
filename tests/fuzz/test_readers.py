"""Every importer and document reader over wounded files: read or refused in one line, in time, in little memory."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MOST_MIB = 512


def run(count: int, seed: int) -> dict[str, dict[str, object]]:
    """The figures by reader."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(HERE), str(HERE.parent)))}
    command = [sys.executable, str(HERE / "run.py"), str(count), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    found = json.loads(done.stdout)
    print(json.dumps(found))
    assert found["peak_mib"] < MOST_MIB
    readers: dict[str, dict[str, object]] = found["readers"]
    return readers


def judged(readers: dict[str, dict[str, object]]) -> int:
    """How many files were tried."""
    for name, figures in readers.items():
        assert figures["crashed"] == [], f"{name}: {figures['crashed'][:3]}"  # type: ignore[index]
        assert figures["hung"] == 0, name
        assert figures["refused"], f"{name} refuses nothing: the wounds do not reach it"
    return sum(int(figures["files"]) for figures in readers.values())  # type: ignore[call-overload]


@pytest.mark.slow
def test_some_thousand_wounded_files() -> None:
    assert judged(run(3_000, 1)) >= 2_900


@pytest.mark.soak
def test_a_hundred_thousand_wounded_files() -> None:
    assert sum(judged(run(10_000, seed)) for seed in range(2, 13)) >= 100_000
