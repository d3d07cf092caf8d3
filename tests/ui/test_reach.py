"""What a screen reader is told, on every screen, form, sheet and page of the way in."""

from typing import TYPE_CHECKING

from fitting import clipped
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reaching import doors, faults, missed_by_tab, places, settle

from oncodesk.ui.shell.library_screen import REGIMENS

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


def test_every_text_fits_the_smallest_screen(busy: "MainWindow") -> None:
    found = {}
    for name, root in places(busy):
        settle()
        found |= dict.fromkeys(clipped(root), name)
    assert "\n".join(f"{name}: {text}" for text, name in found.items()) == ""


def test_what_is_cut_is_found(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    for made in (QLabel("more than there is room for", whole), QPushButton("more than there is room for", whole)):
        made.setFixedWidth(60)
    whole.show()
    assert len(list(clipped(whole))) == 2


def test_tab_comes_to_everything_on_a_screen(busy: "MainWindow") -> None:
    found = {}
    for name in ("today", "visit", "codes", "patient", "claims", "reports", "library", "superbill"):
        busy.show_screen(name)
        settle()
        found |= dict.fromkeys(missed_by_tab(busy.stack.currentWidget() or busy), name)
    for name in ("practice", "providers", "users", "backups", "keys", "audit"):
        busy.show_section(name)
        settle()
        found |= dict.fromkeys(missed_by_tab(busy.settings), name)
    busy.show_screen("library")
    busy.library.pages.show_page(REGIMENS)
    settle()
    found |= dict.fromkeys(missed_by_tab(busy.library), REGIMENS)
    assert "\n".join(f"{name}: {part}" for part, name in found.items()) == ""


def test_tab_stays_in_a_sheet_that_lies_over_the_window(busy: "MainWindow") -> None:
    busy.exchange_sheet.open()
    for _ in range(8):
        focus = busy.focusWidget()
        assert focus is not None
        assert busy.exchange_sheet.isAncestorOf(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)


def test_tab_comes_to_everything_on_a_page_of_the_way_in(entrance: "Entrance", qtbot: QtBot) -> None:
    found = {}
    for name, root in doors(entrance):
        settle()
        found |= dict.fromkeys(missed_by_tab(root), name)
    assert "\n".join(f"{name}: {part}" for part, name in found.items()) == ""


def test_the_walk_finds_what_is_nameless(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    QPushButton(whole).setToolTip("no words")
    QLineEdit("typed", whole)
    whole.show()
    assert len([fault for fault in faults(whole) if "no name" in fault]) == 2
