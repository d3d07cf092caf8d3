"""How much of other people's files is taken, and for how long."""

import time
from pathlib import Path

from oncodesk.domain.errors import UnusableInput

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
MAX_SECONDS = 60.0


def read_file(path: Path) -> bytes:
    """The bytes of an ordinary file; UnusableInput where it is none, too large or cannot be read."""
    try:
        if not path.is_file():
            raise UnusableInput("file", "expected an ordinary file", path.name)
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
    except OSError as problem:
        raise UnusableInput("file", f"cannot be read: {(problem.strerror or '').lower()}", path.name) from None
    if len(content) > MAX_BYTES:
        raise UnusableInput("file", f"expected at most {MAX_BYTES // 1024 // 1024} MiB", path.name)
    return content


class Deadline:
    """Reading ends here, whatever the file holds."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        """`seconds` from now."""
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def check(self) -> None:
        """UnusableInput once the time is over."""
        if time.monotonic() > self._end:
            raise UnusableInput("file", f"expected to be read in {self._seconds:.0f} seconds; split it")
