"""One finding as a card: folded to a line, or open with its reasons and fixes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oncodesk.ui.panels.findings.state import Card
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import Elided, button, label, restyle, row
from oncodesk.ui.shell.theme import pixmap, tokens
from oncodesk.words import say


class FindingCard(QFrame):
    """`opened` when it wants to be the current one, `fixed` with the number of a fix, `went` to go to the fact.

    `kept` and `asked` open the form for it.
    """

    opened = Signal(str)
    fixed = Signal(str, int)
    went = Signal(str)
    kept = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = Card("", "info", "")
        self._last, self._head = Last(), Last()
        self.setObjectName("finding")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = QLabel()
        self.picture.setFixedWidth(20)
        self.word = label("", "small")
        self.place = Elided("quiet", "small")
        self.message = label("", wrap=True)
        self.why = label("", "quiet", "small", wrap=True)
        self.source = label("", "quiet", "small", wrap=True)
        self.go = button(say("Go to it"), say("Go to what the finding is about"), "link")
        self.go.clicked.connect(lambda: self.went.emit(self.card.key))
        self.fixes = [self._fix(number) for number in (1, 2, 3)]
        self.keep = button(say("Keep as it is…"), say("Keep the finding as it is, with a reason"), "link")
        self.keep.setToolTip("Alt+O")
        self.keep.clicked.connect(lambda: self.kept.emit(self.card.key))
        self.ask = button(say("Ask…"), say("Ask the nurse or the physician"), "link")
        self.ask.setToolTip("Alt+Q")
        self.ask.clicked.connect(lambda: self.asked.emit(self.card.key))
        head = QHBoxLayout()
        head.setSpacing(5)
        for widget in (self.picture, self.word):
            head.addWidget(widget)
        head.addWidget(self.place, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 6, 9, 7)
        layout.setSpacing(3)
        layout.addLayout(head)
        fixes = [part for fix in self.fixes for part in fix]
        for part in (self.message, self.why, *fixes, self.source):
            layout.addWidget(part)
        tools = row(self.keep, self.ask, self.go, spacing=4)
        tools.addStretch()
        layout.addLayout(tools)
        self.slot = layout

    def _fix(self, number: int) -> tuple[QPushButton, QLabel]:
        made = button("", mark="fix")
        made.clicked.connect(lambda: self.fixed.emit(self.card.key, number))
        return made, label("", "quiet", "small", wrap=True)

    def show_card(self, card: Card, is_current: bool) -> None:
        """The finding; only the current one shows its reasons and fixes."""
        self.card = card
        if self._last.was(card, is_current, self.devicePixelRatioF()):
            return
        restyle(self, "severity", card.severity)
        restyle(self, "current", is_current)
        self.setAccessibleName(card.said)
        self._show_head(card)
        self.place.setText(card.where)
        self.message.setText(card.message)
        restyle(self.message, "heading", is_current)
        self._fill(self.why, card.why if is_current else "")
        self._fill(self.source, card.citation if is_current else "")
        self.go.setVisible(is_current and any(card.goes_to))
        self.keep.setVisible(is_current and card.finding is not None)
        self.ask.setVisible(is_current and card.severity != "unusable")
        for number, (made, text) in enumerate(self.fixes):
            self._show_fix(made, text, card, number, is_current)

    def _show_head(self, card: Card) -> None:
        """How grave it is; the style is worked out anew only where that is another."""
        ratio = self.devicePixelRatioF()
        if not self._head.was(card.severity, ratio):
            self.picture.setAccessibleName(card.word)
            self.picture.setPixmap(pixmap(card.severity, card.severity, 16, ratio=ratio))
            self.word.setText(card.word)
            self.word.setStyleSheet(f"color: {tokens().color(card.severity)}; font-weight: 700;")

    def _show_fix(self, made: QPushButton, text: QLabel, card: Card, number: int, is_current: bool) -> None:
        is_shown = is_current and number < len(card.fixes)
        made.setVisible(is_shown)
        text.setVisible(is_shown)
        if is_shown:
            fix = card.fixes[number]
            made.setText(f"{fix.key}   {fix.fix.title}")
            made.setAccessibleName(say("{title}, only if {only_if}", title=fix.fix.title, only_if=fix.fix.only_if))
            after = f" → {fix.preview}" if fix.preview else ""
            text.setText(say("Only if {only_if}", only_if=fix.fix.only_if) + after)

    def hold(self, form: QWidget) -> None:
        """Puts a form at the foot of the card."""
        if form.parentWidget() is not self:
            self.slot.addWidget(form)
        form.show()

    def _fill(self, shown: QLabel, text: str) -> None:
        shown.setText(text)
        shown.setVisible(bool(text))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.card.key)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.card.key)
        else:
            super().keyPressEvent(event)
