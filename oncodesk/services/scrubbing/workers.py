"""Judges entries over several processes, in order, with few of them waiting at any time."""

import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import wait
from pathlib import Path

from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.payer_card import PayerCard
from oncodesk.services.scrubbing.inputs import Entry
from oncodesk.services.scrubbing.judging import Judged, judge

BATCH = 32
"""Claims handed over at once; a run of no more is judged in the calling process."""
WAITING = 4
"""Batches per process that are handed over and not yet told."""
LOOK_UP = 0.1
"""Seconds between looks at whether the run was cancelled."""
Cancelled = Callable[[], bool]
Batch = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a process needs to judge: where the code sets are, the day filing limits are judged on, the practice's own
    cards."""

    built: Path
    shelf: Path
    as_of: date | None
    cards: Sequence[PayerCard] = ()


def judged(
    entries: Iterable[Entry],
    code_sets: CodeSets,
    as_of: date | None,
    jobs: int,
    cancelled: Cancelled,
    cards: Sequence[PayerCard] = (),
) -> Iterator[Judged]:
    """Each entry's line, in their order whatever `jobs`; ends early where `cancelled` says so."""
    batches = _batches(entries)
    first, second = next(batches, ()), next(batches, None)
    if jobs == 1 or second is None:
        rest = itertools.chain([first], [second] if second else [], batches)
        for entry in itertools.chain.from_iterable(rest):
            if cancelled():
                return
            yield judge(entry, code_sets, as_of, cards)
        return
    setting = Setting(code_sets.path, code_sets.shelf.folder, as_of, cards)
    yield from _over_processes(itertools.chain([first, second], batches), setting, jobs, cancelled)


def _batches(entries: Iterable[Entry]) -> Iterator[Batch]:
    rest = iter(entries)
    while batch := tuple(itertools.islice(rest, BATCH)):
        yield batch


def _over_processes(batches: Iterator[Batch], setting: Setting, jobs: int, cancelled: Cancelled) -> Iterator[Judged]:
    waiting: deque[Future[list[Judged]]] = deque()
    pool = _pool(jobs, setting)
    try:
        for batch in batches:
            waiting.append(pool.submit(_judge, batch))
            if len(waiting) >= jobs * WAITING and not (yield from _told(waiting.popleft(), cancelled)):
                return
        while waiting:
            if not (yield from _told(waiting.popleft(), cancelled)):
                return
    except BrokenProcessPool:
        raise UnusableInput("--jobs", "a process ended unexpectedly; expected enough memory for each") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _told(future: "Future[list[Judged]]", cancelled: Cancelled) -> Generator[Judged, None, bool]:
    """The batch's lines; returns whether the run goes on."""
    while not cancelled():
        with contextlib.suppress(NotYet):
            yield from future.result(LOOK_UP)
            return True
    return False


def _pool(jobs: int, setting: Setting) -> ProcessPoolExecutor:
    """Processes that are begun anew, so that it is the same everywhere, and that leave Ctrl-C to the first one."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (setting,))
    with _deaf():
        for _ in range(jobs):
            pool.submit(_nothing)
    return pool


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """What is begun inside ignores Ctrl-C from its first moment; only a program's main thread can say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, held)


_OWN: Sequence[tuple[CodeSets, Setting]] = ()


def _begin(setting: Setting) -> None:
    """Opens the code sets of this process, and ends it with the one that began it."""
    global _OWN
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _OWN = [(CodeSets(setting.built, Shelf(setting.shelf)), setting)]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _nothing() -> None:
    """Brings a process to life."""


def _judge(batch: Batch) -> list[Judged]:
    code_sets, setting = _OWN[0]
    return [judge(entry, code_sets, setting.as_of, setting.cards) for entry in batch]
