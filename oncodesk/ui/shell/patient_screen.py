"""Patients over the practice file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.draft import blank
from oncodesk.ui.panels.patient.presenter import complaint, patient_of
from oncodesk.ui.panels.patient.state import patient_state, people_state
from oncodesk.ui.panels.patient.view import PatientView
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import many, say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.patients import PatientFile, Person


class PatientScreen(QWidget):
    """`opened` carries a visit's id, `claim_opened` a claim's number, `started` the facts of a new visit.

    `papers` carries an account, `changed` that particulars are others now.
    """

    opened = Signal(int)
    claim_opened = Signal(int)
    started = Signal(object)
    papers = Signal(str)
    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks, self._masked = desk, tasks, False
        self._found: tuple[Person, ...] = ()
        self._file: PatientFile | None = None
        self._account: str | None = None
        self.view = PatientView()
        self.view.asked.connect(lambda _: self.refresh())
        self.view.chosen.connect(self.show_patient)
        self.view.opened.connect(self.opened)
        self.view.claim_opened.connect(self.claim_opened)
        self.view.started.connect(self.start)
        self.view.kept.connect(self._keep)
        self.view.noted.connect(self._note)
        self.view.papers.connect(lambda: self.papers.emit(self.view.state.account))
        filled(self, self.view)

    def refresh(self) -> None:
        """Looks again for what is typed, and reads the patient again."""
        typed = self.view.box.text()
        self._tasks.run(self, "patient.find", lambda: self._desk.find_people(typed), self._show_found)
        if self._account is not None:
            self.show_patient(self._account)

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked
        self._show()

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.view.journey.retint()

    def show_patient(self, account: str) -> None:
        """One patient whole."""
        self._account = account
        self._tasks.run(self, "patient", lambda: self._desk.patient_file(account), self._show_file)

    def _show_found(self, found: "tuple[Person, ...]") -> None:
        self._found = found
        if found and self._account is None:
            self.show_patient(found[0].account)
        self._show()

    def _show_file(self, file: "PatientFile") -> None:
        self._file = file
        self._show()

    def _show(self) -> None:
        asked = self._account or ""
        self.view.show_people(people_state(self._found, self.view.box.text(), asked, self._masked))
        if self._file is not None:
            self.view.show_state(patient_state(self._file, self._desk.today(), self._masked))

    def start(self) -> None:
        """A new visit of this patient, with who pays and who treats as in the newest one."""
        if self._file is not None:
            from oncodesk.services.patients import next_visit

            self.started.emit(next_visit(self._file, blank(self._desk.today())))

    def _keep(self) -> None:
        if self._file is None:
            return
        try:
            patient = patient_of(self._file.account, self.view.typed(), self._desk.today())
        except UnusableInput as problem:
            self.view.tell(complaint(problem))
            return
        work = lambda: self._desk.change_patient(patient)  # noqa: E731
        self._tasks.run(self, "patient.keep", work, self._kept, keeps=True)

    def _kept(self, visits: int) -> None:
        self.view.tell("")
        also = many(
            "Kept, also in {count} visit not finalised. Finalised claims stay as they were sealed",
            "Kept, also in {count} visits not finalised. Finalised claims stay as they were sealed",
            visits,
        )
        self.told.emit(also if visits else say("Kept. Finalised claims stay as they were sealed"))
        self.changed.emit()
        self.refresh()

    def _note(self, text: str) -> None:
        if self._file is None:
            return
        account = self._file.account

        def keep() -> Any:
            return self._desk.store.add_note(f"patient:{account}", text)

        self._tasks.run(self, "patient.note", keep, lambda _: self.show_patient(account), keeps=True)
