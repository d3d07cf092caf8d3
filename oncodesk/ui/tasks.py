"""The one way off the window's thread, and the one way back."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)
Then = Callable[[Any], None]


@dataclass(slots=True)
class _Task:
    name: str
    number: int
    owner: QObject
    work: Callable[[], Any]
    then: Then
    keeps: bool
    answer: Any = None
    problem: BaseException | None = None


class Tasks(QObject):
    """One worker; answers come back on the window's thread, in order.

    A newer task of the same name replaces an older one: what has not begun is not done, what is done is not told.
    Nothing is told once the asking object is gone. `failed` carries what went wrong in one line.
    """

    failed = Signal(str)
    busy = Signal(bool)
    _done = Signal(object)

    def __init__(self, parent: QObject | None = None, at_once: bool = False) -> None:
        """`at_once` does the work in the call itself: for tests and for pictures."""
        super().__init__(parent)
        self._pool = None if at_once else ThreadPoolExecutor(1, thread_name_prefix="oncodesk")
        self._newest: dict[str, int] = {}
        self._number = 0
        self._waiting = 0
        self._is_closing = False
        self._done.connect(self._tell)

    def run(self, owner: QObject, name: str, work: Callable[[], Any], then: Then, keeps: bool = False) -> None:
        """Does `work` away from the window and hands its answer to `then` on the window's thread.

        What `keeps` records is done even when the window closes before it has begun.
        """
        self._number += 1
        self._newest[name] = self._number
        task = _Task(name, self._number, owner, work, then, keeps)
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        if self._pool is None:
            self._do(task)
            self._tell(task)
        else:
            self._pool.submit(self._away, task)

    def cancel(self, name: str) -> None:
        """Forgets the task of that name."""
        self._newest.pop(name, None)

    def close(self) -> None:
        """Lets what has begun end, does what still has to be kept, and forgets the rest."""
        self._is_closing = True
        if self._pool is not None:
            self._pool.shutdown(wait=True)
        self._newest.clear()

    def _away(self, task: _Task) -> None:
        self._do(task)
        if shiboken6.isValid(self):
            self._done.emit(task)

    def _do(self, task: _Task) -> None:
        if self._newest.get(task.name) != task.number or (self._is_closing and not task.keeps):
            return
        try:
            task.answer = task.work()
        except Exception as problem:
            task.problem = problem

    def _tell(self, task: _Task) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.busy.emit(False)
        if self._newest.get(task.name) != task.number or not shiboken6.isValid(task.owner):
            return
        if task.problem is not None:
            _log.error("%s failed: %s", task.name, type(task.problem).__name__, exc_info=task.problem)
            self.failed.emit(f"{task.name}: {task.problem or type(task.problem).__name__}")
        else:
            task.then(task.answer)
