"""Shows the findings, and at the foot what was not checked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from oncodesk.domain.decisions import Query
from oncodesk.ui.panels.findings.card import FindingCard
from oncodesk.ui.panels.findings.forms import AskForm, KeepForm
from oncodesk.ui.panels.findings.presenter import (
    calm,
    current,
    fix,
    foot,
    foot_lines,
    keepable,
    newly_refused,
    stepped,
    summary,
)
from oncodesk.ui.panels.findings.rows import DecidedRow, QueryRow
from oncodesk.ui.panels.findings.state import Decided, FindingsState
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import button, card, label, row
from oncodesk.ui.shell.theme import pixmap
from oncodesk.words import say

_SETTLED_MS = 40
_LEAST_WIDE = 36  # characters; a form in a card needs as much


class FindingsView(QWidget):
    """`fixed` carries a Fix to apply, `went` a Card to go to, `moved` the Card that is now the current one.

    `kept` carries a Finding with the reason to keep it as it is, `wanted` a Card about which a question is to be
    drafted, `asked` that Card with the question; `recorded` a Query with its answer, `taken_back` a decision.
    """

    fixed = Signal(object)
    went = Signal(object)
    moved = Signal(object)
    kept = Signal(object, str)
    wanted = Signal(object)
    asked = Signal(object, str)
    printed = Signal(str)
    copied = Signal(str)
    recorded = Signal(object, str)
    taken_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = FindingsState()
        self.key = ""
        self.form = ""
        self.reasons: tuple[str, ...] = ()
        self.rows: list[DecidedRow | QueryRow] = []
        self._is_visited, self._last = False, Last()
        self.keep_form, self.ask_form = KeepForm(self), AskForm(self)
        for form in (self.keep_form, self.ask_form):
            form.hide()
            form.left.connect(self.close_form)
        self.keep_form.kept.connect(self._keep)
        self.ask_form.asked.connect(self._ask)
        self.ask_form.printed.connect(self.printed)
        self.ask_form.copied.connect(self.copied)
        self.cards: list[FindingCard] = []
        self.calm_icon = QLabel()
        self.calm_icon.setAccessibleName(say("Nothing found"))
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
        self.scroller.setAccessibleName(say("Findings"))
        self.scroller.setAccessibleDescription(
            say(
                "F8 goes to the next one, Alt+1 to Alt+3 apply its fixes, Alt+G goes there, Alt+O keeps it as it is "
                "with a reason, Alt+Q asks about it."
            )
        )
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(self.body)
        self.scroller.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LEAST_WIDE)
        frame, layout, self.note = card(say("Findings"))
        layout.addWidget(self.scroller, 1)
        self.foot_icon = QLabel()
        self.foot_icon.setAccessibleName(say("Not checked"))
        self.foot_icon.setFixedWidth(20)
        self.foot = button("", say("Rules not checked, and findings answered"), "link")
        self.foot.setCheckable(True)
        self.foot.toggled.connect(lambda _: self._show_foot())
        layout.addLayout(row(self.foot_icon, self.foot, margins=(10, 2, 8, 2), spacing=4))
        self.unchecked = label("", "quiet", "small", wrap=True)
        self.unchecked.setContentsMargins(12, 0, 10, 6)
        self.unchecked_box = QScrollArea()
        self.unchecked_box.setAccessibleName(say("What was not checked, and what is answered"))
        self.unchecked_box.setWidgetResizable(True)
        self.unchecked_box.setWidget(self.unchecked)
        self.unchecked_box.setMaximumHeight(150)
        layout.addWidget(self.unchecked_box)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setFocusProxy(self.scroller)

    def show_state(self, state: FindingsState) -> None:
        """The cards; the current one stays while it is still found and no text was refused since."""
        refused = "" if self.form else newly_refused(self.state, state)
        self.state = state
        place = current(state, refused or self.key)
        key = state.cards[place].key if place >= 0 else ""
        self._is_visited = self._is_visited and key == self.key
        if key != self.key:
            self._hide_forms()
        self.key = key
        if self._last.was(state, key, self.form, self.devicePixelRatioF()):
            return
        while len(self.cards) < len(state.cards):
            self._add_card()
        for number, shown in enumerate(self.cards):
            shown.setVisible(number < len(state.cards))
            if number < len(state.cards):
                shown.show_card(state.cards[number], number == place)
        if place >= 0 and self.form:
            self.cards[place].hold(self.keep_form if self.form == "keep" else self.ask_form)
        self._show_rows(state)
        self.calm.setVisible(not state.cards)
        self.calm_icon.setVisible(not state.cards and state.is_checked)
        icon, color = ("unchecked", "muted") if state.is_empty else ("clear", "good")
        self.calm_icon.setPixmap(pixmap(icon, color, 40, ratio=self.devicePixelRatioF()))
        self.calm_icon.setAccessibleName(say("Nothing to check yet") if state.is_empty else say("Nothing found"))
        self.calm.setText(calm(state))
        self.note.setText(summary(state))
        self._show_foot()

    def _add_card(self) -> None:
        made = FindingCard()
        made.opened.connect(self.go_to)
        made.fixed.connect(self._fix)
        made.went.connect(lambda _: self.go())
        made.kept.connect(lambda _: self.open_keep())
        made.asked.connect(lambda _: self.open_ask())
        self.stack.insertWidget(len(self.cards), made)
        self.cards.append(made)

    def _show_rows(self, state: FindingsState) -> None:
        """What was decided and asked, below the cards; rows that say the same stay, with what is typed in them."""
        held = self.rows
        wanted: tuple[Decided | Query, ...] = (*state.queries, *state.decided)
        self.rows = [next((old for old in held if _said(old) == one), None) or self._row(one) for one in wanted]
        if self.rows == held:
            return
        for gone in (old for old in held if old not in self.rows):
            self.stack.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, shown in enumerate(self.rows):
            self.stack.removeWidget(shown)
            self.stack.insertWidget(len(self.cards) + 2 + place, shown)
            shown.show()

    def _row(self, one: Decided | Query) -> "DecidedRow | QueryRow":
        if isinstance(one, Decided):
            made = DecidedRow(one)
            made.taken_back.connect(self.taken_back)
            return made
        asked = QueryRow(one)
        asked.taken_back.connect(self.taken_back)
        asked.answered.connect(self.recorded)
        return asked

    def _hide_forms(self) -> None:
        self.form = ""
        self.keep_form.hide()
        self.ask_form.hide()

    def close_form(self) -> None:
        """Closes the form of the current finding; the focus goes back to it."""
        self._hide_forms()
        place = current(self.state, self.key)
        (self.cards[place] if place >= 0 else self.scroller).setFocus()

    def open_keep(self) -> bool:
        """Opens the form for keeping the current finding as it is; False where it is none of the rules'."""
        if keepable(self.state, self.key) is None:
            return False
        self._open("keep")
        self.keep_form.begin(self.reasons)
        return True

    def open_ask(self) -> bool:
        """Asks for the draft of a question about the current finding; False where there is none."""
        place = current(self.state, self.key)
        if place < 0 or self.state.cards[place].severity == "unusable":
            return False
        self.wanted.emit(self.state.cards[place])
        return True

    def show_draft(self, text: str) -> None:
        """The drafted question, to be changed and kept."""
        self._open("ask")
        self.ask_form.begin(text)

    def complain(self, told: str) -> None:
        """What is wrong with what was typed in the open form."""
        (self.keep_form if self.form == "keep" else self.ask_form).complain(told)
        self._reveal()

    def _open(self, form: str) -> None:
        self._hide_forms()
        self.form = form
        self._is_visited = True
        self.show_state(self.state)
        self._reveal()

    def _reveal(self) -> None:
        """Scrolls to the whole of the open form, once wrapped text has found its height."""
        form = self.keep_form if self.form == "keep" else self.ask_form
        QTimer.singleShot(_SETTLED_MS, form, lambda: self.scroller.ensureWidgetVisible(form, 0, 8))

    def _keep(self, reason: str) -> None:
        found = keepable(self.state, self.key)
        if found is not None:
            self.kept.emit(found, reason)

    def _ask(self, text: str) -> None:
        place = current(self.state, self.key)
        if place >= 0:
            self.asked.emit(self.state.cards[place], text)

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


def _said(shown: DecidedRow | QueryRow) -> Decided | Query:
    return shown.decided if isinstance(shown, DecidedRow) else shown.query
