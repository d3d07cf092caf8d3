"""Trying out other times on the ruler: what they would change is said, and nothing changes until they are taken."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from oncodesk.coding.what_if import Change, Difference
from oncodesk.ui.panels.ruler.dragging import Grip, grip, moved, with_times
from oncodesk.ui.panels.ruler.presenter import minute_at, place
from oncodesk.ui.panels.ruler.state import Lane, RulerState, trial_says

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

LANE = Lane("a1", "oxaliplatin", "initial", "96413", ((555, 680),))


@pytest.mark.parametrize(("minute", "held"), [(555, "start"), (600, "whole"), (681, "stop"), (700, None)])
def test_what_the_pointer_has_hold_of(minute: int, held: Grip | None) -> None:
    assert grip((555, 680), minute, 3) == held


@given(st.integers(0, 1400), st.integers(1, 300), st.sampled_from(("start", "stop", "whole")), st.integers(-3000, 3000))
def test_a_bar_keeps_a_minute_and_its_day(start: int, runs: int, hold: Grip, by: int) -> None:
    begin, end = moved((start, start + runs), hold, by)
    assert 0 <= begin < end
    assert hold != "whole" or end - begin == runs


def test_times_go_where_the_facts_hold_them() -> None:
    draft = {"administrations": [{"id": "a1", "start": "09:00", "stop": "10:00"}, {"id": "a2", "start": "10:00"}]}
    first, second = with_times(with_times(draft, "a1", (1430, 1450)), "a2", (610, 611))["administrations"]
    assert first == {"id": "a1", "start": "23:50", "stop": "00:10", "stop_next_day": True}
    assert second == {"id": "a2", "start": "10:10"}
    assert with_times({"administrations": [first]}, "a1", (60, 90))["administrations"][0] == {
        "id": "a1",
        "start": "01:00",
        "stop": "01:30",
    }


def test_minutes_and_places_are_each_others_way_back() -> None:
    state = RulerState((LANE,), 480, 720)
    assert minute_at(place(600, state, 100, 500), state, 100, 500) == pytest.approx(600)


def test_the_difference_in_one_line() -> None:
    found = Difference((Change("96415", (), 1, 2, Decimal(88)),), (), Decimal(88))
    assert trial_says(LANE, (555, 741), found) == "If oxaliplatin ran 09:15 to 12:21: 96415 × 1 → 2, +$88.00"
    assert trial_says(LANE, (555, 690), Difference(())) == "If oxaliplatin ran 09:15 to 11:30: the same claim"
    assert trial_says(LANE, (555, 690), "expected a time").endswith("expected a time")


def test_keys_try_out_and_enter_records(window: "MainWindow", qtbot: QtBot) -> None:
    summary = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    window.saving.open(summary.id)
    lanes = window.visit.ruler.lanes
    lanes.setFocus()
    lanes._go(next(n for n, lane in enumerate(lanes.state.lanes) if lane.name.startswith("oxaliplatin")))
    for _ in range(30):
        qtbot.keyClick(lanes, Qt.Key.Key_Right)
    assert "96415 × 1 → 2" in window.visit.ruler.says.text()
    before = window.bench.session
    qtbot.keyClick(lanes, Qt.Key.Key_Escape)
    assert window.bench.session == before
    assert not window.visit.ruler.strip.isVisible()
    for _ in range(30):
        qtbot.keyClick(lanes, Qt.Key.Key_Right)
    qtbot.keyClick(lanes, Qt.Key.Key_Return)
    assert window.bench.session is not None and window.bench.outcome is not None
    assert window.bench.session.draft["administrations"][2]["stop"] == "11:50"
    claim = window.bench.outcome.claim
    assert claim is not None
    assert [line.units for line in claim.lines if line.code == "96415"] == [2]
    window.undo()
    assert window.bench.session == before


def test_dragging_an_end_with_the_mouse(window: "MainWindow", qtbot: QtBot) -> None:
    summary = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    window.saving.open(summary.id)
    lanes = window.visit.ruler.lanes
    number = next(n for n, lane in enumerate(lanes.state.lanes) if lane.name.startswith("oxaliplatin"))
    y = round(lanes._lane_rect(number).center().y())
    end, further = round(lanes._x(680)) - 1, round(lanes._x(715))
    qtbot.mousePress(lanes, Qt.MouseButton.LeftButton, pos=QPoint(end, y))
    qtbot.mouseMove(lanes, QPoint((end + further) // 2, y))
    qtbot.mouseMove(lanes, QPoint(further, y))
    qtbot.mouseRelease(lanes, Qt.MouseButton.LeftButton, pos=QPoint(further, y))
    assert lanes.trial is not None and lanes.trial.span[0] == 555 and 711 <= lanes.trial.span[1] <= 719
    assert "96415" in window.visit.ruler.says.text()
    window.visit.ruler.leave.click()
    assert lanes.trial is None
