"""Users, providers, guarding, printers, backups and audit, over the practice of one's own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from own_practice import OF_ADA, PASSWORD
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from oncodesk.domain.people import Provider
from oncodesk.ui.panels.audit.presenter import wanted
from oncodesk.ui.panels.backups.state import Tried, backups_state
from oncodesk.ui.panels.guard.state import choices
from oncodesk.ui.panels.printers.state import PrintersState
from oncodesk.ui.shell.printing import printer_of
from oncodesk.ui.shell.settings import printers as printers_section
from oncodesk.ui.shell.settings_screen import SettingsScreen
from oncodesk.ui.tasks import Cancelled, Tasks
from oncodesk.vault import keys
from oncodesk.vault.errors import NotAllowed, WrongPassword
from oncodesk.vault.values import AuditFilter, Security

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance

AT = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001


@pytest.fixture
def settings(own_desk: "Desk", qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[SettingsScreen]:
    """The settings as a manager sees them; passwords cost the least that is allowed."""
    monkeypatch.setattr(keys, "calibrated", lambda: keys.FLOOR)
    yield from _over(own_desk)


def _over(desk: "Desk") -> Iterator[SettingsScreen]:
    made = SettingsScreen(desk, Tasks(at_once=True))
    made.show()
    yield made
    shiboken6.delete(made)


def _column(table: QTableWidget, column: int) -> list[str]:
    found = [table.item(row, column) for row in range(table.rowCount())]
    return [item.text() for item in found if item is not None]


def test_a_user_is_added_and_logs_in(settings: SettingsScreen, own_desk: "Desk", entrance: "Entrance") -> None:
    settings.show_section("users")
    view = settings.users.view
    assert _column(view.table, 0) == ["Ada", "Mina"]
    assert _column(view.table, 2) == ["", "you"]
    view.add.click()
    assert "Log-in name: type one" in view.add_problem.text()
    view.name.setText("Ada")
    view.role.setCurrentIndex(view.role.findData("coder"))
    for line in (view.first.fresh, view.first.again):
        line.setText("eight or more")
    view.add.click()
    assert "already" in view.add_problem.text()
    view.name.setText("Tom")
    view.add.click()
    assert _column(view.table, 0) == ["Ada", "Mina", "Tom"]
    assert view.first.text() == ""
    own_desk.store.close()
    back = entrance.unlock("eight or more", "Tom")
    assert back.store.user.role == "coder"
    back.store.close()


def test_removing_a_user_offers_the_change_of_the_data_key(settings: SettingsScreen, own_desk: "Desk") -> None:
    settings.show_section("users")
    view = settings.users.view
    view.table.selectRow(1)
    view.remove.click()
    assert "name another manager" in view.problem.text()
    assert not view.offer.isVisible()
    view.table.selectRow(0)
    view.remove.click()
    assert _column(view.table, 0) == ["Mina"]
    assert "Ada can no longer log in" in view.offer_words.text()
    before = own_desk.store._secret.database_key()
    view.rotate.click()
    assert own_desk.store._secret.database_key() != before
    assert not view.offer.isVisible()
    assert own_desk.verify().is_whole


def test_ones_own_password_is_changed(settings: SettingsScreen, own_desk: "Desk", entrance: "Entrance") -> None:
    settings.show_section("users")
    view = settings.users.view
    for line in (view.fresh.fresh, view.fresh.again):
        line.setText("another long one")
    view.old.setText("not the one")
    view.change.click()
    assert "password" in view.password_problem.text()
    view.old.setText(PASSWORD)
    view.change.click()
    assert view.password_problem.text() == ""
    own_desk.store.close()
    with pytest.raises(WrongPassword):
        entrance.unlock(PASSWORD, "Mina")
    entrance.unlock("another long one", "Mina").store.close()


def test_a_recovery_key_is_shown_until_it_is_kept(settings: SettingsScreen, own_desk: "Desk") -> None:
    settings.show_section("users")
    view = settings.users.view
    assert "If every manager forgets" in view.key_words.text()
    view.new_key.click()
    shown = [made.text() for made in view.sheet.groups]
    assert own_desk.store.staff.has_recovery_key()
    assert not view.key_done.isEnabled()
    view.sheet.lines[0].setText("WRONG")
    view.sheet.lines[1].setText("WRONG")
    assert "Not as printed" in view.sheet.proof.text()
    for number, line in zip(view.sheet.asked, view.sheet.lines, strict=True):
        line.setText(shown[number])
    view.key_done.click()
    assert not any(made.text() for made in view.sheet.groups)
    assert "not shown again" in view.key_words.text()


def test_a_reviewer_sees_but_does_not_manage(
    entrance: "Entrance", qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = entrance.unlock(OF_ADA, "Ada")
    for settings in _over(desk):
        settings.show_section("users")
        assert not settings.users.view.remove.isEnabled()
        assert not settings.users.view.add_card.isVisible()
        settings.show_section("guard")
        assert not settings.guard.view.minutes.isEnabled()
        assert "manager" in settings.guard.view.note.text()
        settings.guard.view.changed.emit(5, True)
        assert "Only a manager" in settings.guard.view.problem.text()
        settings.show_section("audit")
        assert settings.audit.view.table.rowCount() > 0
    with pytest.raises(NotAllowed):
        desk.store.save_security(Security(idle_minutes=5))
    desk.store.close()


def test_guarding_is_kept(settings: SettingsScreen, own_desk: "Desk") -> None:
    kept: list[Security] = []
    settings.guarded.connect(kept.append)
    settings.show_section("guard")
    view = settings.guard.view
    assert view.minutes.currentData() == 10
    view.minutes.setCurrentIndex(view.minutes.findData(5))
    view.minutes.activated.emit(0)
    view.second.click()
    assert own_desk.store.security() == Security(idle_minutes=5, second_person=True)
    assert kept[-1] == own_desk.store.security()
    assert choices(7) == (1, 2, 5, 7, 10, 15, 20, 30, 45, 60)


def test_providers_are_kept_changed_and_removed(settings: SettingsScreen, own_desk: "Desk") -> None:
    settings.show_section("providers")
    view = settings.providers.view
    assert view.empty.isVisible()
    view.name.setText("Lena Marsh")
    view.npi.setText("1538296745")
    view.keep.click()
    assert "NPI: type ten digits" in view.problem.text()
    view.npi.setText("1538296744")
    view.credential.setText("NP")
    view.keep.click()
    assert own_desk.store.providers() == (Provider(name="Lena Marsh", npi="1538296744", credential="NP"),)
    assert not view.empty.isVisible()
    view.credential.setText("MD")
    view.keep.click()
    assert [person.credential for person in own_desk.store.providers()] == ["MD"]
    view.begin()
    assert view.name.text() == ""
    assert view.chosen is None
    view.table.selectRow(0)
    view.remove.click()
    assert own_desk.store.providers() == ()
    assert [row.action for row in own_desk.store.find_audit(AuditFilter("provider"))] == ["remove", "edit", "edit"]
    assert own_desk.verify().is_whole


def test_the_printer_is_remembered_on_this_computer(
    settings: SettingsScreen, own_desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.show_section("printers")
    view = settings.printers.view
    assert "No printer is set up" in view.none.text()
    assert view.none.isVisible()
    monkeypatch.setattr(printers_section, "printer_names", lambda: ("Front desk", "Back office"))
    settings.printers.refresh()
    assert not view.none.isVisible()
    view.printer.setCurrentText("Back office")
    view.copies.setCurrentIndex(1)
    view.tray.setCurrentIndex(view.tray.findData("Lower"))
    view.tray.activated.emit(0)
    kept = own_desk.preferences()
    assert (kept.printer, kept.copies, kept.tray) == ("Back office", 2, "Lower")
    printer = printer_of(kept)
    assert printer.copyCount() == 2
    assert PrintersState(("Front desk",), "Back office").lost.startswith("Back office is not there now")


def test_backups_are_made_here_and_elsewhere_and_tried_out(
    settings: SettingsScreen, own_desk: "Desk", tmp_path: Path
) -> None:
    told: list[str] = []
    settings.told.connect(told.append)
    settings.show_section("backups")
    view = settings.backups.view
    assert "No backup yet" in view.empty.text()
    assert not view.test.isEnabled()
    view.now.click()
    assert view.table.rowCount() == 1
    assert _column(view.table, 2) == ["✓ verified when made"]
    view.test.click()
    assert _column(view.table, 2) == ["✓ verified, tried out"]
    assert "came back whole" in view.last.text()
    settings.backups.back_up(tmp_path / "stick")
    assert view.problem.text() == "⚠ No backup was made: stick is not there. Plug it in, or choose another place"
    assert told[-1] == ""
    assert not (tmp_path / "stick").exists()
    (tmp_path / "stick").mkdir()
    settings.backups.back_up(tmp_path / "stick")
    assert "in " + str(tmp_path / "stick") in told[-1]
    (tmp_path / "file").write_text("")
    settings.backups.back_up(tmp_path / "file")
    assert "No backup was made" in view.problem.text()
    assert view.now.isEnabled()
    asked: list[bool] = []
    settings.restore_asked.connect(lambda: asked.append(True))
    view.restore.click()
    assert asked == [True]


def test_a_backup_that_would_not_come_back_is_said() -> None:
    found = [("b2", AT), ("b1", AT - timedelta(days=3))]
    state = backups_state(found, "/place", Tried(AT, "b2", ("Page 7 is torn.",)), AT)
    assert state.rows[0][2] == "✗ would not come back"
    assert state.rows[1][1:3] == ("3 days ago", "✓ verified when made")
    assert state.is_whole is False
    assert "Page 7 is torn." in state.tried
    assert backups_state((), "/place", None, AT).tried == "Never tried out yet."
    none = backups_state((), "/place", Tried(AT, "", ("There is no backup yet.",)), AT)
    assert none.tried.endswith("there was no backup to try out. Make one first.")


def test_long_work_is_stopped_and_leaves_nothing(own_desk: "Desk", tmp_path: Path) -> None:
    steps: list[tuple[float, str]] = []

    def stop_at(most: float) -> None:
        steps.clear()

        def say(fraction: float, what: str) -> None:
            steps.append((fraction, what))
            if fraction >= most:
                raise Cancelled

        with pytest.raises(Cancelled):
            own_desk.store.back_up(say=say)

    for most in (0.0, 0.3, 0.5, 0.8, 0.9):
        stop_at(most)
        assert list(own_desk.store.backups.folder.glob("*T*")) == []
    assert steps == sorted(steps)
    assert len(steps) > 5
    assert own_desk.store.back_up().path.is_dir()
    assert own_desk.verify().is_whole


def test_the_audit_is_paged_and_filtered(settings: SettingsScreen, own_desk: "Desk") -> None:
    for _ in range(130):
        own_desk.store.note("print", "claim:1")
    settings.show_section("audit")
    view = settings.audit.view
    assert view.table.rowCount() == 100
    assert _column(view.table, 3)[0] == "print"
    assert not view.first.isEnabled()
    view.next.click()
    assert view.table.rowCount() < 100
    assert _column(view.table, 3)[-1] in ("migrate", "enrol")
    assert not view.next.isEnabled()
    view.first.click()
    assert view.table.rowCount() == 100
    view.subject.setText("visit 1")
    assert set(_column(view.table, 4)) == {"visit 1"}
    view.subject.setText("nothing like it")
    assert view.empty.isVisible()
    view.subject.clear()
    view.action.setCurrentText("enrol")
    view.action.activated.emit(0)
    assert set(_column(view.table, 3)) == {"enrol"}
    view.person.setCurrentText("oncodesk")
    view.person.activated.emit(0)
    assert view.table.rowCount() == 0
    assert wanted(" Visit:7 ", "Everybody", "Every action") == AuditFilter("visit:7")


def test_verifying_says_what_it_finds_and_an_alarm_is_shown(
    settings: SettingsScreen, own_desk: "Desk", monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.show_section("audit")
    view = settings.audit.view
    view.verify.click()
    assert view.found.text().startswith("✓ Everything fits:")
    assert not view.alarm.isVisible()
    monkeypatch.setattr(own_desk.store, "alarm", "The records end before entry 9.")
    settings.refresh()
    assert "end before entry 9" in view.alarm.text()
    view.accept.click()
    assert not view.alarm.isVisible()
    settings.audit.view.show_found("Page 7 is torn.", False)
    assert view.found.property("problem") is True
