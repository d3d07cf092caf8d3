"""Shows a recovery key once, puts it on paper, and asks two groups back, read from there, as proof that it was kept."""

import secrets
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.editing.recovery import asked_back, groups_of, is_same
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.words import say

_IN_A_ROW = 4
_COVER = "•••••"
_ASK = say(
    "Print the page, save it on a stick or write the key down. Then type these two groups from there: the key is "
    "covered meanwhile, so that both of us know it can be read."
)
WORDS = say(
    "It opens the records when a password is forgotten. Print it, lock the page away, and leave no copy on this "
    "computer. It is shown only now."
)


class KeySheet(QWidget):
    """`proved` once both groups were typed back; `printed` carries the PDF that `page` made of the key.

    The key is covered while they are typed: who has no page of it cannot read it off the screen.
    """

    proved = Signal()
    printed = Signal(bytes)

    def __init__(self, page: Callable[[str], bytes]) -> None:
        super().__init__()
        self._page, self._key = page, ""
        self.asked: tuple[int, ...] = ()
        self.groups = [_group() for _ in range(8)]
        self.print = button(say("Print…"), say("Print the recovery key"))
        self.print.clicked.connect(lambda: self.printed.emit(self._page(self._key)))
        self.save = button(say("Save as PDF…"), say("Save the recovery key as PDF, such as on a stick"))
        self.save.clicked.connect(self._choose)
        self.told = label("", "quiet", "small", wrap=True)
        self.told.setAccessibleName(say("What became of the page"))
        self.lines = (QLineEdit(), QLineEdit())
        self.again = button(say("Show the key again"), mark="link")
        self.again.clicked.connect(lambda: self._cover(False))
        self.again.hide()
        for line in self.lines:
            line.installEventFilter(self)
            line.setAccessibleName(say("A group of the recovery key"))
            line.textChanged.connect(self._look)
        self.lines[0].returnPressed.connect(self.lines[1].setFocus)
        self.proof = label("", "small", wrap=True)
        self.proof.setAccessibleName(say("Whether the groups fit"))
        self.captions = (label("", "quiet", "small"), label("", "quiet", "small"))
        self.setFocusProxy(self.print)
        self._arrange()

    def _arrange(self) -> None:
        frame = QFrame()
        frame.setObjectName("strip")
        grid = QGridLayout(frame)
        grid.setContentsMargins(14, 10, 14, 10)
        for number, made in enumerate(self.groups):
            grid.addWidget(label(str(number + 1), "quiet", "small"), number // _IN_A_ROW * 2, number % _IN_A_ROW)
            grid.addWidget(made, number // _IN_A_ROW * 2 + 1, number % _IN_A_ROW)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(frame)
        tools = row(self.print, self.save, self.again, self.told)
        tools.setStretchFactor(self.told, 1)
        whole.addLayout(tools)
        back = row(spacing=12)
        for line, caption in zip(self.lines, self.captions, strict=True):
            caption.setBuddy(line)
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(caption)
            column.addWidget(line)
            back.addLayout(column)
        whole.addLayout(back)
        whole.addWidget(self.proof)

    def show_key(self, key: str) -> None:
        """Shows a key; asks two of its groups back."""
        self._key = key
        self._cover(False)
        self.asked = asked_back(key, secrets.SystemRandom().sample)
        for place, line, caption in zip(self.asked, self.lines, self.captions, strict=True):
            caption.setText(say("Type group {place} from the page", place=place + 1))
            line.setAccessibleName(say("Group {place} of the recovery key", place=place + 1))
            line.clear()
        self.told.setText("")
        self._look()

    def _cover(self, is_covered: bool) -> None:
        self.again.setVisible(is_covered)
        for made, group in zip(self.groups, groups_of(self._key), strict=True):
            made.setText(_COVER if is_covered else group)
        if self.again.hasFocus() or not is_covered:
            self.print.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and self._key and watched in self.lines:
            self._cover(True)
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Takes the key off the screen and out of memory."""
        self._key = ""
        self.again.hide()
        for made in self.groups:
            made.clear()
        for line in self.lines:
            line.clear()

    def is_proved(self) -> bool:
        """Whether both groups are as printed."""
        held = groups_of(self._key)
        return bool(self._key) and all(
            is_same(line.text(), held[place]) for line, place in zip(self.lines, self.asked, strict=True)
        )

    def _look(self) -> None:
        if self.is_proved():
            self.proof.setText(say("✓ Both groups fit: the key is kept."))
            self.proved.emit()
        elif all(len(line.text().strip()) >= 5 for line in self.lines):
            self.proof.setText(say("⚠ Not as printed yet. Compare the two groups with the page."))
        else:
            self.proof.setText(_ASK)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, say("Save the recovery key"), "recovery-key.pdf", say("PDF (*.pdf)")
        )
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Writes the page there."""
        try:
            path.write_bytes(self._page(self._key))
        except OSError as problem:
            self.told.setText(say("⚠ Not saved: {strerror}. Choose another place.", strerror=problem.strerror))
        else:
            self.told.setText(say("Saved {name}. Keep it off this computer.", name=path.name))


def _group() -> QLabel:
    made = label("", "keygroup")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made
