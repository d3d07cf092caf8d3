"""Shows the payers' cards, and one that is about to be kept."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from oncodesk.ui.panels.library.cards_state import HEADINGS, CardRow, OfferState
from oncodesk.ui.shell.parts import button, card, dress_table, label, row
from oncodesk.words import say

_WIDTHS = (20, 34, 40, 13, 24, 28)


class CardsView(QWidget):
    """`asked` for a file, `accepted` or `declined` the card shown, `withdrawn` its number, `wanted` a policy file."""

    asked = Signal()
    accepted = Signal()
    declined = Signal()
    withdrawn = Signal(int)
    wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CardRow, ...] = ()
        self.choose = button(say("Payer card…"), say("Choose a payer's card to keep"))
        self.choose.clicked.connect(self.asked)
        self.back = button(say("Withdraw"), say("Withdraw the chosen card; claims judged with it keep it"), "link")
        self.back.clicked.connect(self._withdraw)
        self.open = button(
            say("Save its policy…"), say("Save the written policy that is kept with the chosen card"), "link"
        )
        self.open.clicked.connect(self._want)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, say("Payers' cards"), _WIDTHS, 2)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.itemSelectionChanged.connect(self._chosen)
        frame, inside, self.note = card(say("Payer cards"), tools=(self.open, self.back, self.choose))
        self.title = label("", "heading", wrap=True)
        self.changes = label("", wrap=True)
        self.changes.setAccessibleName(say("What the card changes"))
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName(say("Why the card is not kept"))
        self.keep = button(say("Keep the card"), mark="primary")
        self.keep.clicked.connect(self.accepted)
        self.leave = button(say("Leave it"), say("Do not keep the card"))
        self.leave.clicked.connect(self.declined)
        self.offer = QFrame()
        self.offer.setObjectName("form")
        offered = QVBoxLayout(self.offer)
        offered.setContentsMargins(12, 8, 12, 8)
        for part in (self.title, self.changes, self.problem):
            offered.addWidget(part)
        foot = row(self.keep, self.leave)
        foot.addStretch()
        offered.addLayout(foot)
        inside.addWidget(self.offer)
        inside.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 10, 18, 14)
        whole.addWidget(frame)
        self.show_offer(OfferState())
        self._chosen()

    def show_rows(self, rows: tuple[CardRow, ...]) -> None:
        """The cards."""
        self.rows = rows
        self.table.setRowCount(len(rows))
        for number, shown in enumerate(rows):
            for column, text in enumerate(shown.cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, shown.said)
                font = item.font()
                font.setStrikeOut(shown.is_withdrawn and column < len(HEADINGS) - 1)
                item.setFont(font)
                self.table.setItem(number, column, item)
        own = len({shown.number for shown in rows if shown.number is not None and not shown.is_withdrawn})
        self.note.setText(
            say("{own} of your own", own=own) if own else say("What a payer's written policy changes for its claims")
        )
        self._chosen()

    def show_offer(self, state: OfferState) -> None:
        """A card about to be kept, or why it cannot be; nothing hides it."""
        self.title.setText(state.title)
        self.changes.setText("\n".join(state.changes))
        self.changes.setVisible(bool(state.changes))
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.keep.setVisible(state.can_keep)
        self.leave.setText(say("Leave it") if state.can_keep else say("Close"))
        self.offer.setVisible(bool(state.title))
        if self.isVisible() and state.title:
            (self.keep if state.can_keep else self.leave).setFocus()

    def _row(self) -> CardRow | None:
        place = self.table.currentRow()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def _chosen(self) -> None:
        chosen = self._row()
        is_own = chosen is not None and chosen.number is not None
        self.back.setVisible(is_own and chosen is not None and not chosen.is_withdrawn)
        self.open.setVisible(is_own and chosen is not None and bool(chosen.file))

    def _withdraw(self) -> None:
        chosen = self._row()
        if chosen is not None and chosen.number is not None:
            self.withdrawn.emit(chosen.number)

    def _want(self) -> None:
        chosen = self._row()
        if chosen is not None and chosen.number is not None and chosen.file:
            self.wanted.emit(chosen.number, chosen.file)
