"""The start of a visit: what it shows, what is meant, and the form in the window."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from oncodesk.services import sample_practice
from oncodesk.services.begin_visit import Known
from oncodesk.services.regimens.fitting import Fit
from oncodesk.ui.panels.begin.presenter import begun, filled, new_patient
from oncodesk.ui.panels.begin.state import BLANK, NEW, REPEAT, BeginState, Choice, day_said, offers, own, people
from oncodesk.ui.panels.begin.view import BeginView

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow

KNOWN = Known(account="A-1", name="Smith, Joan", birth_date=date(1960, 1, 2), payer="Harbor", last_on=date(2026, 9, 3))
BEGIN = {"format": "oncodesk.visit/1", "date_of_service": "2026-09-17", "place_of_service": "11"}


def test_patients_and_a_new_one() -> None:
    found = people((KNOWN,), "smi", masked=False).choices
    assert found[0] == Choice("A-1", "Smith, Joan", "A-1 · born 2 Jan 1960 · Harbor · last visit 3 Sep 2026")
    assert found[1] == Choice(own(NEW), "New patient", "smi")
    assert people((), " ", masked=False).choices == ()
    masked = people((KNOWN,), "smi", masked=True).choices[0]
    assert "Smith" not in masked.text and "1960" not in masked.beside and "A-1" not in masked.beside


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 17), "Thu 17 Sep 2026, today"),
        (date(2026, 9, 16), "Wed 16 Sep 2026, yesterday"),
        (date(2026, 9, 14), "Mon 14 Sep 2026, 3 days ago"),
        (date(2026, 9, 20), "Sun 20 Sep 2026, in 3 days"),
    ],
)
def test_a_day_is_echoed_as_understood(day: date, said: str) -> None:
    assert day_said(day, date(2026, 9, 17)) == said


def test_what_fits_is_offered_first_then_the_last_visit() -> None:
    first, second, *_ = sample_practice.templates()
    fits = (Fit(second, "as last time"), Fit(first))
    keys = [one.key for one in offers(fits, date(2026, 9, 3), "")]
    assert keys == [second.name, own(REPEAT), own(BLANK), first.name]
    assert [one.key for one in offers(fits, None, "oxali")] == [first.name]
    assert own(REPEAT) not in [one.key for one in offers(fits, None, "")]


@pytest.mark.parametrize(
    ("typed", "family", "given"),
    [("smi j", "Smi", "J"), ("O'Hara, Mary Ann", "O'Hara", "Mary Ann"), ("ng", "Ng", None)],
)
def test_a_new_patient_begins_with_the_name_typed(typed: str, family: str, given: str | None) -> None:
    names = new_patient(typed)
    assert (names["family_name"], names.get("given_name")) == (family, given)


def test_a_visit_is_filled_with_a_regimen_the_last_visit_or_nothing() -> None:
    last = sample_practice.read("visit-pembrolizumab")
    templates = sample_practice.templates()
    draft = begun(BEGIN, "2026-10-06", KNOWN, "smi", last)
    assert draft["date_of_service"] == "2026-10-06" and draft["payer"] == last["payer"]
    assert filled(draft, own(BLANK), templates, last) == draft
    again = filled(draft, own(REPEAT), templates, last)["administrations"][0]
    assert again["dose"] == {"amount": 200, "unit": "mg"} and "start" not in again
    assert len(filled(draft, "mFOLFOX6", templates, last)["administrations"]) == 6
    assert begun(BEGIN, "2026-10-06", None, "smi j", {})["patient"] == {"family_name": "Smi", "given_name": "J"}


def test_the_form_takes_a_choice_by_its_keys(qtbot: QtBot) -> None:
    view = BeginView()
    qtbot.addWidget(view)
    view.show()
    taken: list[tuple[str, int]] = []
    left: list[bool] = []
    view.taken.connect(lambda step, place: taken.append((step, place)))
    view.left.connect(lambda: left.append(True))
    view.show_state(BeginState(choices=(Choice("1", "One"), Choice("2", "Two"))))
    box = view.boxes["patient"]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert taken == [("patient", 0), ("patient", 1)]
    view.show_state(BeginState("date", "One", problem="expected a date"))
    assert box.text() == "One" and "expected a date" in view.problem.text()
    assert not view.boxes["how"].isEnabled()
    qtbot.keyClick(view.boxes["date"], Qt.Key.Key_Escape)
    assert left == [True]


def _press(window: "MainWindow", identifier: str) -> None:
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


def _say(window: "MainWindow", step: str, text: str) -> None:
    start = window.visit.start
    start.boxes[step].setText(text)  # type: ignore[index]
    start.typed.emit(step, text)


def test_a_new_patient_is_asked_for_the_rest(window: "MainWindow") -> None:
    _press(window, "visit.new")
    _say(window, "patient", "zed a")
    window.visit.start.taken.emit("patient", 0)
    _say(window, "date", "-3")
    assert window.visit.start.state.note == "Mon 14 Sep 2026, 3 days ago"
    window.visit.start.taken.emit("date", 0)
    assert window.visit.start.state.choices[0].key == own(BLANK)
    window.visit.start.taken.emit("how", 0)
    assert window.bench.session is not None
    assert window.bench.session.draft["patient"] == {"family_name": "Zed", "given_name": "A"}
    assert window.bench.session.draft["date_of_service"] == "2026-09-14"
    assert window.visit.details.isChecked() and not window.visit.start.isVisible()
    _press(window, "visit.undo")
    assert not window.bench.session.draft.get("patient")


def test_a_day_that_is_none_stays_where_it_is(window: "MainWindow") -> None:
    _press(window, "visit.new")
    _say(window, "patient", "sam")
    window.visit.start.taken.emit("patient", 0)
    _say(window, "date", "1345")
    assert "type a date" in window.visit.start.state.problem
    window.visit.start.taken.emit("date", 0)
    assert window.visit.start.state.step == "date"


def test_esc_leaves_the_form_and_everything_is_typed(window: "MainWindow", qtbot: QtBot) -> None:
    _press(window, "visit.new")
    assert window.visit.start.isVisible() and not window.visit.header.isVisible()
    qtbot.keyClick(window.visit.start.boxes["patient"], Qt.Key.Key_Escape)
    assert window.visit.header.isVisible() and window.visit.details.isChecked()
    assert not window.visit.start.isVisible()


def test_the_last_visit_is_repeated_from_the_open_one(window: "MainWindow") -> None:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Placeholder"))
    window.saving.open(found.id)
    _press(window, "visit.repeat")
    assert window.bench.session is not None
    draft = window.bench.session.draft
    assert window.bench.identifier is None or window.bench.identifier != found.id
    assert (draft["date_of_service"], draft["patient"]["account"]) == ("2026-09-17", "A-1012")
    assert draft["administrations"][0]["containers"] and "start" not in draft["administrations"][0]
    window.saving.save_now()
    assert len(window.desk.store.list_visits()) == 4
    window.visit.grid.typed.emit("a1", "start", "905")
    window.saving.save_now()
    assert len(window.desk.store.list_visits()) == 5


def test_an_appointment_is_filled_by_the_last_visit(window: "MainWindow") -> None:
    store = window.desk.store
    treated = next(v for v in store.list_visits() if v.patient_name.startswith("Placeholder"))
    patient = store.load_visit(treated.id).draft["patient"]
    booked = store.save_draft(
        None,
        {"format": "oncodesk.visit/1", "date_of_service": "2026-09-16", "place_of_service": "11", "patient": patient}
        | {"administrations": [], "diagnoses": [], "services": []},
    )
    window.saving.open(booked)
    _press(window, "visit.repeat")
    assert window.bench.session is not None
    draft = window.bench.session.draft
    assert (window.bench.identifier, draft["date_of_service"]) == (booked, "2026-09-16")
    assert draft["administrations"][0]["drug"] == "Keytruda" and draft["diagnoses"]
    window.saving.save_now()
    assert len(store.list_visits()) == 5
    _press(window, "visit.undo")
    assert not window.bench.session.draft["administrations"]


def test_the_chosen_patient_is_repeated_from_the_form(window: "MainWindow") -> None:
    _press(window, "visit.new")
    _press(window, "visit.repeat")
    assert "choose the patient" in window.said.text()
    _say(window, "patient", "placeh")
    window.visit.start.taken.emit("patient", 0)
    _press(window, "visit.repeat")
    assert window.bench.session is not None
    assert window.bench.session.draft["administrations"][0]["drug"] == "Keytruda"


@pytest.fixture
def threaded(desk: "Desk", qtbot: QtBot) -> "Iterator[MainWindow]":
    """The window as it runs, with its work on threads of their own."""
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.tasks import Tasks

    made = MainWindow(desk, Tasks())
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


def test_enter_pressed_before_the_answer_waits_for_it(threaded: "MainWindow", qtbot: QtBot) -> None:
    _press(threaded, "visit.new")
    start = threaded.visit.start
    qtbot.keyClicks(start.boxes["patient"], "sam m")
    qtbot.keyClick(start.boxes["patient"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: start.state.step == "date", timeout=5000)
    assert start.state.who == "Sample, Marta"
    qtbot.keyClick(start.boxes["date"], Qt.Key.Key_T)
    qtbot.keyClick(start.boxes["date"], Qt.Key.Key_Return)
    qtbot.keyClick(start.boxes["how"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not start.isVisible(), timeout=5000)
    assert threaded.bench.session is not None
    assert len(threaded.bench.session.draft["administrations"]) == 6
