"""How the visit screen is laid out."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from oncodesk.ui.panels.begin.view import BeginView
from oncodesk.ui.panels.claim.view import ClaimView
from oncodesk.ui.panels.course.view import CourseView
from oncodesk.ui.panels.findings.view import FindingsView
from oncodesk.ui.panels.grid.view import GridView
from oncodesk.ui.panels.header.view import HeaderView
from oncodesk.ui.panels.regimen.view import RegimenView
from oncodesk.ui.panels.ruler.view import RulerView
from oncodesk.ui.panels.why.view import WhyView
from oncodesk.ui.shell.parts import Elided, button, label, row
from oncodesk.words import say


class VisitLayout(QWidget):
    """The panels of a visit in their places; `complete` gives drug names that begin with what is typed."""

    def __init__(self, complete: Callable[[str], tuple[str, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fitted_for = 0
        self.header, self.start = HeaderView(), BeginView()
        self.grid = GridView(complete)
        self.ruler, self.course = RulerView(), CourseView()
        self.claim, self.findings, self.why = ClaimView(), FindingsView(), WhyView()
        self.regimen = RegimenView()
        self.title, self.subtitle = label("", "title"), Elided("quiet")
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.subtitle.setMinimumWidth(1)
        self.state = label("", "quiet", "small")
        self.finalise = button(say("Finalise"), mark="primary")
        self.finalise.setToolTip("Ctrl+Enter")
        self.again = label("", "problem", wrap=True)
        self.again.setAccessibleName(say("Before finalising"))
        self.again.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.again.hide()
        self.preview = button(say("Superbill"), say("Preview the superbill"))
        self.preview.setToolTip("Ctrl+P")
        self.details = button(say("Patient, payer, providers"), mark="link")
        self.details.setCheckable(True)
        self.details.setToolTip("Ctrl+E")
        self.details.toggled.connect(self.header.details.setVisible)
        self._arrange()

    def _arrange(self) -> None:
        bar = QFrame()
        bar.setObjectName("topbar")
        tools = row(self.title, self.subtitle, self.details, margins=(16, 6, 14, 6), spacing=12)
        tools.addStretch()
        for widget in (self.state, self.finalise, self.preview):
            tools.addWidget(widget)
        bar.setLayout(tools)
        facts = self.split_facts = QSplitter(Qt.Orientation.Vertical)
        facts.setHandleWidth(8)
        facts.addWidget(self.grid)
        facts.addWidget(self.ruler)
        self.facts = QStackedWidget()
        self.facts.addWidget(facts)
        self.facts.addWidget(self.course)
        left = self.split_left = QSplitter(Qt.Orientation.Vertical)
        left.setHandleWidth(8)
        left.addWidget(self.facts)
        left.addWidget(self.claim)
        left.setStretchFactor(0, 3)
        left.setStretchFactor(1, 2)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setHandleWidth(8)
        right.addWidget(self.findings)
        right.addWidget(self.why)
        right.addWidget(self.regimen)
        right.setSizes([360, 170, 130])
        split = self.split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(10)
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setSizes([920, 350])
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 8, 14, 10)
        inside.setSpacing(8)
        inside.addWidget(self.again)
        inside.addWidget(self.start)
        inside.addWidget(self.header)
        inside.addWidget(split, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(bar)
        whole.addLayout(inside, 1)

    def begin_with(self, start: bool) -> None:
        """Shows the start of a visit in place of its facts, or the facts."""
        for widget in (self.header, self.split, self.details):
            widget.setVisible(not start)
        self.start.setVisible(start)

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes through, in order."""
        if self.start.isVisible():
            return (self.start,)
        facts = (self.course.table,) if self.facts.currentIndex() else (self.grid.table, self.ruler.lanes)
        return (
            self.header.fields.by_path["date_of_service"],
            *facts,
            self.claim.table,
            self.findings.scroller,
            self.why.text,
            *((self.regimen.list,) if self.regimen.state.rows else ()),
        )

    def fit(self) -> None:
        """Gives the facts the height they need, the claim the rest; only when they need more than they have."""
        needed = self.grid.tall()
        if not self.isVisible() or self.fitted_for >= needed:
            return
        whole = max(400, self.split_left.height())
        grid, ruler = min(needed, whole // 2), min(self.ruler.tall(), whole // 3)
        facts = int(whole * 0.62) if self.facts.currentIndex() else min(grid + ruler + 8, whole - 150)
        self.split_facts.setSizes([grid, ruler])
        self.split_left.setSizes([facts, whole - facts])
        self.fitted_for = needed
