"""Favourite codes: kept and dropped by a key, first among their like, shown where nothing is asked, with own notes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


def codes(window: "MainWindow") -> list[str]:
    """The codes found, in their order."""
    return [row.code for row in window.codes.view.state.rows]


def choose(window: "MainWindow", query: str, code: str) -> None:
    """Looks up and chooses one of the results."""
    window.codes.view.box.setText(query)
    window.codes.view.table.setCurrentCell(codes(window).index(code), 0)


def test_a_favourite_is_marked_comes_first_and_is_dropped_again(window: "MainWindow", qtbot: QtBot) -> None:
    window.show_screen("codes")
    choose(window, "lung cancer upper lobe", "C34.12")
    before = codes(window).index("C34.12")
    window.actions_by_id["codes.favourite"].trigger()
    assert window.codes.view.current() is not None and window.codes.view.current().code == "C34.12"  # type: ignore[union-attr]
    assert codes(window).index("C34.12") <= before
    assert window.codes.view.table.item(window.codes.view.table.currentRow(), 0).text() == "★ C34.12"  # type: ignore[union-attr]
    window.codes.view.box.setText("")
    assert codes(window) == ["C34.12"]
    qtbot.mouseClick(window.codes.view.keep, Qt.MouseButton.LeftButton)
    assert codes(window) == []
    assert "Type a code" in window.codes.view.empty.text()


def test_a_note_is_kept_with_its_favourite(window: "MainWindow", qtbot: QtBot) -> None:
    window.show_screen("codes")
    choose(window, "J9271", "J9271")
    view = window.codes.view
    assert not view.own_note.isVisible()
    view.toggle_favourite()
    assert view.own_note.isVisible()
    view.own_note.setFocus()
    qtbot.keyClicks(view.own_note, "Harbor wants the order date")
    qtbot.keyClick(view.own_note, Qt.Key.Key_Return)
    assert [f.note for f in window.desk.store.favourites().codes] == ["Harbor wants the order date"]
    assert "Harbor wants" in view.state.rows[0].cells[4]
    window.show_screen("today")
    window.show_screen("codes")
    choose(window, "", "J9271")
    assert view.own_note.text() == "Harbor wants the order date"
