"""The steps of starting a practice."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from oncodesk.ui.editing.particulars import FIELDS
from oncodesk.ui.panels.entrance.pieces import Page
from oncodesk.ui.panels.entrance.state import MANAGER_WORDS, STEPS, WITHOUT_KEY, Todo
from oncodesk.ui.shell.key_sheet import WORDS as KEY_WORDS
from oncodesk.ui.shell.key_sheet import KeySheet
from oncodesk.ui.shell.parts import button, label, restyle
from oncodesk.ui.shell.secrets import NewPassword, captioned
from oncodesk.words import say

_NOT_ASKED = ("taxonomy",)


class Step(Page):
    """One step: where it stands among the others, and the way on. `done` goes on."""

    done = Signal()

    def __init__(self, number: int, words: str, on: str, back: str = "") -> None:
        super().__init__(STEPS[number], words, back)
        self.trail = _trail(number)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertLayout(0, self.trail)
        self.next = button(on, mark="primary")
        self.next.clicked.connect(self.done)
        self.foot.addWidget(self.next)
        self.foot.addStretch()

    def work(self, words: str, fraction: float = -1.0) -> None:
        super().work(words, fraction)
        if hasattr(self, "next"):
            self.next.setEnabled(not words)


def _trail(number: int) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(6)
    for place, name in enumerate(STEPS):
        mark = label("✓" if place < number else str(place + 1), "stepmark")
        mark.setFixedSize(22, 22)
        restyle(mark, "reached", place <= number)
        mark.setAccessibleName(
            say("Step {place} of {count}: {name}", place=place + 1, count=len(STEPS), name=name)
            + (say(", here") if place == number else "")
        )
        made.addWidget(mark)
        if place == number:
            made.addWidget(
                label(say("Step {number} of {count}", number=number + 1, count=len(STEPS)), "quiet", "small")
            )
    made.addStretch()
    return made


class PracticeStep(Step):
    """Name, address and numbers; only the name has to be there."""

    def __init__(self) -> None:
        words = say("As it shall stand on superbills. Only the name is needed now; the rest can follow under Settings.")
        super().__init__(0, words, say("Next"), say("‹ Back"))
        asked = [(path, name) for path, name in FIELDS if path not in _NOT_ASKED]
        self.fields = {path: _line(name) for path, name in asked}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, (path, name) in enumerate(asked):
            grid.addLayout(captioned(name, self.fields[path]), number // 2, number % 2)
            self.fields[path].returnPressed.connect(self._on)
        self.body.addLayout(grid)
        self.first = self.fields["name"]

    def _on(self) -> None:
        held = list(self.fields.values())
        place = next((n for n, made in enumerate(held) if made.hasFocus()), len(held) - 1)
        if place + 1 < len(held):
            held[place + 1].setFocus()
        else:
            self.done.emit()

    def typed(self) -> dict[str, str]:
        """The fields by their path."""
        return {path: made.text() for path, made in self.fields.items()}

    def go(self, path: str) -> None:
        """Puts the focus on a field."""
        if path in self.fields:
            self.fields[path].setFocus()


class ManagerStep(Step):
    """A name and a password."""

    def __init__(self) -> None:
        super().__init__(1, MANAGER_WORDS, say("Start the practice"), say("‹ Back"))
        self.user = _line(say("Your log-in name"))
        self.password = NewPassword(say("Password"))
        self.user.returnPressed.connect(self.password.setFocus)
        self.password.entered.connect(self.done)
        self.body.addLayout(captioned(say("Your log-in name"), self.user))
        self.body.addWidget(self.password)
        self.first = self.user

    def clear_secrets(self) -> None:
        self.password.clear()


class KeyStep(Step):
    """The recovery key, kept or skipped: `skipped` goes on without."""

    skipped = Signal()

    def __init__(self, page: Callable[[str], bytes]) -> None:
        super().__init__(2, KEY_WORDS, say("It is kept: next"))
        self.sheet = KeySheet(page)
        self.sheet.proved.connect(lambda: self.next.setEnabled(True))
        self.next.setEnabled(False)
        self.sheet.lines[1].returnPressed.connect(self._on)
        self.skip = button(say("Skip for now"), say("Go on without keeping a recovery key"), "link")
        self.skip.setToolTip(WITHOUT_KEY)
        self.skip.clicked.connect(self.skipped)
        self.foot.insertWidget(1, self.skip)
        self.body.addWidget(self.sheet)
        self.first = self.sheet

    def _on(self) -> None:
        if self.sheet.is_proved():
            self.done.emit()

    def clear_secrets(self) -> None:
        self.sheet.forget()
        self.next.setEnabled(False)


class LastStep(Step):
    """What is done and what stays undone; `went` names where to go first."""

    went = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            3,
            say("The practice is ready. What is still open can wait; the window says so where it matters."),
            say("Open the desk"),
        )
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(10)
        self.rows.setVerticalSpacing(8)
        self.rows.setColumnStretch(1, 1)
        self.body.addLayout(self.rows)
        self.first = self.next

    def show_todos(self, todos: tuple[Todo, ...]) -> None:
        """One row for each."""
        while item := self.rows.takeAt(0):
            held = item.widget()
            if held is not None:
                held.deleteLater()
        for number, todo in enumerate(todos):
            self.rows.addWidget(_mark(todo), number, 0)
            told = todo.what if todo.is_done or not todo.otherwise else f"{todo.what}: {todo.otherwise}"
            self.rows.addWidget(label(told, wrap=True), number, 1)
            if not todo.is_done and todo.go:
                go = button(say("Go there"), say("{what}: open the desk there", what=todo.what), "link")
                go.clicked.connect(lambda _=False, where=todo.go: self.went.emit(where))
                self.rows.addWidget(go, number, 2)


def _mark(todo: Todo) -> QLabel:
    made = label("✓" if todo.is_done else "○", "good" if todo.is_done else "quiet")
    made.setAccessibleName(say("Done") if todo.is_done else say("Still to do"))
    return made


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made
