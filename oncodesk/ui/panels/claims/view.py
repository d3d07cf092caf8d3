"""Shows the list of finalised claims and one of them beside it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.claims.presenter import chosen, to_print
from oncodesk.ui.panels.claims.state import (
    ANY_PAYER,
    HEADINGS,
    LINE_HEADINGS,
    STATES,
    WORDS,
    ClaimRow,
    ClaimsState,
    DetailState,
    Wanted,
    corrects,
    replaced_by,
)
from oncodesk.ui.panels.claims.strips import CheckStrip, VoidStrip
from oncodesk.ui.shell.listing import Listing
from oncodesk.ui.shell.pages import Pages
from oncodesk.ui.shell.parts import button, clearable, label, row, wide_enough
from oncodesk.ui.shell.span_box import SpanBox
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import many, say

_MARKS = {"current": "●", "replaced": "↷", "void": "✕"}
_COLORS = {"current": "good", "replaced": "muted", "void": "error"}
_STATE = HEADINGS.index(say("State"))


class ClaimsView(QWidget):
    """`asked` carries a Wanted, `chosen` a number, `did` a word: open, correct, paper, copy, print, save, batch, batch
    save, save list, check all, stop. `voided` carries the reason, `checked` a number and a code as typed."""

    asked = Signal(object)
    more = Signal()
    chosen = Signal(int)
    did = Signal(str)
    voided = Signal(str)
    checked = Signal(str, str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self.detail = ClaimsState(), DetailState()
        self.box = QLineEdit()
        self.box.setPlaceholderText(say("Number, name, account or payer"))
        self.box.setAccessibleName(say("Find a claim"))
        clearable(self.box)
        self.box.textChanged.connect(lambda _: self.ask())
        self.span = SpanBox(say("Days of service"), today)
        self.span.changed.connect(lambda _: self.ask())
        self.payer, self.kind = self._combo(say("Payer")), self._combo(say("State of the claim"))
        self.payer.addItem(ANY_PAYER, "")
        for key, words in STATES:
            self.kind.addItem(words, key)
        self.table = Listing(
            say("Finalised claims"),
            HEADINGS,
            (5, 12, 18, 21, wide_enough(15, (*WORDS.values(), replaced_by(1), corrects(1)), 2), 17, 11),
            2,
            right=(0, 6),
        )
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.did.emit("open"))
        self.table.more.connect(self.more)
        self.body = QStackedWidget()
        self.strip, self.voiding = CheckStrip(), VoidStrip()
        self.strip.checked.connect(self.checked)
        self.voiding.voided.connect(self.voided)
        self._arrange()
        self.setFocusProxy(self.box)
        self.show_detail(self.detail)

    def _combo(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(13)
        made.activated.connect(lambda _: self.ask())
        return made

    def _arrange(self) -> None:
        head = row(label(say("Claims"), "title"))
        head.addStretch()
        self.check = self._button(say("Check a code…"), "", "link", tip="Ctrl+Shift+V")
        self.check.clicked.connect(self.strip.begin)
        self.batch = self._button(say("Print these"), "batch", tip="Ctrl+Shift+B")
        self.batch_save = self._button(say("Save these as PDF…"), say("batch save"))
        self.doing = label("", "quiet")
        self.stop = self._button(say("Stop"), "stop")
        self.listing = self._button(say("Save list…"), say("save list"), "link")
        self.listing.setAccessibleName(say("Save this list, as a workbook or CSV"))
        self.check_all = self._button(say("Check all…"), say("check all"), "link", tip="Ctrl+Shift+A")
        self.check_all.setAccessibleName(say("Check all claims at once"))
        for made in (self.doing, self.stop, self.listing, self.check_all, self.check, self.batch_save, self.batch):
            head.addWidget(made)
        self.show_work("")
        filters = row(self.box, self.span, self.payer, self.kind)
        filters.setStretch(0, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(10)
        split.addWidget(self._list())
        split.addWidget(self._detail())
        split.setStretchFactor(0, 1)
        split.setSizes([835, 415])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addLayout(filters)
        whole.addWidget(self.strip)
        whole.addWidget(split, 1)

    def _button(self, text: str, does: str, mark: str = "", tip: str = "") -> QPushButton:
        made = button(text, mark=mark)
        made.setToolTip(tip)
        if does:
            made.clicked.connect(lambda: self.did.emit(does))
        return made

    def _list(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        self.empty = label("", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        return frame

    def _detail(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        self.title, self.subtitle, self.seal = label("", "heading"), label("", "quiet"), label("", "small", wrap=True)
        self.seal.setAccessibleName(say("Seal of the claim"))
        self.lineage = QHBoxLayout()
        self.lineage.setSpacing(2)
        self.lines = Listing(say("Lines of the claim"), LINE_HEADINGS, (8, 6, 6, 7, 11), 1, right=(3, 4))
        self.text = QTextBrowser()
        self.text.setAccessibleName(say("Report and history of the claim"))
        self.pages = Pages(say("Superbill of the claim"))
        self.paper = self._button(say("Paper"), "paper")
        self.paper.setCheckable(True)
        self.paper.toggled.connect(lambda is_on: self.body.setCurrentIndex(int(is_on)))
        self.correct = self._button(say("Correct"), "correct", tip="Ctrl+Shift+C")
        self.void = self._button(say("Void…"), "")
        self.void.clicked.connect(self.voiding.begin)
        self.copy = self._button(say("Patient copy…"), "copy")
        self.save, self.print = self._button(say("Save PDF…"), "save"), self._button(say("Print…"), "print", "primary")
        claim = QSplitter(Qt.Orientation.Vertical)
        claim.addWidget(self.lines)
        claim.addWidget(self.text)
        claim.setSizes([230, 260])
        self.body.addWidget(claim)
        self.body.addWidget(self.pages)
        tools = row(self.paper, self.correct, self.void, spacing=6)
        tools.addStretch()
        papers = row(self.copy, self.save, self.print, spacing=6)
        papers.insertStretch(0)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(5)
        for part in (self.title, self.subtitle):
            inside.addWidget(part)
        inside.addLayout(self.lineage)
        inside.addWidget(self.seal)
        inside.addLayout(tools)
        inside.addWidget(self.voiding)
        inside.addWidget(self.body, 1)
        inside.addLayout(papers)
        return frame

    def show_state(self, state: ClaimsState) -> None:
        """The list."""
        self.state = state
        self.table.fill(len(state.rows), lambda number: _items(state.rows[number]), state.has_more, choose=-1)
        numbers = [shown.number for shown in state.rows]
        self.table.show_chosen(numbers.index(state.chosen) if state.chosen in numbers else -1)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.empty.setText(state.empty)
        self._show_payers(state.payers)
        count = len(to_print(state.rows))
        self.batch.setText(many("Print this one", "Print these {count}", count))
        for made in (self.batch, self.batch_save):
            made.setEnabled(bool(count))
            made.setAccessibleName(say("{button}: superbills that stand, in one document", button=made.text()))

    def _show_payers(self, payers: tuple[str, ...]) -> None:
        if self.payer.count() != len(payers) + 1:
            held = self.payer.currentData()
            self.payer.clear()
            self.payer.addItem(ANY_PAYER, "")
            for name in payers:
                self.payer.addItem(name, name)
            self.payer.setCurrentIndex(max(0, self.payer.findData(held)))

    def show_detail(self, detail: DetailState) -> None:
        """One claim in full."""
        if detail.number != self.detail.number:
            self.voiding.hide()
        self.detail = detail
        self.title.setText(detail.title or say("Choose a claim"))
        self.subtitle.setText(detail.subtitle)
        numbers = [shown.number for shown in self.state.rows]
        self.table.show_chosen(numbers.index(detail.number) if detail.number in numbers else -1)
        self.seal.setText(detail.seal)
        self.seal.setProperty("problem", not detail.is_whole)
        self._show_lineage()
        self.lines.fill(len(detail.lines), lambda n: [QTableWidgetItem(text) for text in detail.lines[n]])
        self.text.setHtml(detail.told)
        for made in (self.correct, self.void):
            made.setEnabled(detail.stands)
        for made in (self.paper, self.copy, self.save, self.print):
            made.setEnabled(bool(detail.number))

    def _show_lineage(self) -> None:
        while self.lineage.count():
            item = self.lineage.takeAt(0)
            gone = item.widget() if item else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for place, step in enumerate(self.detail.lineage):
            if place:
                self.lineage.addWidget(label("→", "quiet"))
            if step.is_this:
                self.lineage.addWidget(label(step.words, "heading"))
                continue
            made = button(step.words, mark="link")
            made.clicked.connect(lambda _=False, number=step.number: self.chosen.emit(number))
            self.lineage.addWidget(made)
        self.lineage.addStretch()

    def show_paper(self, pdf: bytes) -> None:
        """The superbill as it prints."""
        self.pages.clear()
        self.pages.show_pdf(pdf, say("superbill {number}", number=self.detail.number))

    def show_work(self, doing: str) -> None:
        """What is being drawn, with the way to stop it; nothing where `doing` is empty."""
        self.doing.setText(doing)
        for made in (self.doing, self.stop):
            made.setVisible(bool(doing))
        for made in (self.batch, self.batch_save):
            made.setVisible(not doing)

    def ask(self) -> None:
        """Tells what is asked for now."""
        span = self.span.span()
        if span is not None:
            payer, state = self.payer.currentData() or "", self.kind.currentData() or ""
            self.asked.emit(Wanted(self.box.text(), payer, state, span.since, span.until))

    def _choose(self, place: int) -> None:
        found = chosen(self.state, place)
        if found is not None and found.number != self.detail.number:
            self.chosen.emit(found.number)


def _items(shown: ClaimRow) -> list[QTableWidgetItem]:
    items = [QTableWidgetItem(text) for text in shown.cells]
    items[_STATE].setText(f"{_MARKS.get(shown.state, '')} {shown.cells[_STATE]}")
    items[_STATE].setForeground(QColor(tokens().color(_COLORS.get(shown.state, "text"))))
    if shown.state != "current":
        font = items[0].font()
        font.setStrikeOut(shown.state == "void")
        for item in items:
            item.setFont(font)
    return items
