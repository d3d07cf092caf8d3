"""Keys of one's own: chosen in the window, refused where they would clash, named in every hint, kept."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given as over
from hypothesis import strategies as some
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from oncodesk.services.preferences import Preferences, read_preferences, save_preferences
from oncodesk.ui.panels.keys.presenter import given, holder, reset, unusable, without
from oncodesk.ui.panels.keys.state import keys_state
from oncodesk.ui.shell.shortcuts import COMMANDS, as_bound, bound, command, commands, wear_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oncodesk.ui.shell.main_window import MainWindow

_IDS = [entry.id for entry in COMMANDS]
_KEYS = [*(key for entry in COMMANDS for key in entry.keys), "Ctrl+J", "Alt+9", "F7"]


@pytest.fixture(autouse=True)
def shipped_keys() -> "Iterator[None]":
    """Whatever a test chose is forgotten after it."""
    yield
    wear_keys({})


@over(some.dictionaries(some.sampled_from(_IDS), some.lists(some.sampled_from(_KEYS), max_size=3).map(tuple)))
def test_whatever_was_kept_one_key_means_one_action(own: dict[str, tuple[str, ...]]) -> None:
    keys = [key for entry in bound(own) for key in dict.fromkeys(entry.keys)]
    assert len(keys) == len(set(keys))


@over(some.lists(some.tuples(some.sampled_from(_IDS), some.sampled_from(_KEYS), some.booleans()), max_size=6))
def test_after_any_choices_the_last_one_holds_and_nothing_clashes(chosen: list[tuple[str, str, bool]]) -> None:
    own: dict[str, tuple[str, ...]] = {}
    for identifier, key, beside in chosen:
        own = given(own, identifier, key, beside)
        held = {entry.id: entry.keys for entry in bound(own)}
        assert key in held[identifier]
        assert holder(own, identifier, key) is None
    assert bound(reset(own, "help"))[_IDS.index("help")].keys == ("F1",)


def test_no_action_ships_with_a_key_that_is_needed_elsewhere() -> None:
    assert [(entry.id, key) for entry in COMMANDS for key in entry.keys if unusable(key)] == []


@pytest.mark.parametrize("key", ["F4", "A", "Shift+A", "Ctrl+C", "Ctrl+Alt+Q", "Alt+F4", "Esc", "Home"])
def test_a_key_that_types_or_is_taken_by_the_system_is_refused(key: str) -> None:
    assert unusable(key)


def test_an_action_may_have_no_key_and_says_so() -> None:
    own = without({}, "mask")
    assert bound(own)[_IDS.index("mask")].keys == ()
    (shown,) = keys_state(own, "privacy mask").rows
    assert shown.is_own
    assert shown.cells[1].startswith("none")


def test_what_is_kept_is_read_again_and_older_files_still_open(tmp_path: "object") -> None:
    from pathlib import Path

    home = Path(str(tmp_path))
    save_preferences(home, Preferences(own_keys=given({}, "mask", "F7"), is_toured=True))
    assert read_preferences(home).own_keys == {"mask": ("F7",)}
    (home / "preferences.json").write_text('{"palette": "dark"}')
    assert read_preferences(home).own_keys == {}


def test_hints_name_the_keys_of_this_workstation() -> None:
    assert as_bound("F8 goes on, Shift+F8 back, Ctrl+Enter finalises") == (
        "F8 goes on, Shift+F8 back, Ctrl+Enter finalises"
    )
    wear_keys(given(given({}, "finding.next", "F7"), "visit.finalise", "Alt+F"))
    assert as_bound("F8 goes on, Shift+F8 back, Ctrl+Enter finalises") == "F7 goes on, Shift+F8 back, Alt+F finalises"
    wear_keys(without({}, "mask"))
    assert "Privacy mask" in as_bound("F11 hides names")


def test_no_two_actions_that_can_act_at_once_share_a_key(window: "MainWindow") -> None:
    """Every action acts in the whole window, so none may share one, on any screen; sheets and panes add none."""
    held = [(key.toString(), action) for action in window.findChildren(QAction) for key in action.shortcuts()]
    seen: dict[str, QAction] = {}
    for key, action in held:
        assert seen.setdefault(key, action) is action, (key, action.objectName(), seen[key].objectName())
    assert len(held) == sum(len(entry.keys) for entry in COMMANDS)


def test_keys_are_changed_in_the_window_and_back(window: "MainWindow", qtbot: QtBot) -> None:
    window.actions_by_id["keys"].trigger()
    view = window.settings.keys.view
    assert window.stack.currentWidget() is window.settings
    assert isinstance(view.table, QTableView)
    qtbot.keyClicks(view.seek, "next finding")
    assert view.identifier() == "finding.next"
    qtbot.keyClick(view.box, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert [key.toString() for key in window.actions_by_id["finding.next"].shortcuts()] == ["Ctrl+J"]
    assert window.desk.preferences().own_keys == {"finding.next": ("Ctrl+J",)}
    assert "Ctrl+J goes to the next one" in window.visit.findings.scroller.accessibleDescription()
    window.open_help()
    assert "Ctrl+J" in window.help_sheet.text.toPlainText()
    window.help_sheet.put_away()
    view.back.click()
    assert command("finding.next").keys == ("F8",)
    assert "F8 goes to the next one" in window.visit.findings.scroller.accessibleDescription()


def test_a_clash_is_shown_and_taken_only_when_told_to(window: "MainWindow", qtbot: QtBot) -> None:
    window.actions_by_id["keys"].trigger()
    view = window.settings.keys.view
    view.choose("mask")
    qtbot.keyClick(view.box, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert "Copy the cell above" in view.problem.text()
    assert command("mask").keys == ("F11",)
    view.leave.click()
    assert (command("mask").keys, command("visit.copy_above").keys) == (("F11",), ("Ctrl+D",))
    qtbot.keyClick(view.box, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    view.take.click()
    assert (command("mask").keys, command("visit.copy_above").keys) == (("Ctrl+D",), ())
    assert not view.take.isVisible()
    view.all.click()
    assert commands() == COMMANDS


def test_a_key_may_be_added_beside_the_others(window: "MainWindow", qtbot: QtBot) -> None:
    window.actions_by_id["keys"].trigger()
    view = window.settings.keys.view
    view.choose("mask")
    view.add.click()
    qtbot.keyClick(view.box, Qt.Key.Key_F7)
    assert command("mask").keys == ("F11", "F7")
    qtbot.keyClick(view.box, Qt.Key.Key_Q)
    assert "typed as text" in view.problem.text()
