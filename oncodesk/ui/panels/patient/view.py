"""Shows who is found, and one patient whole."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QSplitter,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.editing.wording import STATUSES
from oncodesk.ui.panels.patient.journey_view import JourneyView
from oncodesk.ui.panels.patient.state import CLAIMS, FIELDS, PEOPLE, VISITS, PatientState, PeopleState
from oncodesk.ui.shell.inputs import Inputs
from oncodesk.ui.shell.listing import Listing
from oncodesk.ui.shell.parts import button, clearable, label, row, wide_enough
from oncodesk.words import say

_IN_A_ROW = 6


class PatientView(QWidget):
    """`asked` carries what is typed, `chosen` an account, `opened` a visit's id, `claim_opened` a number.

    `started` asks for a new visit, `kept` for the fields typed to be kept, `noted` carries a remark, `papers` asks for
    the patient's claims and documents.
    """

    asked = Signal(str)
    chosen = Signal(str)
    opened = Signal(int)
    claim_opened = Signal(int)
    started = Signal()
    kept = Signal()
    noted = Signal(str)
    papers = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.people, self.state = PeopleState(), PatientState()
        self.box = QLineEdit()
        self.box.setPlaceholderText(say("Name, account or payer"))
        self.box.setAccessibleName(say("Find a patient"))
        clearable(self.box)
        self.box.textChanged.connect(self.asked)
        self.box.installEventFilter(self)
        self.list = Listing(say("Patients"), PEOPLE, (14, 12, 9), 0)
        self.list.chosen.connect(self._choose)
        self.fields = Inputs(self)
        self.journey = JourneyView()
        self.journey.opened.connect(self.opened)
        self._arrange()
        self.setFocusProxy(self.box)
        self.show_state(self.state)

    def _arrange(self) -> None:
        found = QFrame()
        found.setObjectName("card")
        inside = QVBoxLayout(found)
        inside.setContentsMargins(8, 8, 8, 8)
        self.empty = label("", "quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self.box)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.empty, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._head())
        below = QSplitter(Qt.Orientation.Vertical)
        below.setHandleWidth(8)
        below.addWidget(self.journey)
        below.addWidget(self._records())
        below.setSizes([330, 230])
        column.addWidget(below, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(10)
        split.addWidget(found)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([330, 920])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.addWidget(split)

    def _head(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("card")
        self.title = label("", "title")
        self.facts = label("", wrap=True)
        self.facts.setAccessibleName(say("Particulars of the patient"))
        self.edit = button(say("Change…"), say("Change the particulars of the patient"), "link")
        self.edit.setCheckable(True)
        self.new = button(say("New visit"), say("New visit for this patient"), "primary")
        self.new.setToolTip("Ctrl+Shift+N")
        self.new.clicked.connect(self.started)
        self.documents = button(say("Superbills and copies…"), say("Claims and documents of the patient"))
        self.documents.clicked.connect(self.papers)
        top = row(self.title, self.edit)
        top.addStretch()
        top.addWidget(self.documents)
        top.addWidget(self.new)
        self.form = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        for number, field in enumerate(FIELDS):
            grid.addLayout(self.fields.make(field), number // _IN_A_ROW, number % _IN_A_ROW)
        self.problem = label("", "problem", wrap=True)
        self.problem.setAccessibleName(say("What is wrong with the particulars"))
        keep = button(say("Keep"), say("Keep the particulars"), "primary")
        keep.clicked.connect(self.kept)
        foot = row(self.problem, keep)
        foot.setStretchFactor(self.problem, 1)
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.addLayout(grid)
        inside.addLayout(foot)
        self.form.hide()
        self.edit.toggled.connect(self.form.setVisible)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(14, 8, 12, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.facts)
        layout.addWidget(self.form)
        return frame

    def _records(self) -> QTabWidget:
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(say("Records of the patient"))
        self.visits = Listing(
            say("Visits of the patient"), VISITS, (12, wide_enough(13, STATUSES.values()), 26, 14, 9), 2, right=(3, 4)
        )
        self.visits.opened.connect(lambda place: self.opened.emit(self.state.visit_ids[place]))
        self.claims = Listing(say("Claims of the patient"), CLAIMS, (7, 12, 22, 26, 14), 3, right=(0, 4))
        self.claims.opened.connect(lambda place: self.claim_opened.emit(self.state.claim_numbers[place]))
        self.notes = QListWidget()
        self.notes.setAccessibleName(say("Notes on the patient"))
        self.notes.setWordWrap(True)
        self.note = QLineEdit()
        self.note.setPlaceholderText(say("Add a note, Enter keeps it"))
        self.note.setAccessibleName(say("New note on the patient"))
        self.note.returnPressed.connect(self._note)
        noted = QWidget()
        inside = QVBoxLayout(noted)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.addWidget(self.notes, 1)
        inside.addWidget(self.note)
        for name, part in (
            (say("Visits"), self.visits),
            (say("Claims and documents"), self.claims),
            (say("Notes"), noted),
        ):
            self.tabs.addTab(part, name)
        return self.tabs

    def show_people(self, state: PeopleState) -> None:
        """Who is found."""
        self.people = state
        self.list.fill(len(state.rows), lambda n: [QTableWidgetItem(text) for text in state.rows[n]], choose=-1)
        self.list.setVisible(bool(state.rows))
        self.list.show_chosen(state.accounts.index(state.chosen) if state.chosen in state.accounts else -1)
        self.empty.setText(state.empty)
        self.empty.setVisible(bool(state.empty))

    def show_state(self, state: PatientState) -> None:
        """One patient."""
        another = state.account != self.state.account
        self.state = state
        if another:
            self.edit.setChecked(False)
            self.problem.setText("")
        if state.account in self.people.accounts:
            self.list.show_chosen(self.people.accounts.index(state.account))
        self.title.setText(state.title or say("No patient chosen"))
        self.facts.setText("   ".join(f"{name}: {value}" for name, value in state.facts))
        self.fields.show(state.shown)
        self.journey.show_state(state.journey)
        self.visits.fill(len(state.visits), lambda number: [QTableWidgetItem(text) for text in state.visits[number]])
        self.claims.fill(len(state.claims), lambda number: [QTableWidgetItem(text) for text in state.claims[number]])
        self.notes.clear()
        self.notes.addItems(list(state.notes))
        counts = (
            (say("Visits"), state.visits),
            (say("Claims and documents"), state.claims),
            (say("Notes"), state.notes),
        )
        for place, (name, held) in enumerate(counts):
            self.tabs.setTabText(place, f"{name}  {len(held)}")
        for made in (self.edit, self.new, self.documents, self.note):
            made.setEnabled(bool(state.account))

    def typed(self) -> dict[str, str]:
        """The fields as they stand."""
        held = self.fields.by_path
        return {
            path: made.text() if isinstance(made, QLineEdit) else str(made.currentData() or "")
            for path, made in held.items()
        }

    def tell(self, problem: str) -> None:
        """What is wrong with the fields; nothing closes the form."""
        self.problem.setText(problem)
        if not problem:
            self.edit.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and self.list.step(Qt.Key(event.key())):  # type: ignore[attr-defined]
            return True
        return super().eventFilter(watched, event)

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self.people.accounts) and self.people.accounts[place] != self.state.account:
            self.chosen.emit(self.people.accounts[place])

    def _note(self) -> None:
        if self.note.text().strip():
            self.noted.emit(self.note.text().strip())
            self.note.clear()
