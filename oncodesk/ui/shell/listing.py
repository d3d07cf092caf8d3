"""A list of records that is read a page at a time: fixed rows, more of them asked for near the end."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import dress_table

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
_NEAR = 20
_TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Listing(QTableWidget):
    """`chosen` and `opened` carry a row's place; `more` asks for the next page; `right` are columns of numbers."""

    chosen = Signal(int)
    opened = Signal(int)
    more = Signal()

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        widths: tuple[int, ...],
        stretch: int,
        right: tuple[int, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._right, self._has_more = right, False
        self._values: Sequence[object] = ()
        self._last = Last()
        self.setHorizontalHeaderLabels(list(headings))
        dress_table(self, name, widths, stretch)
        for column in right:
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(_TO_THE_RIGHT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.activated.connect(lambda index: self.opened.emit(index.row()))
        self.currentCellChanged.connect(self._moved)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look())

    def fill(
        self,
        count: int,
        items: Callable[[int], Sequence[QTableWidgetItem]],
        has_more: bool = False,
        choose: int = 0,
        values: Sequence[object] = (),
    ) -> None:
        """Shows that many rows, `items` gives the cells of one. The row that was chosen stays so, else `choose` is.

        `values` says what each row shows: one that showed the same is left as it is.
        """
        self._has_more = has_more
        held, self._values = self._values if self._last.was() else (), values
        self.blockSignals(True)
        self.setRowCount(count)
        for number in range(count):
            if number < min(len(held), len(values)) and held[number] == values[number]:
                continue
            for column, item in enumerate(items(number)):
                if column in self._right:
                    item.setTextAlignment(_TO_THE_RIGHT)
                self.setItem(number, column, item)
        self.blockSignals(False)
        if 0 <= choose < count and self.currentRow() < 0:
            self.selectRow(choose)

    def show_chosen(self, place: int) -> None:
        """Marks a row as chosen, without a word of it; none for -1."""
        if place != self.currentRow():
            self.blockSignals(True)
            self.clearSelection()
            self.setCurrentCell(place, 0 if place >= 0 else -1)
            self.blockSignals(False)
            self.viewport().update()

    def step(self, key: Qt.Key) -> bool:
        """Moves by an arrow or page key that was pressed elsewhere; False for every other key."""
        if key not in _STEPS or not self.rowCount():
            return False
        self.selectRow(min(max(0, self.currentRow() + _STEPS[key]), self.rowCount() - 1))
        return True

    def _moved(self, now: int, _column: int, before: int, _before_column: int) -> None:
        if now != before and now >= 0:
            self.chosen.emit(now)
            self._look()

    def _look(self) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        near = last < 0 or last >= self.rowCount() - _NEAR
        if self._has_more and near and self.rowCount():
            self._has_more = False
            self.more.emit()
