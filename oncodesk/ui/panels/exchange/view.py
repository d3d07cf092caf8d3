"""Shows what a file would change, and the buttons by which records leave."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from oncodesk.ui.panels.exchange.presenter import take_words
from oncodesk.ui.panels.exchange.state import ExchangeState
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.words import say

_WHOLE = 1000


class ExchangeView(QWidget):
    """`asked` for a file, `accepted` and `declined` answer its preview, `export_asked` (without identities or not),
    `pack_asked` for the audit pack of the open claim, `stopped` ends what is under way."""

    asked = Signal()
    accepted = Signal()
    declined = Signal()
    export_asked = Signal(bool)
    pack_asked = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = button(say("Choose a file…"), say("Choose a file of patients or appointments"), "primary")
        self.choose.clicked.connect(self.asked)
        self.take = button(say("Take in"), mark="primary")
        self.take.clicked.connect(self.accepted)
        self.leave = button(say("Leave it"), say("Do not take the file in"))
        self.leave.clicked.connect(self.declined)
        self.stop = button(say("Stop"), say("Stop taking the file in"))
        self.stop.clicked.connect(self.stopped)
        self.export = button(say("All records…"), say("Export all records"))
        self.export.clicked.connect(lambda: self.export_asked.emit(False))
        self.plain = button(say("Without identities…"), say("Export records without what identifies a patient"))
        self.plain.clicked.connect(lambda: self.export_asked.emit(True))
        self.pack = button(say("Audit pack…"), say("Audit pack of the claim that is open"))
        self.pack.clicked.connect(self.pack_asked)
        self._arrange()
        self.setFocusProxy(self.choose)
        self.show_state(ExchangeState())

    def _arrange(self) -> None:
        self.title = label("", "heading", wrap=True)
        self.title.setAccessibleName(say("What is to be done"))
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName(say("What the file would change"))
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName(say("Why nothing was done"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4, 2, 4, 2)
        whole.setSpacing(10)
        whole.addWidget(label(say("Records in and out"), "title"))
        whole.addWidget(self.title)
        whole.addWidget(self.lines, 1)
        whole.addWidget(self.problem)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("How far the work is"))
        self.bar.setRange(0, _WHOLE)
        self.bar.setTextVisible(False)
        self.doing = label("", "quiet", "small")
        self.doing.setAccessibleName(say("What is being done"))
        whole.addWidget(self.bar)
        whole.addWidget(self.doing)
        answer = row(self.choose, self.take, self.leave, self.stop)
        answer.addStretch()
        whole.addLayout(answer)
        whole.addStretch()
        out = row(label(say("Out of the records"), "quiet"), self.export, self.plain, self.pack)
        out.addStretch()
        whole.addLayout(out)

    def show_state(self, state: ExchangeState) -> None:
        """A file on its way in, or what has left."""
        self.title.setText(state.title)
        self.lines.setPlainText("\n".join(state.lines))
        self.lines.setVisible(bool(state.lines))
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.take.setText(take_words(state.without))
        self.take.setAccessibleName(self.take.text())
        self.take.setVisible(state.can_take)
        self.leave.setVisible(state.can_take)
        self.choose.setVisible(not state.can_take and not state.can_stop)
        for made in (self.stop, self.bar, self.doing):
            made.setVisible(state.can_stop)
        self.show_progress(0.0, "")
        for made in (self.choose, self.export, self.plain, self.pack):
            made.setEnabled(not state.is_busy)
        if self.isVisible() and state.can_stop:
            self.stop.setFocus()
        elif self.isVisible() and not state.is_busy:
            (self.take if state.can_take else self.choose).setFocus()

    def show_progress(self, fraction: float, doing: str) -> None:
        """How far the work is."""
        self.bar.setValue(round(fraction * _WHOLE))
        self.doing.setText(doing)
