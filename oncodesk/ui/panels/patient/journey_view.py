"""Shows the treatment journey: painted to scale, or as a table."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QTableWidgetItem, QToolButton, QVBoxLayout, QWidget

from oncodesk.ui.panels.patient.journey_presenter import table
from oncodesk.ui.panels.patient.journey_state import TABLE_HEADINGS, JourneyState
from oncodesk.ui.panels.patient.painting import Strip
from oncodesk.ui.shell.listing import Listing
from oncodesk.ui.shell.parts import card
from oncodesk.ui.shell.theme import icon
from oncodesk.words import say


class JourneyView(QWidget):
    """`opened` carries the id of a visit."""

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = JourneyState()
        self.pages = QStackedWidget()
        self.toggle = QToolButton()
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName(say("Treatment journey as a table"))
        self.toggle.setToolTip(say("Treatment journey as a table (Ctrl+Shift+T)"))
        self.toggle.toggled.connect(lambda is_on: self.pages.setCurrentIndex(int(is_on)))
        self.strip = Strip()
        self.strip.opened.connect(self.opened)
        self.strip.told.connect(self._tell)
        scroll = QScrollArea()
        scroll.setAccessibleName(say("Treatment journey"))
        scroll.setWidget(self.strip)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.twin = Listing(say("Treatment journey as a table"), TABLE_HEADINGS, (24, 20, 40), 2)
        self.twin.opened.connect(self._open_row)
        self.pages.addWidget(scroll)
        self.pages.addWidget(self.twin)
        frame, layout, self.note = card(say("Treatment journey"), tools=(self.toggle,))
        layout.addWidget(self.pages)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.retint()

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.toggle.setIcon(icon("table", "muted"))
        self.strip.update()

    def show_state(self, state: JourneyState) -> None:
        """The lanes, and the same as rows."""
        self.state = state
        self.strip.show_state(state)
        self._rows = table(state)
        self.twin.fill(len(self._rows), lambda n: [QTableWidgetItem(text) for text in self._rows[n][0]])
        self.note.setText(state.note)

    def _tell(self, said: str) -> None:
        self.note.setText(said if self.strip.hasFocus() else self.state.note)

    def _open_row(self, place: int) -> None:
        visit = self._rows[place][1]
        if visit is not None:
            self.opened.emit(visit)
