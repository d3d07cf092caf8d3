"""Shows the time ruler: painted to scale, or as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.ruler.painting import Lanes
from oncodesk.ui.panels.ruler.presenter import TABLE_HEADINGS, table
from oncodesk.ui.panels.ruler.state import RulerState
from oncodesk.ui.shell.parts import card, dress_table
from oncodesk.ui.shell.theme import icon


class RulerView(QWidget):
    """`chosen` carries the id of the administration whose lane or row was chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = RulerState()
        self.toggle = QToolButton()
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName("Time ruler as a table")
        self.toggle.setToolTip("Time ruler as a table (Ctrl+T)")
        self.toggle.toggled.connect(self._turn)
        self.lanes = Lanes()
        self.lanes.chosen.connect(self.chosen)
        scroll = QScrollArea()
        scroll.setWidget(self.lanes)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.twin = QTableWidget(0, len(TABLE_HEADINGS))
        self.twin.setHorizontalHeaderLabels(list(TABLE_HEADINGS))
        dress_table(self.twin, "Time ruler as a table", (22, 12, 24, 8, 8, 6, 20), 0)
        self.twin.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.twin.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.twin.currentCellChanged.connect(self._row_chosen)
        self.pages = QStackedWidget()
        self.pages.addWidget(scroll)
        self.pages.addWidget(self.twin)
        frame, layout, self.note = card("Time ruler", tools=(self.toggle,))
        layout.addWidget(self.pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.retint()

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.toggle.setIcon(icon("table", "muted"))
        self.lanes.update()

    def show_state(self, state: RulerState) -> None:
        """The lanes, and the same as rows."""
        self.state = state
        self.lanes.show_state(state)
        rows = table(state)
        self.twin.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                self.twin.setItem(number, column, QTableWidgetItem(text))
        shared = sum(b - a for a, b in state.shared)
        gaps = sum(b - a for a, b in state.gaps)
        parts = (f"{shared} min shared" if shared else "", f"{gaps} min with nothing running" if gaps else "")
        self.note.setText(" · ".join(part for part in parts if part))

    def tall(self) -> int:
        """Height in pixels that shows every lane."""
        return self.lanes.tall() + self.fontMetrics().height() + 26

    def mark(self, facts: tuple[str, ...]) -> None:
        """Puts a frame around the lanes of those facts."""
        self.lanes.mark(frozenset(facts))

    def _turn(self, as_table: bool) -> None:
        self.pages.setCurrentIndex(1 if as_table else 0)

    def _row_chosen(self, row: int, _column: int, before: int, _before_column: int) -> None:
        if row != before and 0 <= row < len(self.state.lanes):
            self.chosen.emit(self.state.lanes[row].fact)
