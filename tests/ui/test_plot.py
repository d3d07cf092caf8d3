"""The plot of a report: what it shows, by keys and by mouse, and that nothing of it is imported before."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from oncodesk.exchange.tabular import Column
from oncodesk.services.practice_report import Table
from oncodesk.ui.panels.reports.plot_state import (
    Bar,
    PlotState,
    Reach,
    day_marks,
    first_reach,
    following,
    name_marks,
    nearest,
    plot_state,
    value_marks,
    whole_reach,
    zoomed,
)
from oncodesk.ui.shell.tokens import PALETTES

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from oncodesk.ui.panels.reports.plot import Plot
    from oncodesk.ui.shell.main_window import MainWindow

NAME, COUNT, DAY = Column(name="Name"), Column(name="Count", kind="number"), Column(name="Day", kind="date")
FIRST = date(2026, 1, 5)


def table(columns: tuple[Column, ...], rows: tuple[tuple[object, ...], ...], bars: tuple[int, ...] = (1,)) -> Table:
    return Table(key="t", title="T", says="", columns=columns, rows=rows, plots=(0, bars))  # type: ignore[arg-type]


def days(count: int) -> PlotState:
    return plot_state(table((DAY, COUNT), tuple((FIRST + timedelta(days=n), n + 1) for n in range(count))))


def names(count: int) -> PlotState:
    return plot_state(table((NAME, COUNT), tuple((f"name {n}", count - n) for n in range(count))))


def test_rows_of_one_label_are_one_bar_and_the_longest_comes_first() -> None:
    shown = plot_state(table((NAME, COUNT), (("a", 1), ("b", 5), ("a", 2))))
    assert [(bar.label, bar.parts, bar.at) for bar in shown.bars] == [("b", (5.0,), 0.0), ("a", (3.0,), 1.0)]
    assert shown.whole == 5
    assert not shown.by_time


def test_days_keep_their_place_in_time_and_none_is_left_out() -> None:
    rows = tuple((date(2026, month, day), 1) for month in (8, 7) for day in range(1, 11))
    shown = plot_state(table((DAY, COUNT), (*rows, (None, 3))))
    assert shown.by_time
    assert [bar.label for bar in shown.bars] == sorted(str(day) for day, _ in rows)
    assert shown.bars[10].at - shown.bars[9].at == (date(2026, 8, 1) - date(2026, 7, 10)).days


def test_months_stand_in_the_middle_of_themselves() -> None:
    shown = plot_state(table((Column(name="Month finalised"), COUNT), (("2026-02", 4), ("2026-01", 5))))
    assert [(bar.label, date.fromordinal(int(bar.at)).day) for bar in shown.bars] == [("2026-01", 16), ("2026-02", 16)]


def test_two_parts_of_a_bar_say_which_is_which_and_how_each_is_drawn() -> None:
    given_, lost = Column(name="Charges given", kind="money"), Column(name="Charges wasted", kind="money")
    rows = (("x", Decimal(10), Decimal(5)), ("y", Decimal(3), Decimal(0)), ("z", Decimal(0), Decimal(0)))
    shown = plot_state(table((NAME, given_, lost), rows, (1, 2)))
    assert [bar.says for bar in shown.bars] == ["given $10, wasted $5", "given $3", "nothing"]
    assert "filled" in shown.title and "hatched" in shown.title


def test_the_summary_names_how_many_and_the_longest() -> None:
    assert "40 bars" in names(40).summary
    assert "name 0: 40" in names(40).summary
    assert f"from {FIRST} to" in days(9).summary
    assert PlotState().summary == "Nothing to plot"


@given(st.integers(700_000, 740_000), st.integers(1, 12_000), st.integers(1, 30))
def test_dates_on_the_axis_are_whole_in_view_and_no_more_than_find_room(low: int, span: int, most: int) -> None:
    marks = day_marks(low - 0.5, low + span - 0.5, most)
    assert len(marks) <= most
    assert all(low - 0.5 <= at <= low + span for at, _ in marks)
    for at, said in marks:
        assert date.fromordinal(int(at)).isoformat().startswith(said)
        assert len(said) in (4, 7, 10)


@given(st.floats(0.5, 1e9), st.integers(2, 20), st.sampled_from(("number", "money", "percent")))
def test_values_on_the_axis_are_round_and_few(whole: float, most: int, kind: str) -> None:
    marks = value_marks(0, whole, kind, most)
    assert 1 <= len(marks) <= most + 1
    assert all(at <= whole * 1.0001 for at, _ in marks)
    assert len({said for _, said in marks}) == len(marks)


@given(st.integers(1, 400), st.floats(0.01, 50), st.floats(-10, 500), st.booleans())
def test_nothing_can_be_zoomed_out_of_sight(count: int, factor: float, at: float, by_time: bool) -> None:
    state = days(count) if by_time else names(count)
    whole, reach = whole_reach(state), first_reach(state, 10)
    shift = state.bars[0].at if by_time else 0.0
    for _ in range(3):
        reach = zoomed(state, reach, at + shift, factor)
        assert whole.low - 1e-6 <= reach.low < reach.high <= whole.high + 1e-6
    place = state.bars[-1].at
    after = following(state, reach, place)
    assert after.low <= place <= after.high + 1e-6
    assert after.span == pytest.approx(reach.span)


def test_of_too_many_names_every_so_many_is_written() -> None:
    bars = names(40).bars
    assert len(name_marks(bars, -0.5, 39.5, 10)) == 10
    assert len(name_marks(bars, -0.5, 4.5, 10)) == 5
    assert nearest(names(40), 7.4) == 7
    assert nearest(PlotState(), 3) == -1
    assert first_reach(names(40), 12) == Reach(-0.5, 11.5)


@pytest.fixture
def plot(qtbot: "QtBot") -> "Iterator[Plot]":
    """A plot of 60 bars, alone."""
    from oncodesk.ui.panels.reports.plot import Plot

    made = Plot()
    made.resize(900, 360)
    made.show()
    made.show_state(names(60))
    yield made
    shiboken6.delete(made)


def test_every_bar_is_reached_by_keys_and_said(plot: "Plot", qtbot: "QtBot") -> None:
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.says.text() == "name 0: 60"
    seen = []
    for _ in range(59):
        qtbot.keyClick(plot, Qt.Key.Key_Down)
        bar = plot.state.bars[plot.at]
        seen.append(plot.says.text())
        assert plot.reach.low <= bar.at <= plot.reach.high
        assert bar.told in plot.accessibleDescription()
    assert seen == [bar.told for bar in plot.state.bars[1:]]
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.at == 0
    qtbot.keyClick(plot, Qt.Key.Key_End)
    assert plot.at == 59
    qtbot.keyClick(plot, Qt.Key.Key_Down)
    assert plot.at == 59


def test_keys_go_nearer_further_and_to_the_whole(plot: "Plot", qtbot: "QtBot") -> None:
    first = plot.reach
    assert first.span < 60
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert plot.reach == whole_reach(plot.state)
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.reach.span == 30
    qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.reach == whole_reach(plot.state)


def test_the_mouse_points_and_the_wheel_moves_nothing(plot: "Plot", qtbot: "QtBot") -> None:
    before = plot.reach
    item = plot._item.vb
    middle = plot.plot.mapTo(plot, plot.plot.mapFromScene(item.mapViewToScene(QPointF(1, plot.state.bars[3].at))))
    assert plot.childAt(middle) is None, "the drawing takes the mouse"
    at, none = QPointF(middle), Qt.KeyboardModifier.NoModifier
    _move(plot, at)
    assert plot.says.text() == plot.state.bars[3].told
    wheel = QWheelEvent(
        at, plot.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip
    QApplication.sendEvent(plot, wheel)
    assert not wheel.isAccepted()
    qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=middle)
    _move(plot, QPointF(600, 200), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(600, 200))
    QApplication.processEvents()
    assert plot.reach == before
    (shown, _) = item.viewRange()[1], item.viewRange()[0]
    assert shown == pytest.approx([before.low, before.high])


def _move(plot: "Plot", at: QPointF, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    kind, none = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(plot, QMouseEvent(kind, at, plot.mapToGlobal(at), Qt.MouseButton.NoButton, held, none))


def test_nothing_to_plot_says_what_to_do(plot: "Plot") -> None:
    plot.show_state(PlotState())
    assert "choose others above" in plot.says.text()
    plot.point(3)
    assert plot.at == -1


@pytest.mark.parametrize("palette", PALETTES, ids=lambda t: t.name)
def test_filled_and_hatched_are_told_apart_without_colour(qtbot: "QtBot", palette: object) -> None:
    """In greys: the filled part has one grey, the hatched one has two."""
    from oncodesk.ui.panels.reports.plot import Plot
    from oncodesk.ui.shell.theme import wear
    from oncodesk.ui.shell.tokens import LIGHT, Tokens

    app = QApplication.instance()
    assert isinstance(app, QApplication) and isinstance(palette, Tokens)
    wear(app, palette)
    try:
        made = Plot()
        qtbot.addWidget(made)
        made.resize(900, 300)
        bars = (Bar("x", (50.0, 50.0), "both", 0.0),)
        made.show_state(PlotState("t", ("a", "b"), "number", bars, 100.0))
        made.show()
        QApplication.processEvents()
        picture = made.plot.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
        filled, hatched = (_greys(made, picture, since) for since in (10, 60))
    finally:
        wear(app, LIGHT)
    assert len(filled) == 1
    assert len(hatched) >= 2
    assert max(hatched) - min(hatched) > 40


def _greys(made: "Plot", picture: QImage, since: int) -> set[int]:
    corner = made.plot.mapFromScene(made._item.vb.mapViewToScene(QPointF(since, -0.2)))
    ratio = picture.devicePixelRatio()
    x, y = int(corner.x() * ratio), int(corner.y() * ratio)
    return {picture.pixelColor(x + dx, y + dy).value() for dx in range(40) for dy in range(40)}


def test_tools_beside_the_plot_do_what_its_keys_do(busy: "MainWindow") -> None:
    from PySide6.QtWidgets import QPushButton

    busy.show_screen("reports")
    view = busy.reports.view
    assert view.plot is not None
    tools = {made.accessibleName(): made for made in view.findChildren(QPushButton)}
    tools["Nearer"].click()
    assert view.plot.reach.span < whole_reach(view.plot.state).span
    tools["Whole range of the plot"].click()
    assert view.plot.reach == whole_reach(view.plot.state)
    for _ in PALETTES:
        busy.next_theme()
        axes = [view.plot._item.getAxis(name) for name in ("left", "bottom")]
        assert all(axis._tickLevels[0] for axis in axes), "the marks went with the colours"


def test_bars_of_nothing_are_plotted_too(plot: "Plot") -> None:
    plot.show_state(plot_state(table((NAME, COUNT), (("a", 0), ("b", 0)))))
    plot.grab()
    plot.point(1)
    assert plot.says.text() == "b: 0"


_START = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtWidgets import QApplication
from oncodesk.app import code_sets
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.tasks import Tasks

app, home, sets = QApplication([]), Path(sys.argv[1]), code_sets()
hook = sys.excepthook
store = sample_practice.open_sample(home / "sample", sets)
now = lambda: datetime(2026, 9, 17, 14, 30)
window = MainWindow(Desk(sets, store, now, is_sample=True, home=home), Tasks(at_once=True))
window.show()
heavy = ("pyqtgraph", "numpy", "xlsxwriter")
for name in ("today", "visit", "codes", "patient", "claims", "library", "settings"):
    window.show_screen(name)
    app.processEvents()
assert not [name for name in heavy if name in sys.modules], "came with the window"
window.show_screen("reports")
assert "pyqtgraph" in sys.modules and "numpy" in sys.modules
assert "xlsxwriter" not in sys.modules
assert sys.excepthook is hook
window.close()
store.close()
print("fine")
"""


def test_starting_the_window_imports_neither_pyqtgraph_nor_numpy(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _START, str(tmp_path)], capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1:] == ["fine"], done.stderr
