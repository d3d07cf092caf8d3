"""The way in: a new practice, its password, a forgotten one, a backup, the invented practice."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from own_practice import NOW, OF_ADA, PASSWORD
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from oncodesk.codes.library import CodeSets
from oncodesk.services.entrance import Entrance
from oncodesk.ui.shell.entrance_window import EntranceWindow
from oncodesk.ui.shell.key_sheet import KeySheet
from oncodesk.ui.tasks import Tasks
from oncodesk.ui.window import Front
from oncodesk.vault import door as vault_door
from oncodesk.vault import place
from oncodesk.vault.keys import FLOOR

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

LEFT = Qt.MouseButton.LeftButton
ASKING = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QProgressBar)
TYPED = {"name": "Invented Oncology", "phone": "217-555-0100", "npi": "1538296744"}


def _front(code_sets: CodeSets, folder: Path) -> Front:
    return Front(Entrance(code_sets, folder, lambda: NOW), lambda: Tasks(at_once=True))


@pytest.fixture
def door(entrance: Entrance, qtbot: QtBot) -> Iterator[EntranceWindow]:
    """The way into the practice that Mina manages."""
    made = EntranceWindow(entrance, Tasks(at_once=True))
    qtbot.addWidget(made)
    made.show()
    yield made


@pytest.fixture
def opened(door: EntranceWindow) -> "Iterator[list[Desk]]":
    """The desks that came out of it."""
    desks: list[Desk] = []
    door.opened.connect(lambda desk, go: desks.append(desk))
    yield desks
    for desk in desks:
        desk.store.close()


def test_the_first_start_shows_the_invented_practice(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = _front(code_sets, tmp_path)
    front.begin()
    qtbot.waitUntil(lambda: front.window is not None)
    assert front.window is not None
    assert front.window.desk.is_sample
    assert front.window.today.view.own.isVisible()
    front.close()
    assert front.window is None


def test_the_way_in_is_painted_before_the_sample_is_opened(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = Front(Entrance(code_sets, tmp_path, lambda: NOW))
    front.begin()
    assert front.window is None
    assert front.door is not None
    assert front.door.isVisible()
    assert not (tmp_path / "sample").exists()
    qtbot.waitUntil(lambda: front.window is not None, timeout=20_000)
    front.close()


def test_a_practice_is_started_step_by_step_and_opened_again(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = _front(code_sets, tmp_path)
    front.begin()
    qtbot.waitUntil(lambda: front.window is not None)
    assert front.window is not None
    qtbot.mouseClick(front.window.today.view.own, LEFT)
    door = front.door
    assert door is not None
    assert front.window is None
    assert door.page is door.welcome
    qtbot.mouseClick(door.welcome.start, LEFT)
    for path, text in TYPED.items():
        door.practice.fields[path].setText(text)
    qtbot.keyClick(door.practice.fields["npi"], Qt.Key.Key_Return)
    door.practice.next.click()
    manager = door.manager
    assert door.page is manager
    qtbot.keyClicks(manager.user, "Mina")
    manager.password.fresh.setText("oak lantern pebble")
    manager.password.again.setText("oak lantern pebbles")
    qtbot.keyClick(manager.password.again, Qt.Key.Key_Return)
    assert "differ" in manager.problem.text()
    manager.password.again.setText("oak lantern pebble")
    qtbot.keyClick(manager.password.again, Qt.Key.Key_Return)
    assert door.page is door.key
    shown = [made.text() for made in door.key.sheet.groups]
    assert len(set(shown)) == 8
    assert not door.key.next.isEnabled()
    door.key.sheet.save_to(tmp_path / "key.pdf")
    (page,) = pypdf.PdfReader(tmp_path / "key.pdf").pages
    assert all(group in page.extract_text() for group in shown)
    for number, line in zip(door.key.sheet.asked, door.key.sheet.lines, strict=True):
        qtbot.keyClicks(line, shown[number].lower())
    qtbot.keyClick(door.key.sheet.lines[1], Qt.Key.Key_Return)
    assert door.page is door.last
    assert not any(group in made.text() for made in door.findChildren(QLabel) for group in shown)
    told = " ".join(made.text() for made in door.last.findChildren(QLabel))
    assert "Superbills lack: Address, Tax ID." in told
    door.last.done.emit()
    assert front.window is not None
    practice = front.window.desk.practice()
    assert practice is not None
    assert practice.name == "Invented Oncology"
    assert front.window.desk.store.user.name == "Mina"
    assert front.window.desk.store.staff.has_recovery_key()
    assert front.window.today.view.state.empty.startswith("No visits yet. Ctrl+N starts one; ")
    assert front.entrance is not None
    assert len(front.entrance.backups()) == 1
    front.close()
    recovered = front.entrance.recover("-".join(shown), "Mina", "another long one")
    recovered.store.close()


def test_a_key_that_nobody_kept_opens_nothing(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = _front(code_sets, tmp_path)
    door = front.show_entrance()
    assert door is not None
    door.show_page("practice")
    door.practice.fields["name"].setText("X")
    door.practice.next.click()
    door.manager.user.setText("Mina")
    for line in (door.manager.password.fresh, door.manager.password.again):
        line.setText("oak lantern pebble")
    door.manager.next.click()
    door.key.skip.click()
    assert "passwords means" not in door.last.title.text()
    told = " ".join(made.text() for made in door.last.findChildren(QLabel))
    assert "A forgotten password means that the records are lost." in told
    door.last.went.emit("settings.users")
    assert front.window is not None
    assert front.window.stack.currentWidget() is front.window.settings
    assert front.window.settings.list.currentItem().text() == "Users and keys"
    assert not front.window.desk.store.staff.has_recovery_key()
    assert front.window.desk.verify().is_whole
    front.close()


def test_a_practice_without_a_name_or_with_half_an_address_is_refused(
    code_sets: CodeSets, tmp_path: Path, qtbot: QtBot
) -> None:
    front = _front(code_sets, tmp_path)
    door = front.show_entrance()
    assert door is not None
    qtbot.addWidget(door)
    door.show_page("practice")
    door.practice.fields["address.city"].setText("Springfield")
    door.practice.next.click()
    assert "Practice name: type" in door.practice.problem.text()
    door.practice.fields["name"].setText("X")
    door.practice.next.click()
    assert "Street" in door.practice.problem.text()
    assert door.focusWidget() is door.practice.fields["address.line1"]
    assert not (tmp_path / "practice").exists()


def test_a_wrong_password_is_counted_and_the_wait_counts_down(
    door: EntranceWindow, opened: "list[Desk]", entrance: Entrance, qtbot: QtBot
) -> None:
    login = door.login
    assert [login.user.itemText(n) for n in range(login.user.count())] == ["Mina", "Ada"]
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try"):
        login.password.setText("not the one")
        qtbot.keyClick(login.password, Qt.Key.Key_Return)
        assert left in login.problem.text()
    login.open.click()
    assert re.search(r"possible in (30|2\d) seconds", login.problem.text())
    login.refuse("", 30)
    assert not login.open.isEnabled()
    login._tick.timeout.emit()
    assert "possible in 29 seconds" in login.problem.text()
    login.password.setText(PASSWORD)
    qtbot.keyClick(login.password, Qt.Key.Key_Return)
    assert opened == []
    again = EntranceWindow(entrance, Tasks(at_once=True))
    qtbot.addWidget(again)
    assert not again.login.open.isEnabled()
    (entrance.folder / "attempts.json").unlink()
    for _ in range(30):
        login._tick.timeout.emit()
    assert login.problem.text() == ""
    qtbot.keyClick(login.password, Qt.Key.Key_Return)
    assert [desk.store.user.name for desk in opened] == ["Mina"]
    assert login.password.text() == ""
    assert entrance.last_user == "Mina"


def test_a_practice_open_elsewhere_is_said_with_who(
    door: EntranceWindow, opened: "list[Desk]", own_desk: "Desk", qtbot: QtBot
) -> None:
    door.login.password.setText(PASSWORD)
    door.login.open.click()
    assert "open in another window: " in door.login.problem.text()
    assert "process" in door.login.problem.text()
    assert opened == []


def test_a_forgotten_password_is_replaced_with_the_key(
    door: EntranceWindow, opened: "list[Desk]", entrance: Entrance, qtbot: QtBot
) -> None:
    store = vault_door.unlock(entrance.folder, PASSWORD, "Mina")
    key = store.staff.new_recovery_key(FLOOR)
    store.close()
    qtbot.mouseClick(door.login.forgotten, LEFT)
    page = door.recover
    page.key.setText(key.replace("-", "")[:-1] + ("A" if key[-1] != "A" else "B"))
    assert "group 8" in page.so_far.text()
    page.key.setText(key)
    assert page.so_far.text().startswith("✓")
    page.user.setCurrentText("Ada")
    page.fresh.fresh.setText("a new one for Ada")
    page.open.click()
    assert "differ" in page.problem.text()
    page.fresh.again.setText("a new one for Ada")
    page.open.click()
    assert [desk.store.user.name for desk in opened] == ["Ada"]
    assert page.key.text() == ""


def test_a_backup_is_put_back_by_its_password(
    door: EntranceWindow, opened: "list[Desk]", entrance: Entrance, tmp_path: Path, qtbot: QtBot
) -> None:
    store = vault_door.unlock(entrance.folder, PASSWORD, "Mina")
    made = store.back_up(tmp_path / "stick")
    store.save_draft(None, {"date_of_service": "2026-09-17"})
    store.close()
    door.show_page("restore")
    assert "No backup in the usual place" in door.restore.none.text()
    assert not door.restore.go.isEnabled()
    door._show_place(tmp_path / "stick")
    assert door.restore.list.count() == 1
    door._show_place(made.path)
    assert door.restore.list.count() == 1
    assert [door.restore.user.itemText(n) for n in range(2)] == ["Mina", "Ada"]
    door.restore.password.setText("not the one")
    door.restore.go.click()
    assert "does not open" in door.restore.problem.text()
    door.restore.user.setCurrentText("Ada")
    door.restore.password.setText(OF_ADA)
    door.restore.go.click()
    assert "Only a manager" in door.restore.problem.text()
    door.restore.user.setCurrentText("Mina")
    door.restore.password.setText(PASSWORD)
    door.restore.go.click()
    (desk,) = opened
    assert len(desk.store.list_visits()) == 1


def test_a_network_share_is_refused_and_another_folder_remembered(
    door: EntranceWindow, entrance: Entrance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(place, "kind_of_place", lambda folder: "cifs")
        door.use_folder(tmp_path / "share")
    assert "network share (cifs)" in door.login.problem.text()
    door.use_folder(tmp_path / "elsewhere")
    assert door.page is door.welcome
    assert str(tmp_path / "elsewhere") in door.welcome.folder.text()
    assert entrance.folder == tmp_path / "elsewhere"


def test_f2_opens_the_sample(door: EntranceWindow, opened: "list[Desk]", qtbot: QtBot) -> None:
    door.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    qtbot.keyClick(door, Qt.Key.Key_F2)
    assert [desk.is_sample for desk in opened] == [True]


@pytest.mark.parametrize(
    ("text", "shift", "is_on"), [("a", False, False), ("A", False, True), ("A", True, False), ("a", True, True)]
)
def test_caps_lock_is_noticed_by_what_it_does(
    door: EntranceWindow, qtbot: QtBot, text: str, shift: bool, is_on: bool
) -> None:
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(door.login.password, QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, held, text))
    hints = [made for made in door.login.findChildren(QLabel) if "Caps Lock" in made.text()]
    assert [made.isVisible() for made in hints] == [is_on]


def test_every_page_fits_a_small_screen_and_names_its_controls(door: EntranceWindow, qtbot: QtBot) -> None:
    door.resize(683, 384)
    for name in door.pages:
        door.show_page(name)
        QApplication.processEvents()
        page = door.page_of(name)
        assert page.width() <= 683
        nameless = [w for w in page.findChildren(QWidget) if w.isVisible() and _is_nameless(w)]
        assert nameless == [], name


def _is_nameless(widget: QWidget) -> bool:
    is_part = isinstance(widget.parent(), QLineEdit | QComboBox | QAbstractItemView)
    said = widget.accessibleName() or getattr(widget, "text", str)()
    return isinstance(widget, ASKING) and not is_part and not said


def test_the_key_is_covered_while_its_groups_are_typed(qtbot: QtBot) -> None:
    sheet = KeySheet(lambda _: b"")
    qtbot.addWidget(sheet)
    groups = [f"{n}{n}{n}{n}{n}" for n in range(1, 9)]
    sheet.show_key("-".join(groups))
    assert [made.text() for made in sheet.groups] == groups
    assert sheet.again.isHidden()
    QApplication.sendEvent(sheet.lines[0], QFocusEvent(QEvent.Type.FocusIn))
    assert {made.text() for made in sheet.groups} == {"•••••"}
    sheet.lines[0].setText(groups[sheet.asked[0]])
    assert not sheet.is_proved()
    sheet.again.click()
    assert [made.text() for made in sheet.groups] == groups
    sheet.lines[1].setText(groups[sheet.asked[1]])
    assert sheet.is_proved()
    sheet.forget()
    QApplication.sendEvent(sheet.lines[0], QFocusEvent(QEvent.Type.FocusIn))
    assert not any(made.text() for made in sheet.groups)
