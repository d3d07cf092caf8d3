"""Checks claims in bulk: 837P files, JSON-lines claims, and folders of them."""

import itertools
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oncodesk.codes.library import CodeSets
from oncodesk.services.scrubbing.inputs import Inputs
from oncodesk.services.scrubbing.judging import Judged, counted_again
from oncodesk.services.scrubbing.state import State, run_mark
from oncodesk.services.scrubbing.summary import Summary, Tally
from oncodesk.services.scrubbing.workers import judged

__all__ = ["Scrub", "Scrubbed", "Summary", "cores"]


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """One line of the result as JSON, and for people where it says that something cannot be read."""

    number: int
    json: str
    said: str = ""


def cores() -> int:
    """Processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Scrub:
    """A bulk run: iterate it for the lines of the result, in the same order whatever `jobs`, then ask `summary`.

    Asking `fraction` at any time tells how far it is. It ends early once `cancelled` is true; what was told by then is
    done. With `state`, what is done is kept in that file, and told again first where the file is there already.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        code_sets: CodeSets,
        *,
        jobs: int = 1,
        as_of: date | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        state: Path | None = None,
    ) -> None:
        """UnusableInput where a path is not there, or `state` is of another run."""
        self._inputs, self._code_sets, self._jobs = Inputs(paths), code_sets, jobs
        self._as_of, self._cancelled, self._tally = as_of, cancelled, Tally()
        self._state = State(state, run_mark(self._inputs.paths, code_sets, as_of)) if state else None
        self.count = 0
        """Lines told so far."""

    def __iter__(self) -> Iterator[Scrubbed]:
        state = self._state
        try:
            done = 0
            if state:
                done = state.done
                yield from self._again(state)
            rest = itertools.islice(iter(self._inputs), done, None)
            for line in judged(rest, self._code_sets, self._as_of, self._jobs, self._cancelled):
                told = self._told(line)
                if state:
                    state.keep([told.json.encode() + b"\n"])
                yield told
        finally:
            if state:
                state.close()

    @property
    def fraction(self) -> float:
        """How much of the input has been read, from 0 to 1."""
        return self._inputs.read / self._inputs.total if self._inputs.total else 1.0

    @property
    def summary(self) -> Summary:
        """What was found in the lines told so far."""
        return self._tally.summary()

    def _again(self, state: State) -> Iterator[Scrubbed]:
        for text in state.lines():
            if self._cancelled():
                return
            self.count += 1
            counted = counted_again(json.loads(text))
            counted["findings"] = [tuple(pair) for pair in counted.get("findings", ())]
            self._tally.add(counted)
            yield Scrubbed(self.count, text.decode().rstrip("\n"), _said(counted))

    def _told(self, line: Judged) -> Scrubbed:
        self.count += 1
        self._tally.add(line.counted)
        return Scrubbed(self.count, f'{line.text[:-1]}, "number": {self.count}}}', _said(line.counted))


def _said(counted: dict[str, object]) -> str:
    if "said" not in counted:
        return ""
    account = f" ({counted['account']})" if counted.get("account") else ""
    return ": ".join(str(part) for part in (counted["source"], counted["place"], counted["said"]) if part) + account
