"""The real window on a virtual display, by keys alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from walk import missing

WALK = Path(__file__).parent / "walk.py"


@pytest.mark.skipif(bool(missing()), reason=f"a virtual display is needed: {' and '.join(missing())} missing")
def test_the_four_sample_visits_go_through_by_keys_alone() -> None:
    done = subprocess.run([sys.executable, str(WALK)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
