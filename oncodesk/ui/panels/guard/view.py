"""Shows how the records are guarded."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from oncodesk.ui.panels.guard.state import LOCK_WORDS, SECOND_WORDS, GuardState, choices
from oncodesk.ui.shell.parts import label, row
from oncodesk.ui.shell.rows import fitted, padded, problem_line
from oncodesk.words import many, say


class GuardView(QWidget):
    """`changed` carries the minutes until the lock and whether overriding takes two."""

    changed = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.minutes = QComboBox()
        self.minutes.setAccessibleName(say("Minutes until the window locks"))
        self.minutes.activated.connect(lambda _: self._say())
        self.second = QCheckBox(say("Overridden findings need a second person"))
        self.second.clicked.connect(self._say)
        self.problem = problem_line(say("What went wrong"))
        lock, inside, self.note = padded(say("Lock"))
        line = row(label(say("Lock after")), self.minutes)
        line.addStretch()
        inside.addLayout(line)
        inside.addWidget(label(LOCK_WORDS, "quiet", "small", wrap=True))
        two, within, self.two_note = padded(say("Two people"))
        within.addWidget(self.second)
        within.addWidget(label(SECOND_WORDS, "quiet", "small", wrap=True))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        for made in (lock, two):
            whole.addWidget(fitted(made))
        whole.addWidget(self.problem)
        whole.addStretch()
        self.setFocusProxy(self.minutes)

    def show_state(self, state: GuardState) -> None:
        """As it is kept."""
        self.minutes.clear()
        for number in choices(state.minutes):
            self.minutes.addItem(many("{count} minute", "{count} minutes", number), number)
        self.minutes.setCurrentIndex(self.minutes.findData(state.minutes))
        self.second.setChecked(state.second_person)
        for made in (self.minutes, self.second):
            made.setEnabled(state.may_change)
        self.note.setText(state.note)

    def _say(self) -> None:
        self.changed.emit(self.minutes.currentData(), self.second.isChecked())
