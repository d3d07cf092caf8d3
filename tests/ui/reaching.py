"""Walks what a screen reader is told of a window: names, roles and values of everything that is shown."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from oncodesk.ui.shell.library_screen import POLICIES, REGIMENS, SETS

if TYPE_CHECKING:
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.main_window import MainWindow

ROLE, TEXT = QAccessible.Role, QAccessible.Text
NAMED = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.Table, ROLE.List, ROLE.Tree,
    ROLE.PageTab, ROLE.PageTabList, ROLE.ProgressBar, ROLE.SpinBox, ROLE.Slider, ROLE.Link, ROLE.Dialog, ROLE.Graphic,
}  # fmt: skip
VALUED = {ROLE.EditableText, ROLE.ComboBox, ROLE.ProgressBar, ROLE.SpinBox, ROLE.Slider}
ROLELESS = {ROLE.NoRole}
_OWN_PARTS = {"qt_scrollarea_viewport", "qt_scrollarea_hcontainer", "qt_scrollarea_vcontainer", "qt_spinbox_lineedit"}


def walk(root: QWidget) -> Iterator[tuple[QWidget, QAccessibleInterface]]:
    """Every visible widget with what it tells."""
    for widget in (root, *root.findChildren(QWidget)):
        if widget.isVisible() and widget.objectName() not in _OWN_PARTS:
            told = QAccessible.queryAccessibleInterface(widget)
            if told is not None:
                yield widget, told


def faults(root: QWidget) -> list[str]:
    """What a screen reader could not tell: one line each."""
    return [f"{_where(widget)}: {fault}" for widget, told in walk(root) for fault in _faults(widget, told)]


def _faults(widget: QWidget, told: QAccessibleInterface) -> Iterator[str]:
    role, name = told.role(), told.text(TEXT.Name).strip()
    takes_focus = widget.focusPolicy() != widget.focusPolicy().NoFocus and widget.focusProxy() is None
    is_part = isinstance(widget.parent(), QAbstractItemView) or type(widget).__name__.startswith("QHeader")
    is_part = is_part or (type(widget).__name__ in ("QLineEdit", "QComboBoxPrivateContainer") and _is_inside(widget))
    if is_part:
        return
    if (role in NAMED or takes_focus) and not name:
        yield f"no name ({role.name})"
    if role in ROLELESS or (takes_focus and role == ROLE.Client and not _is_area(widget)):
        yield f"no role ({role.name})"
    value = told.text(TEXT.Value)
    text = getattr(widget, "currentText", None) or getattr(widget, "text", None)
    if role in VALUED and callable(text) and text() and not value and not told.state().passwordEdit:
        yield "its value is not told"


def missed_by_tab(root: QWidget, most: int = 200) -> list[str]:
    """What Tab does not come to from where the focus stands, round the whole window."""
    window = root.window()
    reached: set[QWidget | None] = set()
    first, before = window.focusWidget(), None
    for step in range(most):
        focus = window.focusWidget()
        if focus is None or (step and focus is first and before is not first):
            break
        reached.add(focus)
        before = focus
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    parts = (part for part in root.findChildren(QWidget) if part.isVisible() and part.isEnabled())
    wanted = (part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.focusProxy())
    return [_where(part) for part in wanted if part not in reached]


def _is_inside(widget: QWidget) -> bool:
    return type(widget.parentWidget()).__name__ in ("QComboBox", "ReasonBox", "QSpinBox")


def _is_area(widget: QWidget) -> bool:
    """A pane that scrolls, or one that is a document of parts, tells of what stands in it."""
    return bool(widget.findChildren(QWidget)) or bool(widget.accessibleDescription())


def _where(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names.append(at.accessibleName() or at.objectName() or type(at).__name__)
        at = at.parentWidget()
    return f"{type(widget).__name__} in {' < '.join(names)}"


def settle() -> None:
    """Lets layouts and deletions happen."""
    for _ in range(4):
        QApplication.processEvents()


def places(window: "MainWindow") -> Iterator[tuple[str, QWidget]]:
    """Brings the window to every screen, section, report, form and sheet, and gives what to look at there."""
    act: Callable[[str], None] = lambda name: window.actions_by_id[name].trigger()  # noqa: E731
    store = window.desk.store
    window.show_screen("today")
    yield "today", window
    for visit in sorted(store.find_visits(), key=lambda visit: visit.id)[:4]:
        window.saving.open(visit.id)
        yield f"visit {visit.patient_name}", window
    yield from _forms(window, act)
    act("visit.new")
    yield "new visit", window
    window.saving.open(min(visit.id for visit in store.find_visits()))
    act("superbill.beside")
    yield "superbill beside", window
    act("superbill.beside")
    act("patient.of_visit")
    yield "patient", window
    window.patient.view.edit.setChecked(True)
    for tab in range(window.patient.view.tabs.count()):
        window.patient.view.tabs.setCurrentIndex(tab)
        yield f"patient, tab {tab}", window
    act("patient.table")
    yield "journey as a table", window
    act("patient.table")
    window.show_screen("claims")
    yield "claims", window
    act("claims.check")
    yield "claims, check a code", window
    window.claims.view.voiding.begin()
    yield "claims, void", window
    window.claims.view.paper.setChecked(True)
    yield "claims, paper", window
    act("claims.scrub")
    yield "check all claims", window
    assert window.claims.scrub is not None
    window.claims.scrub.check("all")
    yield "all claims checked", window
    window.claims.scrub.left.emit()
    window.show_screen("reports")
    for place in range(window.reports.view.list.count()):
        window.reports.view.list.setCurrentRow(place)
        yield f"report {place}", window
    window.show_screen("codes")
    window.codes.view.box.setText("J9271")
    yield "codes", window
    window.show_screen("superbill")
    yield "superbill", window
    window.show_screen("library")
    for page in (SETS, POLICIES, REGIMENS):
        window.library.pages.show_page(page)
        yield f"library, {page}", window
    window.show_screen("settings")
    for name in window.settings.names:
        window.settings.show_section(name)
        yield f"settings, {name}", window
    for name, sheet in (("help", window.help_sheet), ("palette", window.palette_sheet), ("tour", window.tour)):
        act(name)
        yield name, sheet
        sheet.put_away()
    act("exchange")
    yield "records in and out", window.exchange_sheet
    window.exchange_sheet.put_away()
    window.second.ask(1)
    yield "second person", window.second
    window.second.put_away()


def _forms(window: "MainWindow", act: Callable[[str], None]) -> Iterator[tuple[str, QWidget]]:
    act("visit.details")
    act("visit.ruler_table")
    yield "details, ruler as a table", window
    act("visit.ruler_table")
    act("finding.next")
    for name in ("finding.keep", "finding.ask", "line.edit", "line.add", "line.remove"):
        act(name)
        yield name, window
    window.visit.findings.close_form()
    window.visit.findings.foot.setChecked(True)
    yield "not checked", window


def doors(entrance: "Entrance") -> Iterator[tuple[str, QWidget]]:
    """Every page of the way in."""
    from oncodesk.ui.shell.entrance_window import EntranceWindow
    from oncodesk.ui.tasks import Tasks

    door = EntranceWindow(entrance, Tasks(at_once=True))
    door.show()
    for name in door.pages:
        if name == "last":
            continue
        door.show_page(name)
        yield f"entrance, {name}", door
    door.close()
    door.deleteLater()
