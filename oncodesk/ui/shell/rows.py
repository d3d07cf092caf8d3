"""A table that is only read, long work with its bar, and fields in a card."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.shell.parts import button, card, dress_table, label, row
from oncodesk.words import say


def read_table(name: str, headings: Sequence[str], widths: tuple[int, ...], stretch: int) -> QTableWidget:
    """A table of which whole rows are chosen."""
    made = QTableWidget(0, len(headings))
    made.setHorizontalHeaderLabels(list(headings))
    dress_table(made, name, widths, stretch)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return made


def fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Shows these rows; the row chosen stays chosen by its place."""
    current = max(0, table.currentRow())
    table.setRowCount(len(rows))
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.setItem(number, column, QTableWidgetItem(text))
    if rows:
        table.selectRow(min(current, len(rows) - 1))


def problem_line(name: str) -> QLabel:
    """Where it stands what went wrong; nothing takes no room."""
    made = label("", "problem", wrap=True)
    made.setAccessibleName(name)
    made.hide()
    return made


def tell(line: QLabel, problem: str) -> None:
    """Shows what went wrong."""
    line.setText(f"⚠ {problem}" if problem else "")
    line.setVisible(bool(problem))


def padded(title: str, *tools: QWidget) -> tuple[QFrame, QVBoxLayout, QLabel]:
    """A card with room around what stands in it."""
    frame, layout, note = card(title, tools=tools)
    inside = QVBoxLayout()
    inside.setContentsMargins(12, 4, 12, 12)
    inside.setSpacing(8)
    layout.addLayout(inside, 1)
    return frame, inside, note


def fitted(frame: QFrame, wide: int = 720) -> QFrame:
    """The card as tall as what stands in it, and no wider than one reads."""
    frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    frame.setMaximumWidth(wide)
    return frame


class Progress(QWidget):
    """How far long work is; `stopped` asks it to end. Hidden while nothing is under way."""

    stopped = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(name)
        self.bar.setTextVisible(False)
        self.doing = label("", "quiet", "small", wrap=True)
        self.stop = button(say("Stop"), say("Stop: {name}", name=name.lower()))
        self.stop.clicked.connect(self.stopped)
        inside = row(self.bar, self.doing, self.stop)
        inside.setStretchFactor(self.bar, 1)
        inside.setStretchFactor(self.doing, 2)
        self.setLayout(inside)
        self.hide()

    def show_at(self, fraction: float, words: str) -> None:
        """So far, and what is being done."""
        self.bar.setValue(round(fraction * 100))
        self.doing.setText(words[:1].upper() + words[1:])
        self.show()
