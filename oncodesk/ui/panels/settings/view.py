"""Shows the practice's particulars and its charges."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.editing.particulars import FIELDS
from oncodesk.ui.panels.settings.state import CHARGES_HELP, SettingsState
from oncodesk.ui.shell.parts import button, card, label, row
from oncodesk.words import many, say

_COLUMNS = 2
_TEXT_TALL = 240


class SettingsView(QWidget):
    """`practice_typed` and `charges_typed` say that a field was left: the texts are in `practice()`, `charges()`."""

    practice_typed = Signal()
    charges_typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs = {path: self._line(name) for path, name in FIELDS}
        self.since = _named(say("Charges in force from"))
        self.since.setToolTip(say("t today, 0101, 1/1/2026"))
        self.since.editingFinished.connect(self._charges_left)
        self.text = _Charges()
        self.text.left.connect(self._charges_left)
        self.keep = button(say("Keep these charges"), mark="primary")
        self.keep.clicked.connect(self.charges_typed)
        self.practice_problem = label("", "problem", wrap=True)
        self.practice_problem.setAccessibleName(say("What is wrong with the particulars"))
        self.charges_problem = label("", "problem", wrap=True)
        self.charges_problem.setAccessibleName(say("What is wrong with the charges"))
        self._arrange()
        self.setFocusProxy(self.inputs["name"])

    def _line(self, name: str) -> QLineEdit:
        made = _named(name)
        made.editingFinished.connect(lambda: self._practice_left(made))
        return made

    def _arrange(self) -> None:
        body = QWidget()
        cards = QHBoxLayout(body)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(14)
        cards.addWidget(self._practice_card(), 1)
        cards.addWidget(self._charges_card(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body, 1)

    def _practice_card(self) -> QFrame:
        frame, layout, self.practice_note = card(say("Practice"))
        grid = QGridLayout()
        grid.setContentsMargins(12, 6, 12, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for number, (path, name) in enumerate(FIELDS):
            at = number // _COLUMNS * 2
            caption = label(name, "quiet", "small")
            caption.setBuddy(self.inputs[path])
            grid.addWidget(caption, at, number % _COLUMNS)
            caption.setContentsMargins(0, 5 if number >= _COLUMNS else 0, 0, 0)
            grid.addWidget(self.inputs[path], at + 1, number % _COLUMNS)
        layout.addLayout(grid)
        self.practice_problem.setContentsMargins(12, 0, 12, 10)
        layout.addWidget(self.practice_problem)
        layout.addStretch()
        return frame

    def _charges_card(self) -> QFrame:
        frame, layout, self.charges_note = card(say("Charges"))
        inside = QVBoxLayout()
        inside.setContentsMargins(12, 2, 12, 12)
        inside.setSpacing(8)
        inside.addWidget(label(CHARGES_HELP, "quiet", "small", wrap=True))
        inside.addWidget(self.text, 1)
        inside.addWidget(self.charges_problem)
        self.since.setFixedWidth(14 * self.fontMetrics().averageCharWidth() + 22)
        foot = row(label(say("In force from"), "quiet", "small"), self.since)
        foot.addStretch()
        foot.addWidget(self.keep)
        inside.addLayout(foot)
        layout.addLayout(inside, 1)
        return frame

    def show_state(self, state: SettingsState) -> None:
        """Everything as it is kept."""
        for path, text in state.practice:
            self.inputs[path].setText(text)
        self.text.setPlainText(state.charges)
        self.since.setText(state.since)
        for made in (*self.inputs.values(), self.since):
            made.setModified(False)
        self.text.document().setModified(False)
        self.tell_practice("", say("On every superbill"))
        self.tell_charges("", _counted(state.count))

    def tell_practice(self, problem: str, note: str = "") -> None:
        """What is wrong with the particulars, or that they are kept."""
        self._tell(self.practice_problem, problem)
        self.practice_note.setText(say("Not kept yet") if problem else note)

    def tell_charges(self, problem: str, note: str = "") -> None:
        """What is wrong with the charges, or that they are kept."""
        self._tell(self.charges_problem, problem)
        self.charges_note.setText(say("Not kept yet") if problem else note)

    def _tell(self, shown: object, problem: str) -> None:
        made = self.practice_problem if shown is self.practice_problem else self.charges_problem
        made.setText(f"⚠ {problem}" if problem else "")
        made.setVisible(bool(problem))

    def practice(self) -> dict[str, str]:
        """The particulars as typed, by path."""
        return {path: made.text() for path, made in self.inputs.items()}

    def charges(self) -> tuple[str, str]:
        """The charges as typed, and from when they are in force."""
        return self.text.toPlainText(), self.since.text()

    def is_practice_typed(self) -> bool:
        """Whether something was typed into the particulars since they were kept."""
        return any(made.isModified() for made in self.inputs.values())

    def is_charges_typed(self) -> bool:
        """Whether something was typed into the charges since they were kept."""
        return self.text.document().isModified() or self.since.isModified()

    def go(self, path: str) -> bool:
        """Puts the focus on a particular; False where there is none of that path."""
        found = next((held for held in self.inputs if held == path or held.startswith(f"{path}.")), "")
        if found:
            self.inputs[found].setFocus(Qt.FocusReason.OtherFocusReason)
            self.inputs[found].selectAll()
        return bool(found)

    def _practice_left(self, made: QLineEdit) -> None:
        if made.isModified():
            self.practice_typed.emit()

    def _charges_left(self) -> None:
        if self.is_charges_typed():
            self.charges_typed.emit()


class _Charges(QPlainTextEdit):
    """`left` when the focus goes elsewhere; Tab goes on instead of typing itself."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(say("Charges, one code a line"))
        self.setAccessibleDescription(CHARGES_HELP)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("96413\t410.00\n96415\t88.00")
        self.setMinimumHeight(_TEXT_TALL)
        self.setTabStopDistance(10 * self.fontMetrics().averageCharWidth())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _named(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made


def _counted(number: int) -> str:
    return many("{count} code", "{count} codes", number) if number else say("None yet: superbills carry no charges")
