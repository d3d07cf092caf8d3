"""Where overriding takes two people, the second one's password stands between the coder and the number."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shiboken6
from own_practice import OF_ADA
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oncodesk.domain.claim import Override
from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.tasks import Tasks
from oncodesk.vault.values import AuditFilter, Security

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


@pytest.fixture
def window(own_desk: "Desk", qtbot: QtBot) -> Iterator[MainWindow]:
    """The window of a practice where overriding takes two, its visit open and one finding overridden."""
    own_desk.store.save_security(Security(second_person=True))
    made = MainWindow(own_desk, Tasks(at_once=True))
    made.show()
    (row,) = own_desk.store.list_visits()
    made.saving.open(row.id)
    _override(made)
    yield made
    made.close()
    shiboken6.delete(made)


def _override(window: MainWindow) -> None:
    outcome = window.bench.outcome
    assert outcome is not None
    assert outcome.claim is not None
    answered = Override(rule="claim.filed-too-late", reason="The payer agreed in writing")
    window.bench.outcome = replace(outcome, claim=outcome.claim.model_copy(update={"overrides": (answered,)}))


def _finalise(window: MainWindow) -> None:
    window.saving.finalise()
    if not window.second.isVisible() and window.bench.number is None:
        window.saving.finalise()


def test_the_claim_waits_for_a_second_person(window: MainWindow, qtbot: QtBot) -> None:
    _finalise(window)
    form = window.second
    assert form.isVisible()
    assert not form.isWindow()
    assert [form.user.itemText(n) for n in range(form.user.count())] == ["Ada"]
    assert window.bench.number is None
    assert window.bench.status == "uncoded"
    form.password.setText("not the one")
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    assert "not the password" in form.problem.text()
    assert window.bench.number is None
    form.password.setText(OF_ADA)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    assert not form.isVisible()
    assert window.bench.number == 1
    (agreed,) = window.desk.store.find_audit(AuditFilter(action="agree"))
    assert agreed.detail["by"] == "Ada"


def test_a_change_meanwhile_is_not_finalised_by_the_agreement(window: MainWindow) -> None:
    _finalise(window)
    window.visit.header.typed.emit("patient.given_name", "Another")
    window.second.password.setText(OF_ADA)
    window.second.agree.click()
    assert window.bench.number is None
    assert "changed meanwhile" in window.said.text()


def test_without_anybody_else_it_says_what_to_do(window: MainWindow) -> None:
    window.desk.store.staff.remove("Ada")
    _finalise(window)
    assert "A manager adds a reviewer" in window.second.words.text()
    assert not window.second.agree.isEnabled()
    window.second.leave.click()
    assert not window.second.isVisible()
    assert window.bench.number is None


def test_without_overrides_nobody_is_asked(window: MainWindow) -> None:
    window.bench.recheck()
    _finalise(window)
    assert not window.second.isVisible()
    assert window.bench.number == 1
