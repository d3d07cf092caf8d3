"""The patient screen: found, looked at whole, changed, and the treatment journey as a strip and as a table."""

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from oncodesk.domain.errors import UnusableInput
from oncodesk.services.journey import Authorised, Cycle, Dose, Fraction, Journey, RadiationCourse, Seen
from oncodesk.ui.panels.patient import journey_presenter as presenter
from oncodesk.ui.panels.patient.journey_state import JourneyState, journey_state
from oncodesk.ui.panels.patient.journey_view import JourneyView
from oncodesk.ui.panels.patient.presenter import complaint, patient_of

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow

DAYS = tuple(date(2026, 3, day) for day in (2, 16, 30))
JOURNEY = Journey(
    doses=(
        Dose(visit=1, on=DAYS[0], drug="oxaliplatin", amount=170, unit="mg"),
        Dose(visit=1, on=DAYS[0], drug="palonosetron", amount="0.25", unit="mg", is_treatment=False),
        Dose(visit=2, on=DAYS[2], drug="oxaliplatin", amount=136, unit="mg", change=-20),
    ),
    cycles=(Cycle(number=1, since=DAYS[0], days=(DAYS[0],)), Cycle(number=2, since=DAYS[2], days=(DAYS[2],), late=14)),
    every=14,
    radiation=(RadiationCourse(id="C1", technique="imrt", planned=28, missed=(date(2026, 3, 4),), fractions=(
        Fraction(visit=3, on=date(2026, 3, 3), number=1), Fraction(visit=3, on=date(2026, 3, 5), number=2),
    )),),
    authorised=(Authorised(number="PA-1", since=DAYS[0], until=date(2026, 12, 1), units=800, left=200),),
    visits=(Seen(visit=1, on=DAYS[0], status="sent", reason="antineoplastic_treatment"),
            Seen(visit=2, on=DAYS[2], status="hold", reason="antineoplastic_treatment")),
)  # fmt: skip
TODAY = date(2026, 9, 17)


def press(window: "MainWindow", identifier: str) -> None:
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


def said(state: JourneyState) -> dict[str, list[str]]:
    return {lane.name: [mark.label for mark in lane.marks] for lane in state.lanes}


def test_every_lane_has_words_and_no_colour_alone() -> None:
    state = journey_state(JOURNEY)
    assert said(state) == {
        "Cycles": ["C1", "+14", "C2"],
        "oxaliplatin": ["170 mg", "136 mg -20 %"],
        "Supportive care": ["1"],
        "Radiation imrt": ["1", "", "2"],
        "Authorisation": ["PA-1 · 200 of 800 units left"],
        "Visits": ["✓", "◆"],
    }
    assert all(mark.said for lane in state.lanes for mark in lane.marks)
    assert state.until < date(2026, 6, 1), "a long authorisation does not make the treatment small"
    assert journey_state(Journey()).lanes == ()


def test_arrows_go_along_a_lane_and_to_the_nearest_day_of_another() -> None:
    state = journey_state(JOURNEY)
    assert presenter.moved(state, (1, 0), 1, 0) == (1, 1)
    assert presenter.moved(state, (1, 1), 1, 0) == (1, 1)
    assert presenter.moved(state, (1, 1), 0, -1) == (0, 2)
    assert presenter.moved(state, (1, 1), 0, 99) == (5, 1)
    assert presenter.moved(JourneyState(), (0, 0), 1, 0) == (0, 0)


def test_the_table_says_what_the_strip_shows_in_order_of_time() -> None:
    state = journey_state(JOURNEY)
    rows = presenter.table(state)
    assert len(rows) == sum(len(lane.marks) for lane in state.lanes)
    days = [cells[0][:10] for cells, _ in rows]
    assert days == sorted(days)
    assert any("a weekday with no fraction" in cells[2] for cells, _ in rows)


@pytest.mark.parametrize("width", [80, 300, 900, 4000])
def test_names_of_days_keep_apart(width: int) -> None:
    for until in (date(2026, 3, 20), date(2026, 12, 31), date(2031, 1, 1)):
        found = presenter.ticks(DAYS[0], until, width)
        places = [presenter.across(day, DAYS[0], until, 0, width) for day, _ in found]
        assert all(b - a >= 40 for a, b in pairwise(places)), (width, until)


def test_looking_closer_stays_within_the_days_there_are() -> None:
    state = journey_state(JOURNEY)
    shown = (state.since, state.until)
    for _ in range(9):
        shown = presenter.zoomed(*shown, DAYS[2], True, state)
    assert (shown[1] - shown[0]).days == 14
    assert shown[0] <= DAYS[2] <= shown[1]
    for _ in range(9):
        shown = presenter.zoomed(*shown, DAYS[2], False, state)
    assert shown == (state.since, state.until)


def test_the_strip_is_walked_and_opened_by_keys_and_turned_into_a_table(qtbot: QtBot) -> None:
    view = JourneyView()
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show_state(journey_state(JOURNEY))
    view.show()
    view.grab()
    strip = view.strip
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        qtbot.keyClick(strip, key)
    assert "136 mg" in strip.accessibleDescription()
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert told.args == [2]
    view.toggle.setChecked(True)
    assert view.pages.currentWidget() is view.twin
    with qtbot.waitSignal(view.opened):
        view.twin.opened.emit(next(n for n, (_, visit) in enumerate(presenter.table(view.state)) if visit))


TYPED = {
    "family_name": "Sample", "given_name": "Marta", "birth_date": "4/2/1961", "sex": "F", "weight_kg": "70.5 kg",
    "address.line1": "12 Larch Lane", "address.city": "Springfield", "address.state": "il", "address.zip": "62704",
}  # fmt: skip


