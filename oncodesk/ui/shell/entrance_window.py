"""The window before the desk: one's own practice by its password, a new one, or the invented one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Practice
from oncodesk.domain.reading import parse
from oncodesk.ui.editing.wording import path_of
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.entrance import Entrance

_FIELDS = (
    ("name", "Practice name"), ("address.line1", "Street"), ("address.city", "City"), ("address.state", "State"),
    ("address.zip", "ZIP"), ("phone", "Phone"), ("tax_id", "Tax ID"), ("npi", "Group NPI"),
)  # fmt: skip
_WIDE, _ROOM = 560, 40
_PASSWORD_NOTE = "At least 8 characters. There is no way back into the records without it: keep it somewhere safe."


class EntranceWindow(QWidget):
    """`opened` carries the Desk to show; what went wrong stands under the field, never in a dialog."""

    opened = Signal(object)

    def __init__(self, entrance: "Entrance", tasks: Tasks) -> None:
        super().__init__()
        self._entrance, self._tasks = entrance, tasks
        self.setObjectName("page")
        self.setWindowTitle("OncoDesk")
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName("What went wrong")
        self.password = _secret("Password of the practice")
        self.password.returnPressed.connect(self.unlock)
        self.open = button("Open my practice", mark="primary")
        self.open.clicked.connect(self.unlock)
        self.fields = {path: _line(name) for path, name in _FIELDS}
        self.new_password, self.again = _secret("New password"), _secret("The same password again")
        self.new_password.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.start)
        for made in self.fields.values():
            made.returnPressed.connect(self.focusNextChild)
        self.make = button("Start my practice", mark="primary")
        self.make.clicked.connect(self.start)
        self.look = button("Look around in the sample practice", mark="link")
        self.look.clicked.connect(lambda: self._enter(entrance.sample))
        self._arrange()
        self.resize(_WIDE, self.heightForWidth(_WIDE) + _ROOM)
        (self.password if entrance.has_practice else self.fields["name"]).setFocus()

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 22, 28, 22)
        whole.setSpacing(12)
        whole.addWidget(label("OncoDesk", "title"))
        card = QFrame()
        card.setObjectName("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(18, 14, 18, 16)
        inside.setSpacing(10)
        if self._entrance.has_practice:
            inside.addWidget(label("Your practice", "heading"))
            inside.addWidget(self.password)
            inside.addLayout(row(self.open))
        else:
            self._arrange_new(inside)
        whole.addWidget(card)
        whole.addWidget(self.problem)
        whole.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addStretch()

    def _arrange_new(self, inside: QVBoxLayout) -> None:
        inside.addWidget(label("Start your own practice", "heading"))
        inside.addWidget(label("Its records are kept encrypted on this computer and nowhere else.", "quiet", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for number, (path, name) in enumerate(_FIELDS):
            _put(grid, number, name, self.fields[path])
        _put(grid, len(_FIELDS), "Password", self.new_password)
        _put(grid, len(_FIELDS) + 1, "Password again", self.again)
        inside.addLayout(grid)
        inside.addWidget(label(_PASSWORD_NOTE, "quiet", "small", wrap=True))
        inside.addLayout(row(self.make))

    def unlock(self) -> None:
        """Opens the practice with the password typed."""
        password = self.password.text()
        self._enter(lambda: self._entrance.unlock(password))

    def start(self) -> None:
        """Makes the practice of what is typed."""
        password = self.new_password.text()
        if password != self.again.text():
            self.problem.setText("The two passwords differ: type the same one twice")
            return
        try:
            practice = parse(Practice, _nested({path: made.text().strip() for path, made in self.fields.items()}))
        except UnusableInput as problem:
            field = path_of(problem.field)
            name = dict(_FIELDS).get(field, field)
            self.problem.setText(f"{name}: {problem.expected}")
            return
        self._enter(lambda: self._entrance.start(password, practice))

    def _enter(self, way: Callable[[], Any]) -> None:
        self.problem.setText("")
        self._tasks.run(self, "entrance", lambda: _tried(way), self._tell)

    def _tell(self, found: Any) -> None:
        if isinstance(found, str):
            self.problem.setText(found)
            self.password.selectAll()
        else:
            self.opened.emit(found)


def _tried(way: Callable[[], Any]) -> Any:
    from oncodesk.services.entrance import VaultProblem, WrongPassword

    try:
        return way()
    except WrongPassword:
        return "That is not the password of this practice"
    except VaultProblem as problem:
        return str(problem)
    except UnusableInput as problem:
        return f"{problem.field[:1].upper()}{problem.field[1:]}: {problem.expected}"


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made


def _secret(name: str) -> QLineEdit:
    made = _line(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    return made


def _put(grid: QGridLayout, number: int, name: str, made: QLineEdit) -> None:
    caption = label(name, "quiet", "small")
    caption.setBuddy(made)
    place = number // 2 * 2
    grid.addWidget(caption, place, number % 2)
    grid.addWidget(made, place + 1, number % 2)


def _nested(flat: dict[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for path, text in flat.items():
        room, _, name = path.rpartition(".")
        if text:
            (result.setdefault(room, {}) if room else result)[name] = text
    return result
