"""A program that is started once and forked for every round, so that a thousand ends cost one start.

Each round is a process of its own, which may be killed at any moment or may end itself by SIGKILL; who asked reads
the whole lines it said until then.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CAN_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its rounds, which this system does not")
END = "ended"


def say(*words: object) -> None:
    """One line to whoever asked; whole or not at all, whenever the process ends."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def die() -> None:
    """The end by SIGKILL, of itself: nothing is closed, nothing is written."""
    os.kill(os.getpid(), signal.SIGKILL)


def serve(work: Callable[[list[str]], object]) -> None:
    """Does `work` with the words of each line that comes in, in a process of its own."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say("begun", os.getpid())
            work(line.rstrip("\n").split("\t"))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(END, os.waitstatus_to_exitcode(status))


class Forks:
    """The program as seen by who asks it."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program
        self.killed_at = 0.0
        """The moment of the last kill, by the clock that every process shares."""

    def round(
        self, *words: object, kill_after: float | None = None, heard: str = "begun"
    ) -> tuple[list[list[str]], int]:
        """One round: the words of each line that it said, and its exit code, which is -9 where it was killed.

        It is killed so many seconds after it said the word `heard`.
        """
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write("\t".join(map(str, words)) + "\n")
        self._program.stdin.flush()
        said = self._until(("begun",))
        process = int(said[-1][1])
        if kill_after is not None:
            said += self._until((heard,)) if heard != "begun" else []
            time.sleep(kill_after)
            self.killed_at = time.monotonic()
            os.kill(process, signal.SIGKILL)
        said += self._until((END,))
        return [words for words in said[:-1] if words[0] != "begun"], int(said[-1][1])

    def _until(self, words: tuple[str, ...]) -> list[list[str]]:
        assert self._program.stdout is not None
        said: list[list[str]] = []
        while not said or said[-1][0] not in words:
            said.append(self._program.stdout.readline().split())
            assert said[-1], "the program is gone"
            assert said[-1][0] != END or END in words, f"the round ended of itself: {said}"
        return said


@contextmanager
def forks(program: Path, *words: object) -> Iterator[Forks]:
    """The program at that path, which calls `serve`, for a while."""
    call = [sys.executable, str(program), *map(str, words)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:
        yield Forks(started)
        assert started.stdin is not None
        started.stdin.close()
        started.wait(60)
