"""The settings: a list of sections, and the one chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.parts import label, row, widened
from oncodesk.ui.shell.settings.audit import AuditSection
from oncodesk.ui.shell.settings.backups import BackupsSection
from oncodesk.ui.shell.settings.guard import GuardSection
from oncodesk.ui.shell.settings.keys import KeysSection
from oncodesk.ui.shell.settings.practice import PracticeSection
from oncodesk.ui.shell.settings.printers import PrintersSection
from oncodesk.ui.shell.settings.providers import ProvidersSection
from oncodesk.ui.shell.settings.users import UsersSection
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_WIDE = 168


class SettingsScreen(QWidget):
    """`changed` when charges or particulars are others than before; `told` a line for the status bar.

    `guarded` carries the Security kept, `rebound` the keys of actions; `restore_asked` leaves the desk for the page
    that restores.
    """

    changed = Signal()
    told = Signal(str)
    guarded = Signal(object)
    rebound = Signal(object)
    restore_asked = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self.practice = PracticeSection(desk, tasks)
        self.providers, self.users = ProvidersSection(desk, tasks), UsersSection(desk, tasks)
        self.guard, self.printers = GuardSection(desk, tasks), PrintersSection(desk, tasks)
        self.backups, self.audit = BackupsSection(desk, tasks), AuditSection(desk, tasks)
        self.keys = KeysSection(desk, tasks)
        self.view = self.practice.view
        sections = (
            ("practice", say("Practice and charges"), self.practice), ("providers", say("Providers"), self.providers),
            ("users", say("Users and keys"), self.users), ("guard", say("Guarding"), self.guard),
            ("printers", say("Printers"), self.printers), ("keys", say("Keys"), self.keys),
            ("backups", say("Backups, self-test"), self.backups), ("audit", say("Audit"), self.audit),
        )  # fmt: skip
        self.names = tuple(name for name, _, _ in sections)
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setAccessibleName(say("Sections of the settings"))
        self.stack = QStackedWidget()
        for name, words, section in sections:
            self.list.addItem(QListWidgetItem(words))
            section.setAccessibleName(words)
            section.setObjectName(f"section-{name}")
            helped(section, f"settings-{name}")
            section.told.connect(self.told)
            self.stack.addWidget(section)
        widened(self.list, _WIDE)
        self.practice.changed.connect(self.changed)
        self.guard.guarded.connect(self.guarded)
        self.keys.changed.connect(self.rebound)
        self.backups.restore_asked.connect(self.restore_asked)
        self._arrange()
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self._choose)
        self.setFocusProxy(self.list)

    def _arrange(self) -> None:
        beside = QHBoxLayout()
        beside.setSpacing(14)
        beside.addWidget(self.list)
        beside.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(row(label(say("Settings"), "title")))
        whole.addLayout(beside, 1)

    def refresh(self) -> None:
        """Reads what the section in front shows."""
        self.stack.currentWidget().refresh()  # type: ignore[union-attr]

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self.audit.hide_names(masked)

    def keep(self) -> None:
        """Keeps what is typed and not kept yet."""
        self.practice.keep()

    def show_section(self, name: str) -> None:
        """Brings a section to the front; an unknown name changes nothing."""
        if name in self.names:
            self.list.setCurrentRow(self.names.index(name))

    def go(self, path: str) -> bool:
        """Puts the focus on a particular of the practice; False where there is none of that path."""
        self.show_section("practice")
        return self.view.go(path)

    def _choose(self, number: int) -> None:
        if self.stack.currentIndex() == self.names.index("practice"):
            self.practice.keep()
        self.stack.setCurrentIndex(number)
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
