"""Asks who opens the practice, and the password."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox

from oncodesk.ui.panels.entrance.pieces import Page, row_of
from oncodesk.ui.panels.entrance.presenter import wait_words
from oncodesk.ui.panels.entrance.state import LoginState
from oncodesk.ui.shell.parts import Elided, button
from oncodesk.ui.shell.secrets import SecretLine, caps_hint, captioned
from oncodesk.words import say


class LoginPage(Page):
    """`asked` carries user and password; the others ask for another page or another way in."""

    asked = Signal(str, str)
    folder_asked = Signal()
    recover_asked = Signal()
    restore_asked = Signal()

    def __init__(self) -> None:
        super().__init__(say("Welcome back"))
        self.folder = Elided("quiet", "small")
        self.folder.setAccessibleName(say("Folder of the practice"))
        self.elsewhere = button(say("Another folder…"), say("Open a practice in another folder"), "link")
        self.elsewhere.clicked.connect(self.folder_asked)
        self.user = QComboBox()
        self.user.setAccessibleName(say("User"))
        self.password = SecretLine(say("Password"))
        self.password.returnPressed.connect(self._ask)
        self.open = button(say("Open"), say("Open the practice"), "primary")
        self.open.clicked.connect(self._ask)
        self.forgotten = button(say("Forgotten password…"), mark="link")
        self.forgotten.clicked.connect(self.recover_asked)
        self.restore = button(say("Restore from a backup…"), mark="link")
        self.restore.clicked.connect(self.restore_asked)
        self._seconds = 0
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._one_less)
        place = row_of()
        place.insertWidget(0, self.folder, 1)
        place.addWidget(self.elsewhere)
        self.body.addLayout(place)
        self.body.addLayout(captioned(say("User"), self.user))
        self.body.addLayout(captioned(say("Password"), self.password))
        self.body.addWidget(caps_hint(self.password))
        self.foot.addWidget(self.open)
        self.foot.addWidget(self.forgotten)
        self.foot.addWidget(self.restore)
        self.foot.addStretch()
        self.first = self.password

    def show_state(self, state: LoginState) -> None:
        """Who may come in, and why the window asks."""
        self.title.setText(state.title)
        self.words.setText(state.note)
        self.words.setVisible(bool(state.note))
        self.folder.setText(state.folder)
        self.user.clear()
        self.user.addItems(list(state.users))
        self.user.setCurrentText(state.user)
        self.tell(state.problem)

    def refuse(self, problem: str, seconds: int = 0) -> None:
        """Says why it did not open; for so many seconds nothing can be tried."""
        self._seconds = seconds
        self.tell(wait_words(seconds) if seconds else problem)
        self.open.setEnabled(not seconds)
        self.password.selectAll()
        self.password.setFocus()
        if seconds:
            self._tick.start()

    def _one_less(self) -> None:
        self._seconds -= 1
        if self._seconds > 0:
            self.tell(wait_words(self._seconds))
            return
        self._tick.stop()
        self.open.setEnabled(True)
        self.tell("")

    def _ask(self) -> None:
        if self.open.isEnabled():
            self.asked.emit(self.user.currentText(), self.password.text())

    def work(self, words: str, fraction: float = -1.0) -> None:
        super().work(words, fraction)
        if hasattr(self, "open"):
            self.open.setEnabled(not words and not self._seconds)

    def clear_secrets(self) -> None:
        self.password.clear()
