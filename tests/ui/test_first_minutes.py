"""The first ten minutes: a tour that can be left, help on whatever has the focus, and words where nothing stands."""

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from oncodesk.ui.shell.help_pages import help_on, help_page, page_names
from oncodesk.ui.shell.shortcuts import COMMANDS, as_bound
from oncodesk.ui.shell.tour import beside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.main_window import MainWindow


@pytest.fixture
def bare(own_desk: "Desk", qtbot: QtBot) -> "Iterator[MainWindow]":
    """The window over a practice in which nothing was done yet."""
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.tasks import Tasks

    for visit in own_desk.store.list_visits():
        own_desk.store.discard_draft(visit.id)
    made = MainWindow(own_desk, Tasks(at_once=True))
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


def test_the_tour_points_at_real_parts_and_ends(window: "MainWindow", qtbot: QtBot) -> None:
    window.actions_by_id["tour"].trigger()
    tour, seen = window.tour, []
    assert 5 <= len(tour.steps) <= 6
    for number, step in enumerate(tour.steps):
        assert tour.title.text() == step.title
        part = tour._part
        assert part is not None
        assert part.isVisible()
        assert not part.visibleRegion().isEmpty()
        assert window.rect().contains(tour.geometry())
        around = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert tour.ring.geometry().intersects(around)
        assert tour.ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        seen.append(part)
        assert tour.back.isEnabled() == (number > 0)
        qtbot.keyClick(tour.next, Qt.Key.Key_Right)
    assert len(set(seen)) == len(tour.steps)
    assert not tour.isVisible()
    assert not tour.ring.isVisible()
    assert window.desk.preferences().is_toured


def test_the_tour_goes_back_and_is_skipped_by_one_key(window: "MainWindow", qtbot: QtBot) -> None:
    window.tour.open()
    qtbot.keyClick(window.tour.next, Qt.Key.Key_Space)
    assert window.tour.place == 1
    qtbot.keyClick(window.tour.next, Qt.Key.Key_Left)
    assert window.tour.place == 0
    assert not window.desk.preferences().is_toured
    qtbot.keyClick(window.tour.next, Qt.Key.Key_Escape)
    assert not window.tour.isVisible()
    assert window.desk.preferences().is_toured


def test_the_tour_stops_nothing(window: "MainWindow") -> None:
    window.tour.open()
    assert not window.tour.isModal()
    window.actions_by_id["screen.codes"].trigger()
    assert window.stack.currentWidget() is window.codes
    assert window.tour.isVisible()


@pytest.mark.parametrize(
    ("part", "where"),
    [
        (QRect(0, 0, 300, 700), "right"),
        (QRect(900, 0, 466, 700), "left"),
        (QRect(0, 0, 1366, 100), "below"),
        (QRect(0, 600, 1366, 168), "above"),
        (QRect(0, 0, 1366, 768), "inside"),
    ],
)
def test_the_card_stands_beside_its_part(part: QRect, where: str) -> None:
    area = QRect(0, 0, 1366, 768)
    card = QRect(beside(area, part, 340, 180), part.size().boundedTo(QRect(0, 0, 340, 180).size()))
    assert area.contains(card)
    assert card.intersects(part) == (where == "inside")


def test_the_sample_opens_with_the_tour_once(entrance: "Entrance", qtbot: QtBot) -> None:
    from oncodesk.ui.tasks import Tasks
    from oncodesk.ui.window import Front

    front = Front(entrance, lambda: Tasks(at_once=True))
    for is_first in (True, False):
        front.show_desk(entrance.sample())
        assert front.window is not None
        assert front.window.tour.isVisible() == is_first
        front.window.tour.put_away()
        front.close()


