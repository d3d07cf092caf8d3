"""Shows every action with its keys, and takes others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.panels.keys.key_box import KeyBox
from oncodesk.ui.panels.keys.state import HEADINGS, WORDS, KeysState
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.ui.shell.rows import fill, padded, problem_line, read_table, tell
from oncodesk.ui.shell.secrets import captioned
from oncodesk.words import say

_WIDTHS = (46, 30, 14)


class KeysView(QWidget):
    """`sought` carries words to look for, `pressed` an action's id and a key; `answered` whether to take the key.

    `emptied`, `reset` carry an action's id; `all_reset` is for all of them. `beside` is kept for the next key.
    """

    sought = Signal(str)
    pressed = Signal(str, str)
    emptied = Signal(str)
    reset = Signal(str)
    all_reset = Signal()
    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.state = KeysState()
        self.seek = QLineEdit()
        self.seek.setPlaceholderText(say("Find an action or a key"))
        self.seek.setAccessibleName(say("Find an action or a key"))
        self.seek.textChanged.connect(self.sought)
        self.table = read_table(say("Actions and their keys"), HEADINGS, _WIDTHS, 0)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.box = KeyBox(say("New keys"))
        self.box.pressed.connect(lambda key: self.pressed.emit(self.identifier(), key))
        self.add = button(say("Add, keep the others"), say("The next key is added and the others stay"))
        self.add.setCheckable(True)
        self.add.clicked.connect(lambda: self.box.setFocus(Qt.FocusReason.OtherFocusReason))
        self.none = button(say("No key"), say("Take the keys off the action"))
        self.none.clicked.connect(lambda: self.emptied.emit(self.identifier()))
        self.back = button(say("Reset"), say("Give the action the keys it ships with"))
        self.back.clicked.connect(lambda: self.reset.emit(self.identifier()))
        self.all = button(say("Reset all"), say("Give every action the keys it ships with"), "link")
        self.all.clicked.connect(self.all_reset)
        self.problem = problem_line(say("What is wrong with the key"))
        self.take, self.leave = button(say("Take it from there")), button(say("Leave it"))
        self.take.clicked.connect(lambda: self.answered.emit(True))
        self.leave.clicked.connect(lambda: self.answered.emit(False))
        self._arrange()
        self.setFocusProxy(self.seek)

    def _arrange(self) -> None:
        frame, inside, self.note = padded(say("Keys"))
        inside.addWidget(label(WORDS, "quiet", "small", wrap=True))
        inside.addWidget(self.seek)
        inside.addWidget(self.table, 1)
        self.chosen = label("", "heading")
        inside.addWidget(self.chosen)
        tools = row()
        tools.addLayout(captioned(say("New keys"), self.box), 1)
        for made in (self.add, self.none, self.back, self.all):
            tools.addWidget(made, 0, Qt.AlignmentFlag.AlignBottom)
        inside.addLayout(tools)
        inside.addWidget(self.problem)
        asked = row(self.take, self.leave)
        asked.addStretch()
        inside.addLayout(asked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.ask("")

    def identifier(self) -> str:
        """Id of the chosen action; empty where none is."""
        place = self.table.currentRow()
        return self.state.rows[place].identifier if 0 <= place < len(self.state.rows) else ""

    def choose(self, identifier: str) -> None:
        """Chooses an action that is shown."""
        place = next((n for n, row in enumerate(self.state.rows) if row.identifier == identifier), -1)
        if place >= 0:
            self.table.selectRow(place)

    def show_state(self, state: KeysState) -> None:
        """The actions; the chosen one stays chosen where it is still among them."""
        held = self.identifier()
        self.state = state
        fill(self.table, [shown.cells for shown in state.rows])
        self.choose(held)
        self.all.setEnabled(state.has_own)
        self.note.setText("" if state.rows else say("No action is named so; clear the field above to see all."))
        self._chosen()

    def ask(self, problem: str, may_take: bool = False) -> None:
        """What is wrong with the key pressed; `may_take` where another action would lose it."""
        tell(self.problem, problem)
        for made in (self.take, self.leave):
            made.setVisible(may_take)

    def _chosen(self) -> None:
        place = self.table.currentRow()
        shown = self.state.rows[place] if 0 <= place < len(self.state.rows) else None
        self.chosen.setText(f"{shown.text}: {shown.keys or say('no key')}" if shown else say("Choose an action above."))
        for made in (self.box, self.add, self.none, self.back):
            made.setEnabled(shown is not None)
        self.back.setEnabled(bool(shown and shown.is_own))
        self.none.setEnabled(bool(shown and shown.keys))
        self.box.setText("")
        self.ask("")
