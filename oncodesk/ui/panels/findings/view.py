"""Shows the findings, and at the foot what was not checked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from oncodesk.ui.panels.findings.card import FindingCard
from oncodesk.ui.panels.findings.presenter import current, fix, foot, foot_lines, stepped, summary
from oncodesk.ui.panels.findings.state import FindingsState
from oncodesk.ui.shell.parts import button, card, label, row
from oncodesk.ui.shell.theme import pixmap


class FindingsView(QWidget):
    """`fixed` carries a Fix to apply, `went` a Card to go to, `moved` the Card that is now the current one."""

    fixed = Signal(object)
    went = Signal(object)
    moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = FindingsState()
        self.key = ""
        self._is_visited = False
        self.cards: list[FindingCard] = []
        self.calm_icon = QLabel()
        self.calm_icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.calm_icon.setContentsMargins(0, 28, 0, 2)
        self.calm = label("", "quiet", wrap=True)
        self.calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body = QWidget()
        self.stack = QVBoxLayout(self.body)
        self.stack.setContentsMargins(8, 2, 8, 8)
        self.stack.setSpacing(6)
        self.stack.addWidget(self.calm_icon)
        self.stack.addWidget(self.calm)
        self.stack.addStretch()
        self.scroller = QScrollArea()
        self.scroller.setAccessibleName("Findings")
        self.scroller.setAccessibleDescription(
            "F8 goes to the next one, Alt+1 to Alt+3 apply its fixes, Alt+G goes there."
        )
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(self.body)
        frame, layout, self.note = card("Findings")
        layout.addWidget(self.scroller, 1)
        self.foot_icon = QLabel()
        self.foot_icon.setFixedWidth(20)
        self.foot = button("", "Rules not checked, and findings answered", "link")
        self.foot.setCheckable(True)
        self.foot.toggled.connect(lambda _: self._show_foot())
        layout.addLayout(row(self.foot_icon, self.foot, margins=(10, 2, 8, 2), spacing=4))
        self.unchecked = label("", "quiet", "small", wrap=True)
        self.unchecked.setContentsMargins(12, 0, 10, 6)
        self.unchecked_box = QScrollArea()
        self.unchecked_box.setAccessibleName("What was not checked, and what is answered")
        self.unchecked_box.setWidgetResizable(True)
        self.unchecked_box.setWidget(self.unchecked)
        self.unchecked_box.setMaximumHeight(150)
        layout.addWidget(self.unchecked_box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setFocusProxy(self.scroller)

    def show_state(self, state: FindingsState) -> None:
        """The cards; the current one stays while it is still found."""
        self.state = state
        place = current(state, self.key)
        key = state.cards[place].key if place >= 0 else ""
        self._is_visited = self._is_visited and key == self.key
        self.key = key
        while len(self.cards) < len(state.cards):
            self._add_card()
        for number, shown in enumerate(self.cards):
            shown.setVisible(number < len(state.cards))
            if number < len(state.cards):
                shown.show_card(state.cards[number], number == place)
        self.calm.setVisible(not state.cards)
        self.calm_icon.setVisible(not state.cards and state.is_checked)
        self.calm_icon.setPixmap(pixmap("clear", "good", 40, ratio=self.devicePixelRatioF()))
        self.calm.setText("Nothing found in what was checked." if state.is_checked else "Findings appear here.")
        self.note.setText(summary(state))
        self._show_foot()

    def _add_card(self) -> None:
        made = FindingCard()
        made.opened.connect(self.go_to)
        made.fixed.connect(self._fix)
        made.went.connect(lambda _: self.go())
        self.stack.insertWidget(len(self.cards), made)
        self.cards.append(made)

    def _show_foot(self) -> None:
        told, lines = foot(self.state), foot_lines(self.state)
        is_whole = not self.state.not_checked
        icon, color = ("clear", "good") if is_whole else ("unchecked", "muted")
        self.foot_icon.setPixmap(pixmap(icon, color, 16, ratio=self.devicePixelRatioF()))
        self.foot_icon.setVisible(bool(told))
        self.foot.setText(told + ("" if not lines else "  ▾" if self.foot.isChecked() else "  ▸"))
        self.foot.setVisible(bool(told))
        self.unchecked.setText("\n".join(lines))
        self.unchecked_box.setVisible(self.foot.isChecked() and bool(lines))

    def step(self, by: int) -> None:
        """To the next or the previous finding; the first time to the one that stands open."""
        is_first = by > 0 and not self._is_visited
        self.go_to(self.key if is_first else stepped(self.state, self.key, by))

    def go_to(self, key: str) -> None:
        """Makes the card of that key the current one."""
        self.key, self._is_visited = key, True
        self.show_state(self.state)
        place = current(self.state, key)
        if place >= 0:
            shown = self.cards[place]
            QTimer.singleShot(0, shown, lambda: self.scroller.ensureWidgetVisible(shown, 0, 8))
            self.moved.emit(self.state.cards[place])

    def apply(self, number: int) -> bool:
        """Applies the current card's fix of that number; False where it has none."""
        return self._fix(self.key, number)

    def _fix(self, key: str, number: int) -> bool:
        chosen = fix(self.state, key, number)
        if chosen is not None:
            self.fixed.emit(chosen)
        return chosen is not None

    def go(self) -> None:
        """Asks to be taken to what the current card is about."""
        place = current(self.state, self.key)
        if place >= 0:
            self.went.emit(self.state.cards[place])
