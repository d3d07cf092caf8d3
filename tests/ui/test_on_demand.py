"""What is built and imported at the start, and what only when it is first wanted."""

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from oncodesk.ui.shell.on_demand import BESIDE_THE_VISIT, SCREENS
from oncodesk.ui.shell.shortcuts import COMMANDS, wear_keys

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.main_window import MainWindow

SHEETS = ("palette_sheet", "help_sheet", "exchange_sheet", "second", "tour", "preview")
HEAVY = ("pydantic", "sqlalchemy", "cryptography", "reportlab", "alembic", "oncodesk.rules", "oncodesk.coding")


def test_the_window_is_imported_without_what_opens_and_judges_records() -> None:
    script = (
        "import sys, oncodesk.app, oncodesk.services.entrance, oncodesk.ui.window\n"
        f"print(*(name for name in {HEAVY} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split() == []


def test_only_the_worklist_is_there_at_the_start(window: "MainWindow") -> None:
    assert window.shown == "today"
    assert [name for name in (*SCREENS, BESIDE_THE_VISIT, *SHEETS) if window.is_there(name)] == ["today"]


@pytest.mark.parametrize("name", [*SCREENS, BESIDE_THE_VISIT])
def test_a_screen_is_built_once_when_it_is_wanted(window: "MainWindow", name: str) -> None:
    window.actions_by_id[f"screen.{name}"].trigger()
    first = window.screen_of(name)
    assert window.stack.currentWidget() is first
    assert first.accessibleName()
    window.show_screen("today")
    window.show_screen(name)
    assert window.screen_of(name) is first
    assert window.stack.indexOf(first) >= 0


def test_what_is_built_under_the_mask_wears_it(window: "MainWindow") -> None:
    names = {row.cells[1] for row in window.today.view.state.rows}
    window.actions_by_id["mask"].trigger()
    window.show_screen("patient")
    shown = {window.patient.view.list.item(row, 0).text() for row in range(window.patient.view.list.rowCount())}
    assert shown
    assert not shown & names


def test_what_is_built_under_other_keys_names_them(window: "MainWindow") -> None:
    window.rebind({"visit.finalise": ("Ctrl+Alt+J",)})
    try:
        assert "Ctrl+Alt+J" in window.visit.finalise.toolTip()
        assert "Ctrl+Enter" not in window.visit.finalise.toolTip()
    finally:
        wear_keys({})


def test_no_action_needs_a_screen_that_is_not_there(window: "MainWindow", qtbot: "QtBot") -> None:
    """Each is told, refused, or builds what it needs; none fails."""
    left_alone = {"practice", "lock", "exchange"}
    for entry in COMMANDS:
        if entry.id not in left_alone:
            window.actions_by_id[entry.id].trigger()
            for sheet in window.findChildren(QWidget, "overlay"):
                if sheet.isVisible():
                    sheet.put_away()  # type: ignore[attr-defined]
    assert not window.said.text().startswith("That did not work")


def test_the_entrance_has_one_page_at_the_start(entrance: "Entrance", qtbot: "QtBot") -> None:
    from oncodesk.ui.shell.entrance_window import EntranceWindow
    from oncodesk.ui.tasks import Tasks

    door = EntranceWindow(entrance, Tasks(at_once=True))
    qtbot.addWidget(door)
    assert door.built() == (door.page,)
    for name in door.pages:
        door.show_page(name)
        assert door.page is door.page_of(name)
        assert door.page.isVisibleTo(door)
    assert len(door.built()) == len(door.pages)