def test_every_screen_pane_and_section_has_help(window: "MainWindow") -> None:
    window.saving.open(window.desk.store.list_visits()[0].id)
    from oncodesk.ui.shell.main_window import BESIDE_THE_VISIT, SCREENS

    titles = set()
    for name in (*SCREENS, BESIDE_THE_VISIT):
        pages = help_on(getattr(window, name))
        assert pages, name
        titles.add(pages[0].title)
    for pane in (*window.visit.panes, window.visit.course.table, window.preview):
        pages = help_on(pane)
        assert len(pages) > 1 or pane is window.preview, pane.accessibleName()
        titles.add(pages[0].title)
    for name in window.settings.names:
        page = help_on(window.settings.findChild(QWidget, f"section-{name}"))[0]
        titles.add(page.title)
    for part in (window.visit.start, window.visit.regimen, window.library.templates.view):
        titles.add(help_on(part)[0].title)
    for sheet in (window.palette_sheet, window.exchange_sheet, window.second):
        titles.add(help_on(sheet)[0].title)
    assert len(titles) == len(SCREENS) + 1 + 8 + 3 + len(window.settings.names) + 3


def test_every_page_of_the_entrance_has_help(entrance: "Entrance", qtbot: QtBot) -> None:
    from oncodesk.ui.shell.entrance_window import EntranceWindow
    from oncodesk.ui.tasks import Tasks

    door = EntranceWindow(entrance, Tasks(at_once=True))
    qtbot.addWidget(door)
    door.show()
    for name in door.pages:
        assert help_page(name) is not None, name
    door.show_page("login")
    door.open_help()
    assert "Log in" in door.help.title.text()
    assert "recovery key" in door.help.text.toPlainText()
    qtbot.keyClick(door.help, Qt.Key.Key_Escape)
    assert not door.help.isVisible()


def test_help_names_only_keys_that_are_there() -> None:
    import re

    shipped = {key for entry in COMMANDS for key in entry.keys} | {"F4", "F6", "F2"}
    for name in page_names():
        page = help_page(name)
        assert page is not None
        assert 1 <= len(page.says) <= 4, name
        for said in page.says:
            named = re.findall(r"(?:Ctrl|Alt|Shift)\+[A-Za-z0-9+]+|\bF\d+\b", said)
            assert set(named) <= shipped, (name, set(named) - shipped)
            assert as_bound(said) == said


def test_f1_tells_of_what_has_the_focus(window: "MainWindow", qtbot: QtBot) -> None:
    window.saving.open(window.desk.store.list_visits()[0].id)
    window.activateWindow()
    for pane in window.visit.panes:
        pane.setFocus()
        qtbot.waitUntil(lambda pane=pane: QApplication.focusWidget() is pane)  # type: ignore[misc]
        window.actions_by_id["help"].trigger()
        told = window.help_sheet.text.toPlainText()
        page = help_on(pane)[0]
        assert page.says[0][:40] in told
        assert window.help_sheet.title.text() == f"Help: {page.title}"
        window.help_sheet.put_away()


def test_an_empty_practice_says_everywhere_what_to_do(bare: "MainWindow") -> None:
    """What stands where nothing does names a key, a button or a next step."""
    words = {}
    for name, screen in (("today", bare.today), ("patient", bare.patient), ("claims", bare.claims)):
        bare.show_screen(name)
        words[name] = _texts(screen)
    assert "No visits yet. Ctrl+N starts one" in words["today"]
    assert "No claims yet: Ctrl+Enter in a visit finalises one" in words["claims"]
    assert "Ctrl+N" in words["patient"]
    bare.show_screen("visit")
    assert "Ctrl+1 lists the visits, Ctrl+N starts one" in _texts(bare.visit)
    bare.show_screen("superbill")
    assert "Open a visit first: Ctrl+1" in _texts(bare.superbill)
    bare.show_screen("reports")
    assert "finalised" in _texts(bare.reports).lower()
    bare.show_screen("codes")
    assert "Type" in _texts(bare.codes)
    bare.show_screen("library")
    assert "Drop official" in _texts(bare.library)
    bare.new_visit()
    assert "Beginnings of names, such as smi j, or the account" in _texts(bare.visit)
    bare.visit.start.left.emit()
    told = _texts(bare.visit)
    assert "Type a drug to begin" in told
    assert "Alt+W comes here" in told + bare.visit.why.text.toPlainText()


def _texts(screen: QWidget) -> str:
    return "\n".join(made.text() for made in screen.findChildren(QLabel) if made.isVisible())


def test_an_error_says_what_happened_and_what_to_do(window: "MainWindow") -> None:
    window.tasks.failed.emit("today: disk full")
    assert "disk full" in window.said.text()
    assert "F5" in window.said.text() or "again" in window.said.text()
