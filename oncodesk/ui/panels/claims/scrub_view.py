"""Shows the check of every claim: which ones, how far it is, and what it came to."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFrame, QProgressBar, QTableView, QVBoxLayout, QWidget

from oncodesk.ui.panels.claims.scrub_model import ScrubModel
from oncodesk.ui.panels.claims.scrub_state import REACHES, WORDS, Row, ScrubState
from oncodesk.ui.shell.parts import button, dress_table, label, row, wide_enough
from oncodesk.words import say

_WHOLE = 1000

_WORST = tuple(words for key, words in WORDS.items() if key != "unreadable")


class ScrubView(QWidget):
    """`asked` carries which claims, `opened` a visit; `stopped`, `saved` and `left` are what they say."""

    asked = Signal(str)
    stopped = Signal()
    saved = Signal()
    opened = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = ScrubState()
        self.reach = QComboBox()
        self.reach.setAccessibleName(say("Which claims"))
        for key, words in REACHES:
            self.reach.addItem(words, key)
        self.reach.activated.connect(lambda _: self._name_start())
        self.start = button(say("Check them"), mark="primary")
        self.start.clicked.connect(lambda: self.asked.emit(self.reach.currentData()))
        self.stop = self._button(say("Stop"), self.stopped.emit)
        self.save = self._button(say("Save…"), self.saved.emit)
        self.save.setAccessibleName(say("Save what it came to, as a workbook or CSV"))
        self.back = self._button(say("← Claims"), self.left.emit)
        self.back.setToolTip("Esc")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("How far the check is"))
        self.bar.setRange(0, _WHOLE)
        self.bar.setTextVisible(False)
        self.doing = label("", "quiet", "small")
        self.doing.setAccessibleName(say("What is being checked"))
        self.said, self.unchecked = label("", wrap=True), label("", "quiet", "small", wrap=True)
        self.said.setAccessibleName(say("What the check came to"))
        self.unchecked.setAccessibleName(say("What could not be checked"))
        self.model = ScrubModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table, say("Claims checked"), (6, 13, 20, 20, wide_enough(14, _WORST, 2), 8, 40, 13), 6)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.activated.connect(lambda index: self.opened.emit(self.state.rows[index.row()].visit))
        self._arrange()
        self._stopped_at = ""
        self.show_state(ScrubState())

    def _button(self, text: str, does: Callable[[], object]) -> QWidget:
        made = button(text)
        made.clicked.connect(lambda: does())
        return made

    def _arrange(self) -> None:
        head = row(self.back, label(say("Check all claims"), "title"))
        head.addStretch()
        for made in (self.reach, self.stop, self.save, self.start):
            head.addWidget(made)
        self.at_work = QWidget()
        work = row(self.bar, self.doing)
        work.setStretchFactor(self.bar, 1)
        self.at_work.setLayout(work)
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(8)
        whole.addLayout(head)
        for part in (self.said, self.unchecked, self.at_work):
            whole.addWidget(part)
        whole.addWidget(frame, 1)
        self.setFocusProxy(self.reach)

    def show_state(self, state: ScrubState) -> None:
        """What it has come to, or that it begins."""
        had_focus = self.stop.hasFocus() or self.start.hasFocus()
        if state.rows is not self.state.rows:
            self.model.show_rows(state.rows)
        self.state = state
        self._stopped_at = str(self.reach.currentData()) if state.can_go_on else ""
        self.said.setText(state.said)
        self.unchecked.setText(state.unchecked)
        self.unchecked.setVisible(bool(state.unchecked))
        self.save.setEnabled(bool(state.rows) and state.fraction is None)
        self.show_progress(state.fraction, state.doing)
        self._name_start()
        if had_focus:
            following = self.stop if state.fraction is not None else self.table if state.rows else self.start
            following.setFocus()
        if state.rows and not self.table.selectionModel().hasSelection():
            self.table.selectRow(0)

    def show_progress(self, fraction: float | None, doing: str) -> None:
        """How far it is; None while nothing is under way."""
        at_work = fraction is not None
        self.bar.setValue(round((fraction or 0) * _WHOLE))
        self.doing.setText(doing)
        self.at_work.setVisible(at_work)
        self.stop.setVisible(at_work)
        self.start.setVisible(not at_work)
        self.reach.setEnabled(not at_work)

    def _name_start(self) -> None:
        goes_on = bool(self._stopped_at) and self._stopped_at == self.reach.currentData()
        self.start.setText(say("Go on") if goes_on else say("Check them"))
        self.start.setAccessibleName(say("Go on where it was stopped") if goes_on else say("Check these claims"))

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self.model.hide_names(masked)

    def chosen(self) -> Row | None:
        """The row that is chosen."""
        place = self.table.currentIndex().row()
        return self.state.rows[place] if 0 <= place < len(self.state.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
