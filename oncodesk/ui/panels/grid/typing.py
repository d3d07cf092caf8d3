"""The line one types a cell of the drugs grid into, with drugs and routes offered."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from oncodesk.ui.editing.routes import WORDS
from oncodesk.ui.panels.grid.state import COLUMNS
from oncodesk.ui.shell.parts import CellDelegate, Index

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_SURE_FROM = 3


class Typing(CellDelegate):
    """Makes the line of a cell. `ended` says whether to go on (True) or back."""

    ended = Signal(bool)

    def __init__(self, complete: Callable[[str], tuple[str, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._complete = complete

    def createEditor(self, parent: QWidget, option: object, index: Index) -> QWidget:
        name, heading = COLUMNS[index.column()]
        line = CellLine(parent)
        line.setAccessibleName(heading)
        line.ended.connect(lambda forward: self._end(line, forward))
        if name in ("drug", "route"):
            names = QStringListModel(list(WORDS.values()) if name == "route" else [], line)
            offered = QCompleter(names, line)
            offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            offered.setFilterMode(Qt.MatchFlag.MatchContains)
            offered.setMaxVisibleItems(12)
            line.setCompleter(offered)
            if name == "drug":
                line.textEdited.connect(lambda typed: names.setStringList(list(self._complete(typed))))
        return line

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        # The line itself ends on Enter and Tab: while its list is open, keys never come through this filter.
        return False if _ends(event) else super().eventFilter(editor, event)

    def _end(self, line: QLineEdit, forward: bool) -> None:
        self.commitData.emit(line)
        self.closeEditor.emit(line, self.EndEditHint.NoHint)
        self.ended.emit(forward)


class CellLine(QLineEdit):
    """A line that Enter and Tab end, whether or not its list is open."""

    ended = Signal(bool)

    def event(self, event: QEvent) -> bool:
        if not _ends(event):
            return super().event(event)
        self._take_offered()
        event.accept()
        self.ended.emit(not (isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Backtab))
        return True

    def _take_offered(self) -> None:
        """The name chosen in the open list, or the only one that begins with what is typed."""
        offered = self.completer()
        opened = offered.popup() if offered is not None else None
        if offered is None or opened is None or not opened.isVisible():
            return
        chosen, typed = opened.currentIndex(), self.text().strip().lower()
        only = offered.currentCompletion() if offered.completionCount() == 1 else ""
        if chosen.isValid():
            self.setText(str(chosen.data()))
        elif len(typed) >= _SURE_FROM and only.lower().startswith(typed):
            self.setText(only)
        opened.hide()


def _ends(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.KeyPress
        and event.key() in _ENDS
        and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    )
