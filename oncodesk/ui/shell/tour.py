"""A tour of the window: a small card beside each real part in turn, which stops nothing and can be left at any time."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import button, label, row
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_WIDE, _GAP, _RING = 340, 12, 3
_STEP = {
    Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_PageUp: -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One stop: `go` brings the window there and gives the part that is pointed at."""

    title: str
    text: str
    go: Callable[[], QWidget]


class Tour(QFrame):
    """`ended` when it was seen to the end or skipped. Right and Left step, Enter presses a button, Esc skips."""

    ended = Signal()

    def __init__(self, window: QWidget, steps: tuple[Step, ...]) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self.setAccessibleName(say("Tour"))
        self.steps, self.place = steps, 0
        self._part: QWidget | None = None
        self.ring = _Ring(window)
        self.count = label("", "quiet", "small")
        self.title = label("", "heading")
        self.text = label("", wrap=True)
        self.text.setAccessibleName(say("What stands here"))
        self.next = button(say("Next  →"), say("Next step"), "primary")
        self.back = button(say("←  Back"), say("Step back"))
        self.skip = button(say("Skip  Esc"), say("Skip the tour"), "link")
        self.next.clicked.connect(lambda: self.step(1))
        self.back.clicked.connect(lambda: self.step(-1))
        self.skip.clicked.connect(self.put_away)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(8)
        head = row(self.title)
        head.addStretch()
        head.addWidget(self.count)
        whole.addLayout(head)
        whole.addWidget(self.text)
        foot = row(self.back, self.next)
        foot.addStretch()
        foot.addWidget(self.skip)
        whole.addLayout(foot)
        window.installEventFilter(self)
        for made in (self.next, self.back, self.skip):  # a button takes the arrows for going to its neighbour
            made.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Begins, or gives the focus back to the step that is shown."""
        if not self.isVisible():
            self.place = 0
            self._show()
        self.return_to()

    def return_to(self) -> None:
        """Gives the focus back to the step that is shown, once what it points at has come."""
        if self.isVisible():
            self._lay()
            self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """To another step; past the last one the tour ends."""
        if self.place + by >= len(self.steps):
            self.put_away()
            return
        self.place = max(0, self.place + by)
        self._show()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_away(self) -> None:
        """Ends the tour; the focus goes where one begins on the screen that is shown."""
        if not self.isVisible():
            return
        part, self._part = self._part, None
        self.hide()
        self.ring.hide()
        if part is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()

    def _show(self) -> None:
        shown = self.steps[self.place]
        self._part = shown.go()
        self.count.setText(say("{place} of {count}", place=self.place + 1, count=len(self.steps)))
        self.title.setText(shown.title)
        self.text.setText(as_bound(shown.text))
        self.setAccessibleDescription(f"{self.count.text()}. {shown.title}. {self.text.text()}")
        self.next.setText(say("Done") if self.place + 1 == len(self.steps) else say("Next  →"))
        self.next.setAccessibleName(say("End the tour") if self.place + 1 == len(self.steps) else say("Next step"))
        self.next.setAccessibleDescription(self.accessibleDescription())
        self.back.setEnabled(self.place > 0)
        self.ring.show()
        self.show()
        self._lay()

    def _lay(self) -> None:
        window, part = self.parentWidget(), self._part
        if window is None or part is None:
            return
        area = window.rect()
        around = QRect(part.mapTo(window, QPoint(0, 0)), part.size()).intersected(area)
        self.ring.setGeometry(around.adjusted(-_RING, -_RING, _RING, _RING).intersected(area))
        wide = min(_WIDE, area.width() - 2 * _GAP)
        self.setFixedWidth(wide)
        tall = max(self.layout().heightForWidth(wide), self.sizeHint().height())  # type: ignore[union-attr]
        self.resize(wide, tall)
        self.move(beside(area, around, wide, tall))
        self.ring.raise_()
        self.raise_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.put_away()
        elif key in _STEP and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.step(_STEP[key])
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._lay()
            if self.isVisible() and _is_escape(event):  # nothing that has the focus wanted it
                self.put_away()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._take(event):
            return True
        return super().eventFilter(watched, event)


def _is_escape(event: QEvent) -> bool:
    is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
    return is_key and event.key() == Qt.Key.Key_Escape  # type: ignore[attr-defined]


def beside(area: QRect, part: QRect, wide: int, tall: int) -> QPoint:
    """Where the card covers least of its part: right, left, below or above it where there is room, else inside it."""
    right, left = part.right() + _GAP, part.left() - _GAP - wide
    below, above = part.bottom() + _GAP, part.top() - _GAP - tall
    x = min(max(area.left() + _GAP, part.left()), area.right() - wide - _GAP)
    y = min(max(area.top() + _GAP, part.top()), area.bottom() - tall - _GAP)
    if right + wide + _GAP <= area.right():
        return QPoint(right, y)
    if left >= area.left() + _GAP:
        return QPoint(left, y)
    if below + tall + _GAP <= area.bottom():
        return QPoint(x, below)
    if above >= area.top() + _GAP:
        return QPoint(x, above)
    return QPoint(area.right() - wide - _GAP, area.bottom() - tall - _GAP)


class _Ring(QWidget):
    """A frame around the part that is spoken of; it takes no click."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens().focus), _RING))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 8, 8)
        painter.end()
