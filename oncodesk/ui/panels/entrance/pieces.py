"""Pieces that the pages of the way in share."""

from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import button, label, row, shown_in_scroll
from oncodesk.words import say


class Page(QWidget):
    """A title, a word, what is asked, what went wrong, and the way on. `left` goes back."""

    left = Signal()

    def __init__(self, title: str, words: str = "", back: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.title, self.words = label(title, "display", wrap=True), label(words, "quiet", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName(say("What went wrong"))
        self.busy_bar = QProgressBar()
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setAccessibleName(say("Working"))
        self.busy_words = label("", "quiet", "small", wrap=True)
        self.back = button(back, back.removeprefix("‹ ") or say("Back"), "link")
        self.back.setVisible(bool(back))
        self.back.clicked.connect(self.left)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.title)
        whole.addWidget(self.words)
        whole.addLayout(self.body)
        whole.addWidget(self.problem)
        whole.addWidget(self.busy_bar)
        whole.addWidget(self.busy_words)
        whole.addLayout(self.foot)
        whole.addLayout(row_of(self.back))
        self.first: QWidget = self
        self.tell("")
        self.work("")

    def begin(self) -> None:
        """Puts the focus where the page begins. A focus proxy would hide from Tab all that stands before it."""
        self.first.setFocus()

    def order(self) -> None:
        """Tab goes through what is asked, then the way on, then the way back."""
        chain, at = list[QWidget](), self.nextInFocusChain()
        while at is not None and self.isAncestorOf(at):
            chain.append(at)
            at = at.nextInFocusChain()
        placed = (item.widget() for number in range(self.foot.count()) if (item := self.foot.itemAt(number)))
        ends = [*(made for made in placed if made is not None), self.back]
        asked = [made for made in chain if made.focusPolicy() & Qt.FocusPolicy.TabFocus and made not in ends]
        for before, after in pairwise([*asked[-1:], *ends]):
            QWidget.setTabOrder(before, after)

    def tell(self, problem: str) -> None:
        """What went wrong; nothing takes it away."""
        self.problem.setText(f"⚠ {problem}" if problem else "")
        self.problem.setVisible(bool(problem))
        if problem:
            QTimer.singleShot(0, lambda: shown_in_scroll(self.problem))

    def work(self, words: str, fraction: float = -1.0) -> None:
        """Something is under way: how far, where it is known. No words end it."""
        self.busy_bar.setVisible(bool(words))
        self.busy_words.setVisible(bool(words))
        self.busy_words.setText(words)
        self.busy_bar.setRange(0, 0 if fraction < 0 else 100)
        self.busy_bar.setValue(max(0, round(fraction * 100)))

    def clear_secrets(self) -> None:
        """Forgets what was typed that nobody may see."""


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Widgets from the left, and room."""
    made = row(*widgets, spacing=10)
    made.addStretch()
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made
