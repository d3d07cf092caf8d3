"""What every screen, and every section of the settings, begins with."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


def filled(screen: QWidget, view: QWidget) -> None:
    """A screen or section that is one view from edge to edge, with the focus where the view wants it."""
    layout = QVBoxLayout(screen)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view)
    screen.setFocusProxy(view)
