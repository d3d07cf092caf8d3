"""What is shown already is not shown again: cards, cells and lines stay, and so does the focus in them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from oncodesk.services import sample_practice
from oncodesk.ui.panels.claim.state import ClaimRow, ClaimState
from oncodesk.ui.panels.claim.view import ClaimView
from oncodesk.ui.panels.codes.state import CodesState, ResultRow
from oncodesk.ui.panels.codes.view import CodesView
from oncodesk.ui.panels.course.state import course_state
from oncodesk.ui.panels.course.view import CourseView
from oncodesk.ui.panels.findings.state import Card, FindingsState
from oncodesk.ui.panels.findings.view import FindingsView
from oncodesk.ui.panels.grid.state import grid_state
from oncodesk.ui.panels.grid.view import GridView
from oncodesk.ui.shell.parts import CellDelegate, Index, dress_table
from oncodesk.ui.shell.theme import wear
from oncodesk.ui.shell.tokens import LIGHT, PALETTES, Tokens

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

Told = list[tuple[int, int, int, int]]


def _listen(model: QAbstractItemModel) -> Told:
    told: Told = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        told.append((first.row(), first.column(), last.row(), last.column()))

    model.dataChanged.connect(note)
    return told


def _cards(*messages: str) -> FindingsState:
    return FindingsState(tuple(Card(f"rule.{n}", "error", said) for n, said in enumerate(messages)), is_checked=True)


def test_a_card_is_kept_with_its_focus_and_says_the_new_finding(qtbot: QtBot) -> None:
    view = FindingsView()
    qtbot.addWidget(view)
    view.show()
    view.show_state(_cards("Units are 3", "No pointer"))
    first, second = view.cards
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    view.show_state(_cards("Units are 4", "No pointer"))
    assert view.cards == [first, second]
    assert second.hasFocus()
    assert first.message.text() == "Units are 4" and "Units are 4" in first.accessibleName()


def test_a_card_takes_the_colours_worn_now(qtbot: QtBot) -> None:
    view = FindingsView()
    qtbot.addWidget(view)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    view.show_state(_cards("Units are 3"))
    try:
        for palette in PALETTES:
            wear(app, palette)
            view.show_state(_cards("Units are 3"))
            assert palette.error in view.cards[0].word.styleSheet()
    finally:
        wear(app, LIGHT)


def test_only_the_cells_of_the_grid_that_changed_are_told(qtbot: QtBot) -> None:
    view = GridView(lambda _: ())
    qtbot.addWidget(view)
    draft = sample_practice.read("visit-mfolfox6")
    view.show_state(grid_state(draft, None, {}))
    told = _listen(view.model)
    view.show_state(grid_state(draft, None, {}))
    assert told == []
    given = draft["administrations"]
    later = {**draft, "administrations": [{**given[0], "access": "peripheral"}, *given[1:]]}
    view.show_state(grid_state(later, None, {}))
    assert told == [(0, 8, 0, 8)]


ROW = ClaimRow("1", "96413", "", "first hour", "A", "1", "410.00", ("a1",))
OTHER = ClaimRow("2", "J9263", "JZ", "oxaliplatin", "A", "300", "", ("a2",), "error")


def test_a_line_that_says_something_else_keeps_the_focus_and_is_marked_for_two_seconds(qtbot: QtBot) -> None:
    view = ClaimView()
    qtbot.addWidget(view)
    view.show_state(ClaimState((), (ROW, OTHER)))
    view.select_line("2")
    told = _listen(view.model)
    view.show_state(ClaimState((), (ROW, replace(OTHER, units="310"))))
    assert (view.line(), view.model.new) == ("2", {"2"})
    assert told == [(1, 0, 1, 6)]
    assert view.model.data(view.model.index(1, 5), Qt.ItemDataRole.DisplayRole) == "310"
    view.show_state(ClaimState((("A", "C18.2", "colon"),), (ROW, replace(OTHER, units="310"))))
    assert view.model.new == {"2"}
    qtbot.waitUntil(lambda: view.model.new == frozenset(), timeout=4000)
    assert told == [(1, 0, 1, 6), (1, 0, 1, 6)]


def test_a_line_that_comes_of_other_facts_is_told_anew(qtbot: QtBot) -> None:
    view = ClaimView()
    qtbot.addWidget(view)
    view.show_state(ClaimState((), (ROW, OTHER)))
    view.select_line("2")
    with qtbot.waitSignal(view.chosen) as chosen:
        view.show_state(ClaimState((), (ROW, replace(OTHER, facts=("a3",)))))
    assert chosen.args == ["2"]


def test_results_of_the_next_key_touch_only_other_cells(qtbot: QtBot) -> None:
    view = CodesView()
    qtbot.addWidget(view)
    lung = ResultRow("icd10cm", "C34.90", ("C34.90", "lung", "ICD-10", "", ""), True)
    group = ResultRow("icd10cm", "C34", ("C34", "bronchus", "ICD-10", "", ""), False)
    view.show_state(CodesState("l", (lung, group, lung)))
    held = view.table.item(0, 1)
    view.show_state(CodesState("lu", (group, group)))
    assert view.table.item(0, 1) is held
    shown = [[view.table.item(row, column) for column in (0, 1)] for row in (0, 1)]
    assert [[cell.text() for cell in row if cell] for row in shown] == [["C34", "bronchus"]] * 2
    assert shown[0][0] is not None and shown[1][0] is not None
    assert shown[0][0].foreground() == shown[1][0].foreground() == QColor(LIGHT.muted)
    assert shown[0][0].font().bold()


def test_an_event_that_could_not_be_used_looks_like_the_others_once_it_can(qtbot: QtBot) -> None:
    view = CourseView()
    qtbot.addWidget(view)
    draft = sample_practice.read("visit-imrt-week")
    tint = lambda: view.table.item(0, 2).data(Qt.ItemDataRole.BackgroundRole)  # type: ignore[union-attr]  # noqa: E731
    view.show_state(course_state(draft, None, {}, {(0, 2): ("x", "expected a number")}))
    assert tint() is not None
    view.show_state(course_state(draft, None))
    assert tint() is None and view.table.item(0, 2).text() != "x"  # type: ignore[union-attr]


class _Styled(CellDelegate):
    """Leaves every cell to the style."""

    def paint_plain(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> bool:
        return False


def _table() -> QTableWidget:
    """Short and long text, bold, italic, struck out, to the right, tinted, in another colour, one row chosen."""
    table = QTableWidget(8, 3)
    dress_table(table, "Cells", (8, 14, 20), 1)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    for row in range(8):
        for column in range(3):
            item = QTableWidgetItem("Malignant neoplasm of upper lobe" if (row + column) % 2 else "C34.1 – fühlt")
            font = item.font()
            font.setBold(row == 2)
            font.setItalic(row == 3)
            font.setStrikeOut(row == 4)
            item.setFont(font)
            if row == 5:
                item.setBackground(QColor("#ffee88"))
            if row == 6:
                item.setForeground(QColor("#cc0000"))
            if column == 2:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
    table.resize(420, 240)
    table.setCurrentCell(1, 1)
    return table


def test_plain_cells_look_as_the_style_paints_them(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def painted(palette: Tokens, delegate: CellDelegate) -> object:
        wear(app, palette)
        table.setItemDelegate(delegate)
        return table.grab().toImage()

    table = _table()
    qtbot.addWidget(table)
    styled, quick = _Styled(table), CellDelegate(table)
    try:
        for palette in PALETTES:
            assert painted(palette, styled) == painted(palette, quick), palette.name
    finally:
        wear(app, LIGHT)


def test_a_key_paints_no_panel_whose_state_is_the_same(window: "MainWindow") -> None:
    window.saving.open(window.desk.store.find_visits()[0].id)
    told = [*map(_listen, (window.visit.grid.model, window.visit.claim.model))]
    html = window.visit.why.text.document().revision()
    window.visit.refresh()
    assert told == [[], []]
    assert window.visit.why.text.document().revision() == html
