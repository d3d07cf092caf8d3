"""What a screen reader is told, on every screen, form, sheet and page of the way in."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reaching import doors, faults, places, settle

if TYPE_CHECKING:
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.main_window import MainWindow


def test_everything_shown_is_told(busy: "MainWindow") -> None:
    seen, found = [], {}
    for name, root in places(busy):
        settle()
        seen.append(name)
        for fault in faults(root):
            found.setdefault(fault, name)
    assert len(seen) > 35
    assert "\n".join(f"{name}: {fault}" for fault, name in found.items()) == ""


def test_every_page_of_the_way_in_is_told(entrance: "Entrance", qtbot: QtBot) -> None:
    found = {}
    for name, root in doors(entrance):
        settle()
        found |= dict.fromkeys(faults(root), name)
    assert "\n".join(f"{name}: {fault}" for fault, name in found.items()) == ""


def test_the_walk_finds_what_is_nameless(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    QPushButton(whole).setToolTip("no words")
    QLineEdit("typed", whole)
    whole.show()
    assert len([fault for fault in faults(whole) if "no name" in fault]) == 2
