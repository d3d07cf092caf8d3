"""Long work in a thread of its own never lets a full collection stand everything still."""

import gc

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oncodesk.ui.collecting import young_only
from oncodesk.ui.tasks import Tasks, Watch

USUAL = gc.get_threshold()


def _full_collections() -> int:
    return int(gc.get_stats()[2]["collections"])


def _many() -> list[list[int]]:
    """Half as many as there are already, and more: a quarter is what a full collection waits for."""
    return [[n] for n in range(400_000 + len(gc.get_objects()) // 2)]


def test_many_values_are_made_without_a_full_collection() -> None:
    with young_only():
        before = _full_collections()
        held = _many()
        assert _full_collections() == before
    assert gc.get_threshold() == USUAL
    assert gc.get_freeze_count() >= len(held), "what is there is left alone afterwards"
    del held
    gc.unfreeze()


def test_without_it_there_would_be_one() -> None:
    """The control: as many values, and the collector looks through all of them."""
    gc.collect()
    before = _full_collections()
    held = _many()
    assert _full_collections() > before
    del held


def test_it_ends_with_the_work_even_where_that_fails(qtbot: QtBot) -> None:
    tasks, owner, seen = Tasks(), QObject(), []

    def work(watch: Watch) -> None:
        seen.append(gc.get_threshold()[2])
        raise ValueError("no")

    with qtbot.waitSignal(tasks.failed, timeout=5000):
        tasks.run_long(owner, "long", work, lambda _: None, lambda *_: None)
    assert seen[0] > 1_000_000
    assert gc.get_threshold() == USUAL
    tasks.close()
    gc.unfreeze()
    QApplication.processEvents()
