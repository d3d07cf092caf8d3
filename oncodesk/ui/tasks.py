"""The one way off the window's thread, and the one way back."""

import logging
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from oncodesk.ui.collecting import young_only

_log = logging.getLogger(__name__)
Then = Callable[[Any], None]
Told = Callable[[float, str], None]
_LOOK = 100  # milliseconds between two looks at how far long work is
_TURN = 0.0005
"""Seconds after which a busy worker lets the window have its turn: a table that is painted asks for one a cell, and at
Python's own five milliseconds each that would be felt."""


class Cancelled(Exception):
    """The coder stopped long work; the work undoes what it began."""


class Watch:
    """How far long work is. The work calls it with a fraction and what is being done, and is stopped there if asked."""

    def __init__(self) -> None:
        self.said: tuple[float, str] = (0.0, "")
        self.is_stopped = False

    def __call__(self, fraction: float, what: str) -> None:
        """Notes how far the work is; Cancelled where it is to stop."""
        self.said = (fraction, what)
        if self.is_stopped:
            raise Cancelled


@dataclass(slots=True)
class _Task:
    name: str
    number: int
    owner: QObject
    work: Callable[[], Any]
    then: Then
    keeps: bool
    watch: Watch | None = None
    answer: Any = None
    problem: BaseException | None = None
    is_done: bool = False


class _Worker:
    """A thread that does one task after the other, what has to be kept before what is only shown.

    A save never waits behind a queue of pictures, however busy the computer is.
    """

    def __init__(self, name: str, do: Callable[[_Task], None]) -> None:
        self._do = do
        self._keeping: deque[_Task] = deque()
        self._showing: deque[_Task] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)

    def add(self, task: _Task) -> None:
        (self._keeping if task.keeps else self._showing).append(task)
        self._thread.submit(self._one)

    def _one(self) -> None:
        self._do((self._keeping or self._showing).popleft())

    def end(self) -> None:
        """Waits until everything is done."""
        self._thread.shutdown(wait=True)


class Tasks(QObject):
    """A worker for what the coder waits for, another for long work; answers come back on the window's thread, in order.

    What has to be kept comes first. A newer task of the same name replaces an older one: what has not begun is not
    done, what is done is not told. Nothing is told once the asking object is gone. `failed` carries what went wrong
    in one line.
    """

    failed = Signal(str)
    busy = Signal(bool)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None, at_once: bool = False) -> None:
        """`at_once` does the work in the call itself: for tests and for pictures."""
        super().__init__(parent)
        if not at_once:
            sys.setswitchinterval(_TURN)
        self._short = None if at_once else _Worker("oncodesk", self._away)
        self._long = None if at_once else _Worker("oncodesk-long", self._away)
        self._watched: dict[str, tuple[Watch, QObject, Told]] = {}
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK)
        self._looking.timeout.connect(self._look)
        self._newest: dict[str, int] = {}
        self._number = 0
        self._waiting = 0
        self._is_closing = False
        self.lost: list[str] = []
        """What had to be kept after `stop` and could not, each in one line."""
        self._done.connect(self._tell)

    def run(self, owner: QObject, name: str, work: Callable[[], Any], then: Then, keeps: bool = False) -> None:
        """Does `work` away from the window and hands its answer to `then` on the window's thread.

        What `keeps` records is done even when the window closes before it has begun.
        """
        self._submit(_Task(name, self._next(name), owner, work, then, keeps), self._short)

    def run_long(self, owner: QObject, name: str, work: Callable[[Watch], Any], then: Then, told: Told) -> None:
        """Does long work beside everything else; `told` hears on the window's thread how far it is.

        Stopped by `cancel(name)`, it is answered with None.
        """
        if self._is_closing:
            return
        watch = Watch()
        self._watched[name] = (watch, owner, told)
        self._looking.start()
        held = lambda: _away(work, watch) if self._long else work(watch)  # noqa: E731
        self._submit(_Task(name, self._next(name), owner, held, then, False, watch), self._long)

    def _look(self) -> None:
        for watch, owner, told in tuple(self._watched.values()):
            if shiboken6.isValid(owner):
                told(*watch.said)

    def _next(self, name: str) -> int:
        self._number += 1
        self._newest[name] = self._number
        return self._number

    def _submit(self, task: _Task, worker: _Worker | None) -> None:
        if self._is_let_go(task):
            return
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        if worker is None:
            self._do(task)
            self._tell(task)
        else:
            worker.add(task)

    def _is_let_go(self, task: _Task) -> bool:
        """Whether the window is going and the task would only show something in it."""
        return self._is_closing and not task.keeps

    def cancel(self, name: str) -> None:
        """Stops the long work of that name; forgets a short task."""
        if name in self._watched:
            self._watched[name][0].is_stopped = True
        else:
            self._newest.pop(name, None)

    def close(self) -> None:
        """Stops long work, lets what has begun end, does what still has to be kept, and forgets the rest."""
        self.stop()
        self.end()
        self._newest.clear()

    def stop(self) -> None:
        """Takes nothing new on: long work is stopped, what only shows something is forgotten. To be called here."""
        self._is_closing = True
        self._looking.stop()
        for watch, _, _ in self._watched.values():
            watch.is_stopped = True

    def end(self) -> None:
        """Waits until what has begun or has to be kept is done; from any thread."""
        for worker in (self._long, self._short):
            if worker is not None:
                worker.end()

    def _away(self, task: _Task) -> None:
        self._do(task)
        if shiboken6.isValid(self):
            self._done.emit(task)

    def _do(self, task: _Task) -> None:
        if self._newest.get(task.name) != task.number or self._is_let_go(task):
            return
        task.is_done = True
        try:
            task.answer = task.work()
        except Cancelled:
            task.answer = None
        except Exception as problem:
            task.problem = problem
            if self._is_closing and task.keeps:
                self.lost.append(f"{task.name}: {problem or type(problem).__name__}")

    def _tell(self, task: _Task) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        watched = self._watched.get(task.name)
        if watched and watched[0] is task.watch:
            del self._watched[task.name]
            if not self._watched:
                self._looking.stop()
        is_newest = self._newest.get(task.name) == task.number
        if self._is_let_go(task) or not (task.is_done and is_newest and shiboken6.isValid(task.owner)):
            return
        if task.problem is not None:
            _log.error("%s failed: %s", task.name, type(task.problem).__name__, exc_info=task.problem)
            self.failed.emit(f"{task.name}: {task.problem or type(task.problem).__name__}")
        else:
            task.then(task.answer)


def _away(work: Callable[[Watch], Any], watch: Watch) -> Any:
    with young_only():
        return work(watch)
