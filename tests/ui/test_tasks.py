"""The one way off the window's thread, and back."""

import sys
import threading

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from oncodesk.ui.tasks import Tasks, Watch


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    seen: list[object] = []
    here = QThread.currentThread()
    with qtbot.waitSignal(tasks.busy, check_params_cb=lambda busy: not busy):
        tasks.run(owner, "a", threading.get_ident, lambda answer: seen.extend((answer, QThread.currentThread())))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] != threading.get_ident()
    assert seen[1] is here
    tasks.close()


def test_a_newer_task_of_the_same_name_replaces_the_older(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    gate, seen = threading.Event(), list[int]()
    begun = list[int]()

    def work(number: int) -> int:
        begun.append(number)
        gate.wait(5)
        return number

    for number in (1, 2, 3):
        tasks.run(owner, "same", lambda number=number: work(number), seen.append)  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [3]
    assert 2 not in begun
    tasks.close()


def test_what_has_to_be_kept_waits_for_nothing_that_is_only_shown(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    gate, done = threading.Event(), list[str]()
    tasks.run(owner, "under way", lambda: gate.wait(5), lambda _: None)
    for name in ("list", "preview"):
        tasks.run(owner, name, lambda name=name: done.append(name), lambda _: None)  # type: ignore[misc]
    for text in ("save 1", "save 2"):
        tasks.run(owner, text, lambda text=text: done.append(text), lambda _: None, keeps=True)  # type: ignore[misc]
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["save 1", "save 2", "list", "preview"]
    tasks.close()


def test_nothing_is_told_to_what_is_gone_or_cancelled(qtbot: QtBot) -> None:
    tasks, seen = Tasks(), list[int]()
    gate = threading.Event()
    owner = QObject()
    tasks.run(owner, "gone", lambda: gate.wait(5), lambda _: seen.append(1))
    kept = QObject()
    tasks.run(kept, "cancelled", lambda: 2, seen.append)
    tasks.cancel("cancelled")
    from shiboken6 import delete

    delete(owner)
    with qtbot.waitSignal(tasks.busy, check_params_cb=lambda busy: not busy):
        gate.set()
    assert seen == []
    tasks.close()


def test_failure_is_one_line(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    with qtbot.waitSignal(tasks.failed) as told:
        tasks.run(owner, "sums", lambda: 1 / 0, lambda _: None)
    assert told.args == ["sums: division by zero"]
    tasks.close()


def test_long_work_tells_how_far_it_is_and_lets_short_work_pass(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    gate, told, done = threading.Event(), list[tuple[float, str]](), list[object]()

    def work(watch: Watch) -> str:
        watch(0.4, "half")
        gate.wait(5)
        return "whole"

    tasks.run_long(owner, "long", work, done.append, lambda fraction, what: told.append((fraction, what)))
    tasks.run(owner, "short", lambda: 1, done.append)
    qtbot.waitUntil(lambda: done == [1] and (0.4, "half") in told)
    gate.set()
    qtbot.waitUntil(lambda: done == [1, "whole"])
    tasks.close()


def test_long_work_is_stopped_where_it_says_how_far_it_is(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    begun, done, steps = threading.Event(), list[object](), list[int]()

    def work(watch: Watch) -> None:
        for step in range(1000):
            steps.append(step)
            begun.set()
            watch(step / 1000, "")
            threading.Event().wait(0.01)

    tasks.run_long(owner, "long", work, done.append, lambda *_: None)
    assert begun.wait(5)
    tasks.cancel("long")
    qtbot.waitUntil(lambda: done == [None])
    assert len(steps) < 1000
    tasks.close()


def test_closing_stops_long_work(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    begun = threading.Event()

    def work(watch: Watch) -> None:
        while True:
            begun.set()
            watch(0.0, "")

    tasks.run_long(owner, "long", work, lambda _: None, lambda *_: None)
    assert begun.wait(5)
    tasks.close()


def test_a_window_that_is_going_hears_only_of_what_is_kept(qtbot: QtBot) -> None:
    tasks, owner = Tasks(), QObject()
    gate, seen = threading.Event(), list[str]()
    tasks.run(owner, "shows", lambda: gate.wait(5), lambda _: seen.append("shown"))
    tasks.run(owner, "waits", lambda: "waited", seen.append)
    tasks.run(owner, "keeps", lambda: "kept", seen.append, keeps=True)
    tasks.stop()
    gate.set()
    tasks.end()
    tasks.run(owner, "late", lambda: "late", seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(20)
    assert seen == ["kept"]


def test_a_busy_worker_lets_the_window_have_its_turn_often(qtbot: QtBot) -> None:
    """Each event of a table that is painted waits for a turn: at five milliseconds each, hundreds would be felt."""
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(0.005)
        tasks = Tasks()
        assert sys.getswitchinterval() <= 0.001
        tasks.close()
    finally:
        sys.setswitchinterval(before)
