"""A backup is put in the practice's place: which one, and who answers for it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QRadioButton, QWidget

from oncodesk.ui.editing.recovery import typed_so_far
from oncodesk.ui.panels.entrance.pieces import Page, row_of
from oncodesk.ui.panels.entrance.state import BackupRow
from oncodesk.ui.shell.parts import button, label
from oncodesk.ui.shell.secrets import NewPassword, SecretLine, caps_hint, captioned
from oncodesk.words import say

_WORDS = say(
    "The practice becomes what it was when the backup was made. What stands here now is moved aside, not removed. "
    "The backup is verified before anything is touched."
)
_NONE = say("No backup in {place}. Choose the folder or the stick that holds one.")
_TALL = 132


class RestorePage(Page):
    """`looked` asks for another place; `asked` carries the backup and either a password or a key with a new one."""

    looked = Signal()
    chosen = Signal(Path)
    asked = Signal(Path, str, str, str, str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__(say("Restore from a backup"), _WORDS, say("‹ Back"))
        self.list = QListWidget()
        self.list.setAccessibleName(say("Backups, the newest first"))
        self.list.setFixedHeight(_TALL)
        self.list.currentRowChanged.connect(self._chosen)
        self.none = label("", "quiet", wrap=True)
        self.elsewhere = button(say("Look in another place…"), say("Look for backups in another place"), "link")
        self.elsewhere.clicked.connect(self.looked)
        self.by_password, self.by_key = QRadioButton(say("Password of that time")), QRadioButton(say("Recovery key"))
        self.by_password.setChecked(True)
        self.by_password.toggled.connect(self._which)
        self.user = QComboBox()
        self.user.setAccessibleName(say("Manager"))
        self.password = SecretLine(say("Password at the time of the backup"))
        self.password.returnPressed.connect(self._ask)
        self.key = QLineEdit()
        self.key.setAccessibleName(say("Recovery key"))
        self.key.setPlaceholderText(say("Eight groups, as printed"))
        self.so_far = label("", "quiet", "small", wrap=True)
        self.key.textChanged.connect(lambda typed: self.so_far.setText(typed_so_far(typed)))
        self.fresh = NewPassword()
        self.fresh.entered.connect(self._ask)
        self.go = button(say("Restore"), say("Restore the chosen backup"), "primary")
        self.go.clicked.connect(self._ask)
        self.stop = button(say("Stop"), say("Stop restoring"))
        self.stop.clicked.connect(self.stopped)
        self.stop.hide()
        self._arrange()
        self._which()
        self.first = self.list

    def _arrange(self) -> None:
        self.body.addWidget(self.list)
        self.body.addWidget(self.none)
        self.body.addLayout(row_of(self.elsewhere))
        self.body.addLayout(captioned(say("Manager who answers for it"), self.user))
        self.body.addLayout(row_of(self.by_password, self.by_key))
        self.with_password, self.with_key = QWidget(), QWidget()
        column = captioned(say("Password at the time of the backup"), self.password)
        column.addWidget(caps_hint(self.password))
        column.setContentsMargins(0, 0, 0, 0)
        self.with_password.setLayout(column)
        other = captioned(say("Recovery key"), self.key)
        other.addWidget(self.so_far)
        other.addWidget(self.fresh)
        other.setContentsMargins(0, 0, 0, 0)
        self.with_key.setLayout(other)
        self.body.addWidget(self.with_password)
        self.body.addWidget(self.with_key)
        self.foot.addWidget(self.go)
        self.foot.addWidget(self.stop)
        self.foot.addStretch()

    def show_backups(self, rows: tuple[BackupRow, ...], place: str) -> None:
        """The backups there; none: what to do."""
        self.list.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.made}   ·   {row.age}")
            item.setData(Qt.ItemDataRole.UserRole, row.path)
            self.list.addItem(item)
        self.list.setVisible(bool(rows))
        self.none.setText(_NONE.format(place=place))
        self.none.setVisible(not rows)
        self.go.setEnabled(bool(rows))
        self.list.setCurrentRow(0)
        (self.list if rows else self.elsewhere).setFocus()

    def show_users(self, users: tuple[str, ...]) -> None:
        """Whose passwords the chosen backup knows."""
        held = self.user.currentText()
        self.user.clear()
        self.user.addItems(list(users))
        if held in users:
            self.user.setCurrentText(held)

    def _chosen(self, number: int) -> None:
        if (item := self.list.item(number)) is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _which(self) -> None:
        self.with_password.setVisible(self.by_password.isChecked())
        self.with_key.setVisible(self.by_key.isChecked())

    def _ask(self) -> None:
        item = self.list.currentItem()
        if item is None:
            self.tell(say("Choose a backup first."))
            return
        backup = item.data(Qt.ItemDataRole.UserRole)
        if self.by_password.isChecked():
            self.asked.emit(backup, self.user.currentText(), self.password.text(), "", "")
        elif problem := self.fresh.problem():
            self.tell(problem)
        else:
            self.asked.emit(backup, self.user.currentText(), "", self.key.text(), self.fresh.text())

    def work(self, words: str, fraction: float = -1.0) -> None:
        super().work(words, fraction)
        if hasattr(self, "stop"):
            self.stop.setVisible(bool(words))
            self.go.setEnabled(not words and self.list.count() > 0)

    def clear_secrets(self) -> None:
        self.password.clear()
        self.key.clear()
        self.fresh.clear()
