"""The privacy mask: no screen, sheet, form, tip or picture says who a patient is while it is on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)
from reaching import places, settle

from oncodesk.ui.shell.pages import Pages

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

_TOLD = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


def _said(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(model.rowCount()):
        for column in range(columns):
            yield from (str(model.index(row, column).data(role) or "") for role in _TOLD)


def _identities(window: "MainWindow") -> set[str]:
    """Names, accounts, birth dates, streets, phones and member IDs of every patient."""
    held: set[str] = set()
    for visit in window.desk.store.find_visits():
        draft = window.desk.store.load_visit(visit.id).draft
        patient, payer = draft.get("patient", {}), draft.get("payer", {})
        address = patient.get("address") or {}
        street = next(iter(address.get("lines", ())), "") if isinstance(address, dict) else ""
        held |= {str(patient.get(part) or "") for part in ("family_name", "account", "birth_date", "phone")}
        held |= {str(payer.get("member_id") or ""), str(street)}
        held.add(f"{patient.get('family_name')}, {patient.get('given_name')}")
    return {word for word in held if len(word) > 3} - {"Sample"}


def test_nobody_is_named_anywhere_while_the_mask_is_on(busy: "MainWindow") -> None:
    names = _identities(busy)
    assert len(names) > 40
    busy.actions_by_id["mask"].trigger()
    seen, found = [], {}
    for place, _ in places(busy):
        settle()
        seen.append(place)
        for widget in (busy, *busy.findChildren(QWidget)):
            if not widget.isVisible() or widget is busy.visit.findings.ask_form.text:
                continue  # a question is opened to be given to somebody, who needs the account; it names nobody
            for said in _said(widget):
                found |= {
                    f"{name} on {place}: {type(widget).__name__} {said[:60]}": 1 for name in names if name in said
                }
    assert len(seen) > 35
    assert "\n".join(one.replace("\n", " ") for one in found) == ""


def test_without_the_mask_the_same_walk_finds_them(busy: "MainWindow") -> None:
    names = _identities(busy)
    busy.show_screen("today")
    said = {text for widget in busy.findChildren(QWidget) for text in _said(widget)}
    assert any(name in text for name in names for text in said)


def test_a_page_that_names_the_patient_is_not_painted(busy: "MainWindow") -> None:
    busy.saving.open(busy.desk.store.list_visits()[0].id)
    busy.actions_by_id["superbill.beside"].trigger()
    busy.show_screen("superbill")
    settle()
    shown = [pages for pages in busy.findChildren(Pages) if pages.isVisible()]
    assert len(shown) == 2
    assert all(_pictures(pages) for pages in shown)
    busy.actions_by_id["mask"].trigger()
    settle()
    assert not any(_pictures(pages) for pages in shown)
    busy.superbill.refresh()
    settle()
    assert not any(_pictures(pages) for pages in shown)
    assert busy.superbill.view.state.pdf
    busy.actions_by_id["mask"].trigger()
    settle()
    assert all(_pictures(pages) for pages in shown)


def _pictures(pages: Pages) -> int:
    return sum(not made.pixmap().isNull() for made in pages.findChildren(QLabel) if not made.isHidden())
