"""Shows the time ruler: painted to scale, or as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.ruler.painting import Lanes
from oncodesk.ui.panels.ruler.presenter import TABLE_HEADINGS, table
from oncodesk.ui.panels.ruler.state import RulerState, Trial
from oncodesk.ui.shell.last import Last, cell_at
from oncodesk.ui.shell.parts import button, card, dress_table, label, row
from oncodesk.ui.shell.theme import icon
from oncodesk.words import say


class RulerView(QWidget):
    """`chosen` carries the id of the administration whose lane or row was chosen.

    `tried` carries the Trial of other times, `settled` whether the coder takes them.
    """

    chosen = Signal(str)
    tried = Signal(object)
    settled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = RulerState(), Last()
        self.toggle = QToolButton()
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName(say("Time ruler as a table"))
        self.toggle.setToolTip(say("Time ruler as a table (Ctrl+T)"))
        self.toggle.toggled.connect(self._turn)
        self.lanes = Lanes()
        self.lanes.chosen.connect(self.chosen)
        self.lanes.tried.connect(self.tried)
        self.lanes.settled.connect(self.settled)
        scroll = QScrollArea()
        scroll.setWidget(self.lanes)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.twin = QTableWidget(0, len(TABLE_HEADINGS))
        self.twin.setHorizontalHeaderLabels(list(TABLE_HEADINGS))
        dress_table(self.twin, say("Time ruler as a table"), (22, 12, 24, 8, 8, 6, 20), 0)
        self.twin.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.twin.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.twin.currentCellChanged.connect(self._row_chosen)
        self.pages = QStackedWidget()
        self.pages.addWidget(scroll)
        self.pages.addWidget(self.twin)
        frame, layout, self.note = card(say("Time ruler"), tools=(self.toggle,))
        layout.addWidget(self.pages)
        layout.addWidget(self._trial_strip())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.retint()

    def _trial_strip(self) -> QFrame:
        self.says = label("", "small", wrap=True)
        self.says.setAccessibleName(say("What if"))
        self.take = button(say("Record these times"), mark="link")
        self.take.setToolTip("Enter")
        self.take.clicked.connect(lambda: self.settled.emit(True))
        self.leave = button(say("Leave it"), say("Forget the times tried out"), "link")
        self.leave.setToolTip("Esc")
        self.leave.clicked.connect(lambda: self.settled.emit(False))
        self.strip = QFrame()
        self.strip.setObjectName("strip")
        inside = row(self.says, self.take, self.leave, margins=(10, 2, 6, 2))
        inside.setStretchFactor(self.says, 1)
        self.strip.setLayout(inside)
        self.strip.hide()
        return self.strip

    def show_trial(self, trial: Trial | None) -> None:
        """Times tried out, and what they would change; None forgets them."""
        if trial != self.lanes.trial:
            self.lanes.show_trial(trial)
        self.says.setText(trial.says if trial else "")
        self.strip.setVisible(trial is not None and bool(trial.says))

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.toggle.setIcon(icon("table", "muted"))
        self.lanes.update()

    def show_state(self, state: RulerState) -> None:
        """The lanes, and the same as rows."""
        self.state = state
        self.show_trial(None)
        if self._last.was(state):
            return
        self.lanes.show_state(state)
        rows = table(state)
        self.twin.setRowCount(len(rows))
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                cell_at(self.twin, number, column, text)
        shared = sum(b - a for a, b in state.shared)
        gaps = sum(b - a for a, b in state.gaps)
        parts = (
            say("{shared} min shared", shared=shared) if shared else "",
            say("{gaps} min with nothing running", gaps=gaps) if gaps else "",
        )
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
