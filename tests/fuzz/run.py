"""Wounds files and reads them, in a process of its own: `run.py COUNT SEED [READER]` prints its figures as JSON."""

import json
import random
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

from readers import readers
from wounds import wounded, wounded_json

from oncodesk.domain.errors import UnusableInput

LONGEST = 5
SHARE = {
    "people csv": 30,
    "people hl7": 30,
    "837p": 12,
    "visit": 4,
    "claim": 4,
    "own": 4,
    "card json": 2,
    "card toml": 2,
}
"""Parts of a hundred; the layouts of the code sets share the rest."""


class Hung(BaseException):
    """A reader was still at it after five seconds of the processor's time."""


def _stop(number: int, frame: Any) -> None:
    raise Hung


def one(read: Any, text: bytes) -> str:
    """`read`, or `refused` with its one line; anything else is a crash."""
    try:
        read(text)
    except UnusableInput as said:
        return "crashed: more than one line" if "\n" in str(said) else "refused"
    except Hung:
        return "hung"
    except Exception as problem:
        return f"crashed: {type(problem).__name__}: {problem}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "read"


def main(count: int, seed: int, only: str | None) -> None:
    """Every reader gets its share of `count` wounded files."""
    signal.signal(signal.SIGPROF, _stop)
    chance, figures = random.Random(seed), {}
    held = {name: pair for name, pair in readers().items() if only in (None, name)}
    rest = (100 - sum(SHARE.values())) / sum(name not in SHARE for name in readers())
    for name, (read, seeds) in held.items():
        for text in seeds:
            assert one(read, text) == "read", f"{name}: a whole file is not read"
        figures[name] = _reader(
            read, seeds, count if only else max(1, round(count * SHARE.get(name, rest) / 100)), chance
        )
    print(json.dumps({"readers": figures, "peak_mib": round(peak_mib())}))


def peak_mib() -> float:
    """The most memory that this process ever held; what `getrusage` says begins with that of who started it."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def _reader(read: Any, seeds: list[bytes], count: int, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {"files": count, "read": 0, "refused": 0, "hung": 0, "crashed": [], "slowest": 0.0}
    for _ in range(count):
        whole = chance.choice(seeds)
        by_value = whole[:1] == b"{" and chance.random() < 0.7
        text = wounded_json(whole, chance) if by_value else wounded(whole, chance, chance.choice((1, 3, 12)))
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        came = one(read, text)
        found["slowest"] = max(found["slowest"], round(time.process_time() - start, 3))
        if came in found:
            found[came] += 1
        else:
            found["crashed"].append([came, text.hex()])
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
