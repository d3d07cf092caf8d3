"""Shows who may open the records, and takes new users, passwords and keys."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.panels.users.state import A_KEY, HEADINGS, NO_KEY, ONLY_MANAGERS, ROLES, UsersState, rotate_words
from oncodesk.ui.shell.key_sheet import KeySheet
from oncodesk.ui.shell.parts import button, label, row, scrolled, shown_in_scroll
from oncodesk.ui.shell.rows import Progress, fill, padded, problem_line, read_table, tell
from oncodesk.ui.shell.secrets import NewPassword, SecretLine, caps_hint, captioned
from oncodesk.words import say


class UsersView(QWidget):
    """`added` carries name, role, password; `removed` a name; `changed` the old and the new password."""

    added = Signal(str, str, str)
    removed = Signal(str)
    changed = Signal(str, str)
    key_asked = Signal()
    rotated = Signal()
    later = Signal()

    def __init__(self, page: Callable[[str], bytes]) -> None:
        super().__init__()
        self.state = UsersState()
        self.table = read_table(say("Users"), HEADINGS, (24, 14, 6), 0)
        self.remove = button(say("Remove…"), say("Remove the chosen user"))
        self.remove.clicked.connect(self._remove)
        self.problem = problem_line(say("What went wrong with the users"))
        self.sheet = KeySheet(page)
        self.sheet.hide()
        self.sheet.proved.connect(lambda: self.key_done.setEnabled(True))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self._users_card(), 1)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for made in (self._add_card(), self._password_card(), self._key_card()):
            column.addWidget(made)
        column.addStretch()
        whole.addWidget(scrolled(side, say("New user, password, recovery key")), 1)
        self.setFocusProxy(self.table)

    def _users_card(self) -> QFrame:
        frame, inside, self.note = padded(say("Users"), self.remove)
        inside.addWidget(self.problem)
        inside.addWidget(self.table, 1)
        self.offer = QFrame()
        self.offer.setObjectName("strip")
        self.offer_words = label("", "small", wrap=True)
        self.rotate = button(say("Change the data key now"), mark="primary")
        self.rotate.clicked.connect(self.rotated)
        self.not_now = button(say("Not now"), say("Leave the data key as it is"), "link")
        self.not_now.clicked.connect(self.later)
        self.progress = Progress(say("Changing the data key"))
        column = QVBoxLayout(self.offer)
        column.addWidget(self.offer_words)
        tools = row(self.rotate, self.not_now)
        tools.addStretch()
        column.addLayout(tools)
        column.addWidget(self.progress)
        inside.addWidget(self.offer)
        return frame

    def _add_card(self) -> QFrame:
        self.add_card, inside, self.add_note = padded(say("New user"))
        self.name = QLineEdit()
        self.name.setAccessibleName(say("Log-in name of the new user"))
        self.role = QComboBox()
        self.role.setAccessibleName(say("Role of the new user"))
        self.role.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key, words in ROLES:
            self.role.addItem(words, key)
        self.first = NewPassword(say("First password"))
        self.first.entered.connect(self._add)
        self.add = button(say("Add the user"), mark="primary")
        self.add.clicked.connect(self._add)
        self.add_problem = problem_line(say("What is wrong with the new user"))
        for made in (captioned(say("Log-in name"), self.name), captioned(say("Role"), self.role)):
            inside.addLayout(made)
        inside.addWidget(self.first)
        inside.addWidget(self.add_problem)
        foot = row(self.add)
        foot.addStretch()
        inside.addLayout(foot)
        return self.add_card

    def _password_card(self) -> QFrame:
        frame, inside, self.password_note = padded(say("Your password"))
        self.old = SecretLine(say("Your password until now"))
        self.fresh = NewPassword()
        self.fresh.entered.connect(self._change)
        self.change = button(say("Change my password"))
        self.change.clicked.connect(self._change)
        self.password_problem = problem_line(say("What is wrong with the password"))
        inside.addLayout(captioned(say("Your password until now"), self.old))
        inside.addWidget(caps_hint(self.old))
        inside.addWidget(self.fresh)
        inside.addWidget(self.password_problem)
        foot = row(self.change)
        foot.addStretch()
        inside.addLayout(foot)
        return frame

    def _key_card(self) -> QFrame:
        self.key_card, inside, self.key_note = padded(say("Recovery key"))
        self.key_words = label("", "quiet", "small", wrap=True)
        self.new_key = button(say("Make a recovery key…"))
        self.new_key.clicked.connect(self.key_asked)
        self.key_done = button(say("It is kept"), say("The recovery key is kept"), "primary")
        self.key_done.clicked.connect(self.hide_key)
        self.key_done.hide()
        inside.addWidget(self.key_words)
        inside.addWidget(self.sheet)
        foot = row(self.new_key, self.key_done)
        foot.addStretch()
        inside.addLayout(foot)
        return self.key_card

    def show_state(self, state: UsersState) -> None:
        """Who is there and what may be done."""
        self.state = state
        fill(self.table, state.shown)
        self.note.setText("" if state.may_manage else ONLY_MANAGERS)
        self.remove.setEnabled(state.may_manage)
        self.add_card.setVisible(state.may_manage)
        self.key_card.setVisible(state.may_manage)
        self.key_words.setText(A_KEY if state.has_key else NO_KEY)
        self.new_key.setText(say("Make a new recovery key…") if state.has_key else say("Make a recovery key…"))
        self.password_note.setText(say("Logged in as {me}", me=state.me))
        self.first.known = tuple(name for name, _ in state.rows)
        self.offer.setVisible(bool(state.gone))
        self.offer_words.setText(rotate_words(state.gone) if state.gone else "")

    def show_key(self, key: str) -> None:
        """Shows a new recovery key, once."""
        self.sheet.show_key(key)
        self.sheet.show()
        self.key_words.hide()
        self.new_key.hide()
        self.key_done.setEnabled(False)
        self.key_done.show()
        self.sheet.setFocus()
        QTimer.singleShot(0, lambda: shown_in_scroll(self.key_card))

    def hide_key(self) -> None:
        """Takes the key off the screen."""
        self.sheet.forget()
        self.sheet.hide()
        self.key_done.hide()
        self.key_words.show()
        self.new_key.show()

    def _remove(self) -> None:
        number = self.table.currentRow()
        if 0 <= number < len(self.state.rows):
            self.removed.emit(self.state.rows[number][0])

    def _add(self) -> None:
        problem = "" if self.name.text().strip() else say("Log-in name: type one")
        problem = problem or self.first.problem()
        tell(self.add_problem, problem)
        if not problem:
            self.added.emit(self.name.text().strip(), self.role.currentData(), self.first.text())

    def _change(self) -> None:
        problem = self.fresh.problem()
        tell(self.password_problem, problem)
        if not problem:
            self.changed.emit(self.old.text(), self.fresh.text())

    def clear_secrets(self) -> None:
        """Forgets passwords that were typed."""
        self.name.clear()
        for made in (self.first, self.fresh, self.old):
            made.clear()
