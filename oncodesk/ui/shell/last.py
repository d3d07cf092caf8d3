"""What a view showed last, so that the same again is free."""

from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from oncodesk.ui.shell.theme import tokens


class Last:
    """The values shown last, in the colours worn then."""

    def __init__(self) -> None:
        self._shown: tuple[object, ...] = ()

    def was(self, *values: object) -> bool:
        """Whether just these were shown last; from now on they are."""
        now = (tokens(), *values)
        is_same, self._shown = now == self._shown, now
        return is_same


def cell_at(table: QTableWidget, row: int, column: int, text: str) -> QTableWidgetItem:
    """The cell with that text in it: the one that is there, touched only where its text is another, or a new one."""
    held = table.item(row, column)
    if held is None:
        held = QTableWidgetItem(text)
        table.setItem(row, column, held)
    elif held.text() != text:
        held.setText(text)
    return held
