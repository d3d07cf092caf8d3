"""The round of the Tab key through a window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oncodesk.ui.shell.overlay import Overlay


def tabbed(window: QWidget, forward: bool) -> bool:
    """Puts the focus on the next part of the window, or the one before; False where there is no other.

    Qt passes over all that stands before a focus proxy in the same panel, so the round is gone here. It stays inside a
    sheet that lies over the window.
    """
    begun = window.focusWidget() or window
    within = _sheet_of(begun) or window
    at = _after(begun, forward)
    while at is not None and at is not begun:
        if _takes(at) and within.isAncestorOf(at) and at.window() is window:
            at.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            return True
        at = _after(at, forward)
    return False


def _sheet_of(part: QWidget) -> QWidget | None:
    above: QWidget | None = part
    while above is not None and not isinstance(above, Overlay):
        above = above.parentWidget()
    return above


def _takes(part: QWidget) -> bool:
    wants = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
    return wants and part.isVisible() and part.isEnabled()


def _after(part: QWidget, forward: bool) -> QWidget | None:
    return part.nextInFocusChain() if forward else part.previousInFocusChain()
