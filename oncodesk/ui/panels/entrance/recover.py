"""A forgotten password is replaced with the printed recovery key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from oncodesk.ui.editing.recovery import typed_so_far
from oncodesk.ui.panels.entrance.pieces import Page
from oncodesk.ui.shell.parts import button, label
from oncodesk.ui.shell.secrets import NewPassword, captioned
from oncodesk.words import say

_WORDS = say("Type the recovery key from its page, and choose a new password. Nothing that was saved is lost.")


class RecoverPage(Page):
    """`asked` carries key, user and new password."""

    asked = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(say("Forgotten password"), _WORDS, say("‹ Back to the password"))
        self.user = QComboBox()
        self.user.setAccessibleName(say("Whose password is replaced"))
        self.key = QLineEdit()
        self.key.setAccessibleName(say("Recovery key"))
        self.key.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.key.textChanged.connect(self._look)
        self.so_far = label("", "quiet", "small", wrap=True)
        self.so_far.setAccessibleName(say("About the recovery key"))
        self.fresh = NewPassword()
        self.fresh.entered.connect(self._ask)
        self.open = button(say("Open with the new password"), mark="primary")
        self.open.clicked.connect(self._ask)
        self.body.addLayout(captioned(say("Whose password is replaced"), self.user))
        self.body.addLayout(captioned(say("Recovery key"), self.key))
        self.body.addWidget(self.so_far)
        self.body.addWidget(self.fresh)
        self.foot.addWidget(self.open)
        self.foot.addStretch()
        self.first = self.key
        self._look("")

    def show_users(self, users: tuple[str, ...], user: str) -> None:
        """Who may be chosen."""
        self.user.clear()
        self.user.addItems(list(users))
        self.user.setCurrentText(user)
        self.fresh.known = users

    def _look(self, typed: str) -> None:
        self.so_far.setText(typed_so_far(typed) or say("✓ Every group is as printed."))

    def _ask(self) -> None:
        if problem := self.fresh.problem():
            self.tell(problem)
            return
        self.asked.emit(self.key.text(), self.user.currentText(), self.fresh.text())

    def clear_secrets(self) -> None:
        self.key.clear()
        self.fresh.clear()
