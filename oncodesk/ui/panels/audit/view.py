"""Shows the audit page by page, and what verifying it found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.panels.audit.state import EMPTY, EVERYBODY, EVERYTHING, HEADINGS, VERIFY_WORDS, AuditState
from oncodesk.ui.shell.parts import button, clearable, label, restyle, row
from oncodesk.ui.shell.rows import Progress, fill, padded, problem_line, read_table
from oncodesk.words import say


class AuditView(QWidget):
    """`asked` for the first page under the filters, `older` for the next; `verified` and `accepted` are pressed."""

    asked = Signal()
    older = Signal()
    verified = Signal()
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.subject = QLineEdit()
        self.subject.setAccessibleName(say("About what"))
        self.subject.setPlaceholderText(say("About what: visit 7, claim, user …"))
        clearable(self.subject)
        self.subject.textChanged.connect(lambda _: self.asked.emit())
        self.person, self.action = QComboBox(), QComboBox()
        for made, name in ((self.person, say("Whose entries")), (self.action, say("Which actions"))):
            made.setAccessibleName(name)
            made.setMinimumWidth(140)
            made.activated.connect(lambda _: self.asked.emit())
        self.table = read_table(say("Audit entries, the newest first"), HEADINGS, (8, 20, 16, 16, 24, 30), 5)
        self.empty = label(EMPTY, "quiet", wrap=True)
        self.first = button(say("Newest"), say("The newest entries"))
        self.first.clicked.connect(self.asked)
        self.next = button(say("Older ›"), say("Older entries"))
        self.next.clicked.connect(self.older)
        self.verify = button(say("Verify now"), say("Verify the records now"), "primary")
        self.verify.clicked.connect(self.verified)
        self.progress = Progress(say("Verifying the records"))
        self.found = label(say("Not verified since the window was opened."), wrap=True)
        self.found.setAccessibleName(say("What verifying found"))
        self.alarm = problem_line(say("Alarm"))
        self.accept = button(say("A manager answers for it: go on from here"), mark="link")
        self.accept.clicked.connect(self.accepted)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._proof_card())
        whole.addWidget(self._list_card(), 1)
        self.setFocusProxy(self.subject)

    def _proof_card(self) -> QFrame:
        frame, inside, self.note = padded(say("Proof"), self.verify)
        inside.addWidget(self.alarm)
        inside.addLayout(row(self.accept))
        inside.addWidget(self.found)
        inside.addWidget(self.progress)
        self.note.setText(VERIFY_WORDS)
        return frame

    def _list_card(self) -> QFrame:
        frame, inside, self.list_note = padded(say("Audit"), self.first, self.next)
        filters = row(self.subject, self.person, self.action)
        filters.setStretchFactor(self.subject, 1)
        inside.addLayout(filters)
        inside.addWidget(self.empty)
        inside.addWidget(self.table, 1)
        return frame

    def show_words(self, people: tuple[str, ...], actions: tuple[str, ...]) -> None:
        """Whom and what can be filtered by."""
        for box, every, held in ((self.person, EVERYBODY, people), (self.action, EVERYTHING, actions)):
            chosen = box.currentText()
            box.clear()
            box.addItems([every, *held])
            box.setCurrentIndex(max(0, box.findText(chosen)))

    def show_state(self, state: AuditState) -> None:
        """One page."""
        fill(self.table, state.rows)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.next.setEnabled(state.before is not None)
        self.first.setEnabled(not state.is_first)
        self.alarm.setText(f"⚠ {state.alarm}" if state.alarm else "")
        self.alarm.setVisible(bool(state.alarm))
        self.accept.setVisible(bool(state.alarm) and state.may_accept)

    def show_found(self, words: str, is_whole: bool | None) -> None:
        """What verifying found; None: it was stopped."""
        self.progress.hide()
        self.verify.setEnabled(True)
        self.found.setText({True: "✓ ", False: "⚠ ", None: ""}[is_whole] + words)
        restyle(self.found, "problem", is_whole is False)

    def work(self, fraction: float, words: str) -> None:
        """Verifying is under way."""
        self.verify.setEnabled(False)
        self.progress.show_at(fraction, words)
