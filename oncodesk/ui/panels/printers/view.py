"""Shows which printer is offered first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from oncodesk.ui.panels.printers.state import MOST_COPIES, NONE_WORDS, SYSTEM, WORDS, PrintersState
from oncodesk.ui.shell.parts import label
from oncodesk.ui.shell.rows import fitted, padded, problem_line, tell
from oncodesk.ui.shell.secrets import captioned
from oncodesk.words import say


class PrintersView(QWidget):
    """`changed` carries the printer's name (empty: the system's own), the copies and the tray."""

    changed = Signal(str, int, str)

    def __init__(self) -> None:
        super().__init__()
        self.printer, self.copies, self.tray = QComboBox(), QComboBox(), QComboBox()
        for made, name in (
            (self.printer, say("Printer")),
            (self.copies, say("Copies")),
            (self.tray, say("Paper tray")),
        ):
            made.setAccessibleName(name)
            made.activated.connect(lambda _: self._say())
        for number in range(1, MOST_COPIES + 1):
            self.copies.addItem(str(number), number)
        self.none = label(NONE_WORDS, wrap=True)
        self.problem = problem_line(say("What is wrong with the printer"))
        frame, inside, self.note = padded(say("Superbills"))
        inside.addWidget(self.none)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addLayout(captioned(say("Printer"), self.printer), 0, 0)
        grid.addLayout(captioned(say("Copies"), self.copies), 0, 1)
        grid.addLayout(captioned(say("Paper tray"), self.tray), 0, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(2, 2)
        inside.addLayout(grid)
        inside.addWidget(label(WORDS, "quiet", "small", wrap=True))
        inside.addWidget(self.problem)
        fitted(frame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        whole.addStretch()
        self.setFocusProxy(self.printer)

    def show_state(self, state: PrintersState) -> None:
        """What is there and what is remembered."""
        self.none.setVisible(not state.printers)
        self.printer.clear()
        self.printer.addItem(SYSTEM, "")
        for name in state.printers:
            self.printer.addItem(name, name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(state.printer)))
        self.copies.setCurrentIndex(max(0, self.copies.findData(state.copies)))
        self.tray.clear()
        for key, words in state.trays:
            self.tray.addItem(words, key)
        self.tray.setCurrentIndex(max(0, self.tray.findData(state.tray)))
        tell(self.problem, state.lost)

    def _say(self) -> None:
        self.changed.emit(self.printer.currentData(), self.copies.currentData(), self.tray.currentData())
