"""Below the findings: what the coder answered, and what was asked of others."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from oncodesk.domain.decisions import Query
from oncodesk.ui.panels.findings.state import Decided
from oncodesk.ui.shell.parts import button, label, restyle, row
from oncodesk.words import say


class DecidedRow(QFrame):
    """`taken_back` carries the decision that is to stand no longer."""

    taken_back = Signal(object)

    def __init__(self, decided: Decided) -> None:
        super().__init__()
        self.decided = decided
        self.setObjectName("decided")
        self.setAccessibleName(decided.said)
        restyle(self, "unused", not decided.is_used)
        head = say("Kept as it is") if decided.is_used else say("No longer found: answers nothing")
        back = self.back = button(
            say("Take back") if decided.is_used else say("Remove it"),
            _taking(decided),
            "link",
        )
        back.clicked.connect(lambda: self.taken_back.emit(decided.decision))
        top = row(label(head, "small", "heading"))
        top.addStretch()
        top.addWidget(back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 6)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(label(" · ".join(part for part in (decided.message, decided.where) if part), wrap=True))
        told = " — ".join(part for part in (decided.reason, decided.who) if part)
        layout.addWidget(label(told, "quiet", "small", wrap=True))


def _taking(decided: Decided) -> str:
    if decided.is_used:
        return say("Take back: {message}", message=decided.message)
    return say("Remove: {message}", message=decided.message)


class QueryRow(QFrame):
    """`answered` carries the query and what was answered, `taken_back` the query."""

    answered = Signal(object, str)
    taken_back = Signal(object)

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.query = query
        self.setObjectName("decided")
        restyle(self, "waiting", query.answer is None)
        subject = query.about
        asked = say("Question asked: {subject}.", subject=subject)
        self.setAccessibleName(f"{asked} {say('Answer: {answer}', answer=query.answer) if query.answer else ''}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 4, 9, 6)
        layout.setSpacing(3)
        back = self.back = button(say("Take back"), say("Take the question back: {subject}", subject=subject), "link")
        back.clicked.connect(lambda: self.taken_back.emit(query))
        top = row(label(say("Asked") if query.answer is None else say("Asked and answered"), "small", "heading"))
        top.addStretch()
        top.addWidget(back)
        layout.addLayout(top)
        layout.addWidget(label(subject, wrap=True))
        layout.addWidget(label(f"{query.by}, {query.at[:16].replace('T', ' ')}", "quiet", "small"))
        self.line = QLineEdit()
        self.line.setAccessibleName(say("Answer to: {subject}", subject=subject))
        self.line.setPlaceholderText(say("What was answered, and by whom"))
        self.record = button(say("Record"), say("Record the answer to: {subject}", subject=subject))
        self.record.clicked.connect(self._record)
        self.line.returnPressed.connect(self._record)
        if query.answer is None:
            layout.addLayout(row(self.line, self.record))
        else:
            who = f"{query.answered_by}, {(query.answered_at or '')[:16].replace('T', ' ')}"
            layout.addWidget(label(f"{query.answer} — {who}", "quiet", "small", wrap=True))

    def _record(self) -> None:
        self.answered.emit(self.query, self.line.text())
