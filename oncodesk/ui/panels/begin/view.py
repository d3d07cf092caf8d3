"""Shows the start of a visit, one line to type after the other, and what may be chosen."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.begin.state import STEPS, BeginState, Step
from oncodesk.ui.shell.parts import button, dress_table, label, restyle, row
from oncodesk.words import say

_NAMES = {"patient": say("Patient"), "date": say("Date of service"), "how": say("Regimen")}
_WIDE = {"patient": 4, "date": 2, "how": 4}
_ROWS = 9


class BeginView(QWidget):
    """`typed` carries a step and its text, `taken` a step and the place of the choice, `left` that it is put away."""

    typed = Signal(str, str)
    taken = Signal(str, int)
    back = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = BeginState()
        self.boxes: dict[Step, QLineEdit] = {step: self._box(step) for step in STEPS}
        self.note = label("", "quiet", "small")
        self.note.setAccessibleName(say("What is understood"))
        self.problem = label("", "problem", "small", wrap=True)
        self.table = QTableWidget(0, 2)
        self.table.horizontalHeader().hide()
        dress_table(self.table, say("Choices"), (44, 50), 1)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.cellClicked.connect(lambda place, _: self.taken.emit(self.state.step, place))
        self.leave = button(say("Type it all instead"), say("Leave this form and type everything"), "link")
        self.leave.setToolTip("Esc")
        self.leave.clicked.connect(self.left)
        self._arrange()
        self.show_state(self.state)

    def _box(self, step: Step) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(_NAMES[step])
        made.textEdited.connect(lambda text: self._edited(step, text))
        made.installEventFilter(self)
        return made

    def _edited(self, step: Step, text: str) -> None:
        """A step said before that is typed in again is the one that is on again."""
        if step != self.state.step:
            self.back.emit(step)
            self.boxes[step].setText(text)
        self.typed.emit(step, text)

    def _arrange(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setAccessibleName(say("New visit"))
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.setSpacing(8)
        head = row(label(say("New visit"), "heading"), self.note)
        head.addStretch()
        head.addWidget(self.leave)
        inside.addLayout(head)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for step, box in self.boxes.items():
            caption = label(_NAMES[step], "quiet", "small")
            caption.setBuddy(box)
            under = QVBoxLayout()
            under.setSpacing(1)
            under.addWidget(caption)
            under.addWidget(box)
            fields.addLayout(under, _WIDE[step])
        inside.addLayout(fields)
        inside.addWidget(self.problem)
        inside.addWidget(self.table)
        self.table.setFixedHeight(self.table.verticalHeader().defaultSectionSize() * _ROWS + 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        whole.addStretch()

    def show_state(self, state: BeginState) -> None:
        """The step that is on, what was said before it, and the choices; the focus goes to a step that is new."""
        is_next = state.step != self.state.step
        self.state = state
        said = {"patient": state.who, "date": state.day}
        for step, box in self.boxes.items():
            at, now = STEPS.index(step), STEPS.index(state.step)
            box.setEnabled(at <= now)
            if at < now:
                box.setText(said[step])
            elif at > now or is_next:
                box.clear()
            restyle(box, "problem", bool(state.problem) and at == now)
        self.note.setText(state.note)
        self.problem.setText(f"⚠ {state.problem}" if state.problem else "")
        self.problem.setVisible(bool(state.problem))
        self.table.setRowCount(len(state.choices))
        for number, choice in enumerate(state.choices):
            for column, text in enumerate((choice.text, choice.beside)):
                self.table.setItem(number, column, QTableWidgetItem(text))
        if state.choices:
            self.table.selectRow(0)
        if is_next:
            self.begin()

    def begin(self) -> None:
        """Puts the focus where something is to be said."""
        self.boxes[self.state.step].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            step = next((step for step, box in self.boxes.items() if box is watched), None)
            if step is not None and self._pressed(step, Qt.Key(event.key())):
                return True
        return super().eventFilter(watched, event)

    def _pressed(self, step: Step, key: Qt.Key) -> bool:
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if by is not None and self.table.rowCount():
            self.table.selectRow((self.table.currentRow() + by) % self.table.rowCount())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            if step == self.state.step:
                self.taken.emit(step, self.table.currentRow())
            else:
                self.back.emit(step)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True
