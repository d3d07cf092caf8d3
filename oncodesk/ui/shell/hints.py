"""Keeps the keys named in tips and descriptions those of this workstation."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from oncodesk.ui.shell.shortcuts import as_bound

_WRITTEN = "written-"


def name_keys(root: QWidget) -> None:
    """Rewrites the tips and descriptions of every widget that stands in `root` and names a key."""
    for widget in root.findChildren(QWidget):
        _rewrite(widget, "tip", widget.toolTip(), widget.setToolTip)
        _rewrite(widget, "description", widget.accessibleDescription(), widget.setAccessibleDescription)


def _rewrite(widget: QWidget, what: str, shown: str, write: Callable[[str], None]) -> None:
    """As it was written is kept beside it, for the next change of keys."""
    held = widget.property(_WRITTEN + what)
    written = held[0] if held and held[1] == shown else shown
    told = as_bound(written)
    if told != shown:
        write(told)
        widget.setProperty(_WRITTEN + what, (written, told))
