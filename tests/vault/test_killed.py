"""Killed at any moment, every save that was answered for is there, whole, and the chain is unbroken."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from invented_practice import PASSWORD

from oncodesk.vault import door, keys

WORK = """
import sys, time
from datetime import date
from pathlib import Path
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.report import Report
from oncodesk.vault import door
store = door.unlock(Path(sys.argv[1]), sys.argv[2])
number = min(row.id for row in store.list_visits())
count = store.load_visit(number).draft["count"]
claims = len(store.claims_of_visit(number))
day = date(2026, 3, 12)
line = ClaimLine(id="1", code="96413", pointers="A")
print("ready", flush=True)
while True:
    count += 1
    store.save_draft(number, {"count": count, "again": [count] * 500})
    print("saved", count, flush=True)
    if count % 7 == 0:
        claim = Claim(date_of_service=day, diagnoses=("C18.2",), lines=(line,))
        claims = store.finalise(number, claim, Report(as_of=day))
        print("sealed", claims, flush=True)
    if count % 11 == 0:
        extra = store.save_draft(None, {"extra": count})
        store.discard_draft(extra)
"""


def killed_rounds(folder: Path, rounds: int) -> int:
    """Kills the working program so often, each time at a random moment; gives how many saves were answered for."""
    store = door.create(folder, PASSWORD, keys.FLOOR)
    number = store.save_draft(None, {"count": 0, "again": [0] * 500})
    store.close()
    chance, counted = random.Random(rounds), 0
    for _ in range(rounds):
        saved, sealed = _worked_and_killed(folder, chance)
        again = door.unlock(folder, PASSWORD)
        found = again.load_visit(number).draft
        assert found["again"] == [found["count"]] * 500
        assert found["count"] >= saved
        assert len(again.claims_of_visit(number)) >= sealed
        assert again.verify().problems == ()
        assert again.alarm == ""
        again.close()
        counted = max(counted, saved)
    return counted


def _worked_and_killed(folder: Path, chance: random.Random) -> tuple[int, int]:
    child = subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), PASSWORD], stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert child.stdout is not None
    with child.stdout as said:
        assert said.readline() == "ready\n"
        time.sleep(chance.random() * 0.3)
        child.kill()
        lines = [line.split() for line in said.read().splitlines() if line.count(" ")]
    child.wait()
    answered = {word: int(number) for word, number in lines if number.isdigit()}
    return answered.get("saved", 0), answered.get("sealed", 0)


def test_killed_at_any_moment_no_save_is_lost(folder: Path) -> None:
    assert killed_rounds(folder, 2) > 0


@pytest.mark.soak
def test_killed_five_hundred_times_no_save_is_lost(folder: Path) -> None:
    assert killed_rounds(folder, 500) > 500
