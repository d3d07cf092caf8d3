"""Wrong passwords are counted on the disk, so that starting again does not start over."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from oncodesk.vault.canonical import canonical
from oncodesk.vault.errors import NotSaved, TooSoon
from oncodesk.vault.files import replace_file

FREE, FIRST_DELAY, LONGEST_DELAY = 5, 30, 3600
_FILE = "attempts.json"


class Attempts:
    """Counts tries at a practice folder. A try is written down before it is made, and forgotten when it was right."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._path, self._now = folder / _FILE, now

    def begin(self) -> None:
        """Writes the try down; TooSoon where it has to wait."""
        count, last = self._read()
        now = self._now().timestamp()
        passed = now - last
        wait = delay_after(count)
        if count and wait and not passed >= 0:
            self._write(count, now)
            raise TooSoon(wait)
        if wait and passed < wait:
            raise TooSoon(round(wait - passed) or 1)
        self._write(count + 1, now)

    def succeed(self) -> int:
        """Forgets the tries, and says how many wrong ones there were.

        NotSaved where the disk does not let go of them.
        """
        count, _ = self._read()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as problem:
            raise NotSaved(f"Not saved: {_FILE} cannot be removed ({problem.strerror}).") from None
        return max(0, count - 1)

    def wrong(self) -> int:
        """How many tries failed since one was right."""
        return self._read()[0]

    def wait(self) -> int:
        """Seconds until the next try is let through; 0 where it is now."""
        count, last = self._read()
        passed = self._now().timestamp() - last
        return max(0, round(delay_after(count) - max(0.0, passed))) if count else 0

    def _read(self) -> tuple[int, float]:
        try:
            held = json.loads(self._path.read_bytes())
            return int(held["count"]), float(held["last"])
        except FileNotFoundError:
            return 0, 0.0
        except (OSError, ValueError, KeyError, TypeError):
            return FREE, self._now().timestamp()

    def _write(self, count: int, last: float) -> None:
        replace_file(self._path, canonical({"count": count, "last": last}).encode())


def delay_after(count: int) -> int:
    """Seconds to wait after so many wrong tries: none for the first five, then 30, doubling to an hour."""
    return 0 if count < FREE else int(min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(count - FREE, 20)))
