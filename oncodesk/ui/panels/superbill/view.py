"""Shows the superbill as it will print, or what is missing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from oncodesk.ui.panels.superbill.pages import pictures
from oncodesk.ui.panels.superbill.presenter import hint, may_print
from oncodesk.ui.panels.superbill.state import SuperbillState
from oncodesk.ui.shell.parts import button, label, row

_POINTS_WIDE = 612


class SuperbillView(QWidget):
    """`printed` and `saved` ask for it; `finalised` asks to finalise; `went` carries the path of a missing field."""

    printed = Signal()
    saved = Signal()
    finalised = Signal()
    went = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SuperbillState()
        self.title = label("", "title")
        self.hint = label("", "quiet", wrap=True)
        self.finalise = button("Finalise")
        self.finalise.setToolTip("Ctrl+Enter")
        self.finalise.clicked.connect(self.finalised)
        self.save = button("Save PDF…", "Save the superbill as PDF")
        self.save.setToolTip("Ctrl+S")
        self.save.clicked.connect(self.saved)
        self.print = button("Print…", "Print the superbill", "primary")
        self.print.clicked.connect(self.printed)
        self.body = QWidget()
        self.stack = QVBoxLayout(self.body)
        self.stack.setContentsMargins(12, 12, 12, 12)
        self.stack.setSpacing(12)
        self.scroller = QScrollArea()
        self.scroller.setAccessibleName("Pages of the superbill")
        self.scroller.setWidgetResizable(True)
        self.scroller.setWidget(self.body)
        head = row(self.title)
        head.addStretch()
        for made in (self.finalise, self.save, self.print):
            head.addWidget(made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 8)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self.hint)
        whole.addWidget(self.scroller, 1)
        self.setFocusProxy(self.scroller)
        self.show_state(self.state)

    def show_state(self, state: SuperbillState) -> None:
        """The pages, or a button for each missing field."""
        self.state = state
        self.title.setText(state.heading)
        self.hint.setText(hint(state))
        self.hint.setVisible(bool(hint(state)))
        self.print.setEnabled(may_print(state))
        self.save.setEnabled(may_print(state))
        self.finalise.setVisible(bool(state.pdf) and not state.is_final)
        while self.stack.count():
            item = self.stack.takeAt(0)
            gone = item.widget() if item else None
            if gone is not None:
                gone.deleteLater()
        for missing in state.missing:
            made = button(f"Missing: {missing.words}", mark="link")
            made.clicked.connect(lambda _=False, path=missing.path: self.went.emit(path))
            self.stack.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        ratio = self.devicePixelRatioF()
        wide = min(820, max(480, self.scroller.viewport().width() - 60))
        for number, page in enumerate(pictures(state.pdf, wide * ratio / _POINTS_WIDE) if state.pdf else (), 1):
            self.stack.addWidget(_sheet(page, number, ratio), 0, Qt.AlignmentFlag.AlignHCenter)
        self.stack.addStretch()


def _sheet(page: QImage, number: int, ratio: float) -> QLabel:
    made = QLabel()
    picture = QPixmap.fromImage(page)
    picture.setDevicePixelRatio(ratio)
    made.setPixmap(picture)
    made.setFixedSize(round(page.width() / ratio) + 2, round(page.height() / ratio) + 2)
    made.setAccessibleName(f"Page {number} of the superbill")
    made.setStyleSheet("border: 1px solid palette(dark);")
    return made