def test_particulars_are_understood_or_the_field_is_named() -> None:
    made = patient_of("A-1007", TYPED, TODAY)
    assert made.birth_date == date(1961, 4, 2)
    assert made.weight_kg == 70.5
    assert getattr(made.address, "state", "") == "IL"
    for path, text, label in (
        ("birth_date", "soon", "Birth date"), ("weight_kg", "heavy", "Weight"), ("family_name", "", "Family name"),
        ("address.city", "", "City"),
    ):  # fmt: skip
        with pytest.raises(UnusableInput) as problem:
            patient_of("A-1007", TYPED | {path: text}, TODAY)
        assert complaint(problem.value).startswith(label), path


@pytest.fixture
def patients(busy: "MainWindow") -> "MainWindow":
    press(busy, "screen.patient")
    return busy


def test_typing_finds_and_arrows_choose(patients: "MainWindow", qtbot: QtBot) -> None:
    view = patients.patient.view
    assert len(view.people.accounts) == 12
    assert view.title.text() == "Dummy, Victor"
    qtbot.keyClick(view.box, Qt.Key.Key_Down)
    assert view.title.text() == "Example, Nadia"
    qtbot.keyClicks(view.box, "mock")
    assert view.people.rows[0][0] == "Mock, Adele"
    view.list.selectRow(0)
    assert view.title.text() == "Mock, Adele"
    assert "Born: 1958-12-02 (67)" in view.facts.text()
    assert "0 of 800 units left" in str(said(view.state.journey)["Authorisation"])


def test_the_patient_of_the_open_visit_is_shown(patients: "MainWindow") -> None:
    found = next(v for v in patients.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    patients.saving.open(found.id)
    press(patients, "patient.of_visit")
    view = patients.patient.view
    assert view.title.text() == "Sample, Marta"
    assert view.people.accounts[view.list.currentRow()] == "A-1007"
    assert len(view.state.visits) == 6
    with_opened = view.visits
    with_opened.opened.emit(5)
    assert patients.bench.identifier == view.state.visit_ids[5]


def test_a_new_visit_of_the_patient_has_name_and_payer(patients: "MainWindow") -> None:
    patients.patient.show_patient("A-1031")
    press(patients, "patient.visit")
    assert patients.stack.currentWidget() is patients.visit
    assert patients.visit.title.text() == "Pretend, Rosa"
    session = patients.bench.session
    assert session is not None
    assert session.draft["payer"]["name"].startswith("Prairie")
    assert session.draft["date_of_service"] == "2026-09-17"
    before = len(patients.desk.store.list_visits())
    patients.saving.save_now()
    assert len(patients.desk.store.list_visits()) == before, "kept once something is typed"
    patients.visit.grid.typed.emit("", "drug", "oxaliplatin")
    patients.saving.save_now()
    assert len(patients.desk.store.list_visits()) == before + 1


def test_particulars_are_changed_and_the_open_visit_follows(patients: "MainWindow", qtbot: QtBot) -> None:
    found = next(v for v in patients.desk.store.list_visits() if v.patient_name.startswith("Placeholder"))
    patients.saving.open(found.id)
    press(patients, "patient.of_visit")
    view = patients.patient.view
    view.edit.setChecked(True)
    view.fields.by_path["birth_date"].setText("tomorrow")  # type: ignore[union-attr]
    view.kept.emit()
    assert view.problem.text().startswith("Birth date")
    assert view.edit.isChecked()
    view.fields.by_path["birth_date"].setText("1950-11-20")  # type: ignore[union-attr]
    view.fields.by_path["phone"].setText("217-555-4444")  # type: ignore[union-attr]
    view.kept.emit()
    assert not view.edit.isChecked()
    assert "217-555-4444" in view.facts.text()
    assert patients.bench.session is not None
    assert patients.bench.session.draft["patient"]["phone"] == "217-555-4444"


def test_notes_are_kept_with_who_and_when(patients: "MainWindow", qtbot: QtBot) -> None:
    view = patients.patient.view
    qtbot.keyClicks(view.note, "Asks for copies by mail")
    qtbot.keyClick(view.note, Qt.Key.Key_Return)
    assert view.notes.count() == 1
    assert "owner" in view.notes.item(0).text()
    assert view.tabs.tabText(2).endswith("1")


def test_claims_and_papers_of_the_patient_are_one_press_away(patients: "MainWindow", qtbot: QtBot) -> None:
    patients.patient.show_patient("A-1007")
    view = patients.patient.view
    number = view.state.claim_numbers[0]
    view.claims.opened.emit(0)
    assert patients.stack.currentWidget() is patients.claims
    assert patients.claims.view.detail.number == number
    press(patients, "screen.patient")
    qtbot.mouseClick(view.documents, Qt.MouseButton.LeftButton)
    assert {row.cells[2] for row in patients.claims.view.state.rows} == {"Sample, Marta"}


def test_what_was_asked_last_is_shown_when_answers_come_later(practice: "Desk", qtbot: QtBot) -> None:
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.tasks import Tasks

    window = MainWindow(practice, Tasks())
    qtbot.addWidget(window)
    window.show()

    def settled() -> None:
        with qtbot.waitSignal(window.tasks.busy, timeout=20000, check_params_cb=lambda busy: not busy):
            window.tasks.run(window, "settle", lambda: None, lambda _: None)

    settled()
    for account, name in (("A-1007", "Sample, Marta"), ("A-1036", "Mock, Adele")):
        window.patient.show_patient(account)
        window.show_screen("patient")
        settled()
        assert window.patient.view.title.text() == name
    for number in (3, 6):
        window.patient.claim_opened.emit(number)
        settled()
        assert window.claims.view.detail.number == number
    window.close()
