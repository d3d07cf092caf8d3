"""A second person agrees to overridden findings, by name and password; the window goes on meanwhile."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.overlay import Overlay
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.ui.shell.rows import problem_line, tell
from oncodesk.ui.shell.secrets import SecretLine, caps_hint, captioned
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_WORDS = say(
    "Findings of this claim are overridden. A reviewer or a manager who stands by that types name and password here."
)
_NOBODY = say("Nobody else may agree yet. A manager adds a reviewer under Settings, Users and keys.")


class SecondPerson(Overlay):
    """`agreed` carries the Agreement that finalising needs."""

    agreed = Signal(object)

    def __init__(self, window: QWidget, desk: "Desk", tasks: Tasks) -> None:
        super().__init__(window, say("A second person agrees"), 440, 290)
        self._desk, self._tasks, self._visit = desk, tasks, 0
        self.user = QComboBox()
        self.user.setAccessibleName(say("Who agrees"))
        self.password = SecretLine(say("Password of who agrees"))
        self.password.returnPressed.connect(self._agree)
        self.words = label("", "quiet", wrap=True)
        self.problem = problem_line(say("What went wrong"))
        self.agree = button(say("I agree: finalise"), mark="primary")
        self.agree.clicked.connect(self._agree)
        self.leave = button(say("Not now"), say("Do not finalise now"))
        self.leave.clicked.connect(self.put_away)
        self.layout_.addWidget(label(say("A second person agrees"), "heading"))
        self.layout_.addWidget(self.words)
        self.layout_.addLayout(captioned(say("Who agrees"), self.user))
        self.layout_.addLayout(captioned(say("Password"), self.password))
        self.layout_.addWidget(caps_hint(self.password))
        self.layout_.addWidget(self.problem)
        foot = row(self.agree, self.leave)
        foot.addStretch()
        self.layout_.addLayout(foot)
        self.layout_.addStretch()

    def ask(self, visit: int) -> None:
        """Asks for somebody other than who is logged in."""
        self._visit = visit
        self._tasks.run(self, "second.people", lambda: tried(self._people), self._open)

    def _people(self) -> tuple[str, ...]:
        store = self._desk.store
        return tuple(u.name for u in store.staff.everybody() if u.role != "coder" and u.name != store.user.name)

    def _open(self, found: Any) -> None:
        people = () if isinstance(found, Refused) else found
        self.user.clear()
        self.user.addItems(list(people))
        self.password.clear()
        self.agree.setEnabled(bool(people))
        self.words.setText(_WORDS if people else _NOBODY)
        tell(self.problem, found.words if isinstance(found, Refused) else "")
        self.open_over(self.user if len(people) > 1 else self.password if people else self.leave)

    def _agree(self) -> None:
        visit, name, password = self._visit, self.user.currentText(), self.password.text()
        work = lambda: tried(lambda: self._desk.store.staff.agree(visit, name, password))  # noqa: E731
        self._tasks.run(self, "second.agree", work, self._agreed)

    def _agreed(self, found: Any) -> None:
        self.password.clear()
        if isinstance(found, Refused):
            tell(self.problem, say("That is not the password.") if found.is_wrong else found.words)
            self.password.setFocus()
            return
        self.put_away()
        self.agreed.emit(found)
