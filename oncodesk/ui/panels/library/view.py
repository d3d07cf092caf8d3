"""Shows the shelf of editions and takes files that are dropped on it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.library.state import DROP, HEADINGS, LibraryState, LoadState
from oncodesk.ui.shell.parts import button, card, dress_table, label, row, scrolled
from oncodesk.words import say

_RIGHT = HEADINGS.index(say("Rows"))


class LibraryView(QWidget):
    """`dropped` carries paths, `asked` asks for a choice of files, `accepted` and `declined` answer the preview."""

    dropped = Signal(list)
    asked = Signal()
    accepted = Signal()
    declined = Signal()
    stopped = Signal()
    taken_back = Signal()
    watch_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.choose = button(say("Choose files…"), say("Choose official files to load"), "primary")
        self.choose.clicked.connect(self.asked)
        self.back = button(say("Take the last load back"), mark="link")
        self.back.clicked.connect(self.taken_back)
        self.watch = button(say("Watch a folder…"), mark="link")
        self.watch.clicked.connect(self.watch_asked)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, say("Editions on the shelf"), (30, 12, 34, 10, 30, 18), 4)
        heading = self.table.horizontalHeaderItem(_RIGHT)
        if heading is not None:
            heading.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.notes = label("", "small", wrap=True)
        self.notes.setAccessibleName(say("What is still to be loaded"))
        self.edition = QLineEdit()
        self.edition.setPlaceholderText(say("only if the file does not say its day"))
        self.edition.setAccessibleName(say("First day of the edition"))
        self._arrange()
        self.setFocusProxy(self.choose)
        self.show_load(LoadState())

    def _arrange(self) -> None:
        self.title = label(DROP, "heading", wrap=True)
        self.title.setAccessibleName(say("Files to load"))
        self.changes = label("", wrap=True)
        self.changes.setAccessibleName(say("What the files would change"))
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName(say("Why the files cannot be loaded"))
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("How far the load is"))
        self.bar.setTextVisible(False)
        self.doing = label("", "quiet", "small")
        self.load = button(say("Load"), say("Load these files"), "primary")
        self.load.clicked.connect(self.accepted)
        self.leave = button(say("Leave it"), say("Do not load these files"))
        self.leave.clicked.connect(self.declined)
        self.stop = button(say("Stop"), say("Stop the load"))
        self.stop.clicked.connect(self.stopped)
        shelf, inside, self.note = card(say("Editions"), tools=(self.watch, self.back))
        inside.addWidget(self.table, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        head = row(
            label(say("Library"), "title"), label(say("Code sets, edit tables and prices by their dates"), "quiet")
        )
        head.addStretch()
        whole.addLayout(head)
        whole.addWidget(self._strip())
        whole.addWidget(self._zone())
        whole.addWidget(shelf, 1)

    def _strip(self) -> QFrame:
        self.strip = QFrame()
        self.strip.setObjectName("strip")
        self.strip.setLayout(row(self.notes, margins=(12, 7, 12, 7)))
        return self.strip

    def _zone(self) -> QFrame:
        zone = QFrame()
        zone.setObjectName("drop")
        inside = QVBoxLayout(zone)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.setSpacing(6)
        day = label(say("Edition"), "small", "quiet")
        day.setBuddy(self.edition)
        self.edition.setFixedWidth(self.edition.fontMetrics().averageCharWidth() * 34)
        top = row(self.title, day, self.edition, self.choose)
        top.setStretchFactor(self.title, 1)
        inside.addLayout(top)
        held = QWidget()
        below = QVBoxLayout(held)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.changes)
        below.addStretch()
        self.preview = scrolled(held, say("Preview"))
        self.preview.setMaximumHeight(200)
        inside.addWidget(self.preview)
        inside.addWidget(self.problem)
        inside.addWidget(self.bar)
        self.foot = QWidget()
        bottom = row(self.doing, self.load, self.leave, self.stop)
        bottom.setStretchFactor(self.doing, 1)
        self.foot.setLayout(bottom)
        inside.addWidget(self.foot)
        return zone

    def show_state(self, state: LibraryState) -> None:
        """The shelf."""
        self.table.setRowCount(len(state.rows))
        for number, cells in enumerate(state.rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column == _RIGHT:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(number, column, item)
        self.notes.setText("\n".join(state.notes))
        self.strip.setVisible(bool(state.notes))
        self.back.setVisible(state.is_loaded)

    def show_load(self, state: LoadState) -> None:
        """Files on their way to the shelf."""
        at_work = state.fraction is not None
        self.title.setText(state.title)
        self.title.setVisible(bool(state.title))
        self.changes.setText("\n\n".join("\n".join((head, *lines)) for head, lines in state.changes))
        self.preview.setVisible(bool(state.changes))
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.bar.setRange(0, 100 if state.fraction else 0)
        self.bar.setValue(round(100 * (state.fraction or 0)))
        self.bar.setVisible(at_work)
        self.doing.setText(state.doing)
        self.load.setVisible(state.can_load)
        self.leave.setVisible(state.can_load)
        self.stop.setVisible(at_work)
        self.foot.setVisible(at_work or state.can_load)
        self.choose.setEnabled(not at_work)
        self.back.setEnabled(not at_work)
        if self.isVisible():
            (self.load if state.can_load else self.stop if at_work else self.choose).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()
