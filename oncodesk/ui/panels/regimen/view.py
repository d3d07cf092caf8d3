"""Shows what is otherwise today."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from oncodesk.ui.panels.regimen.presenter import fact_at
from oncodesk.ui.panels.regimen.state import RegimenState
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import card
from oncodesk.ui.shell.theme import icon
from oncodesk.words import say


class RegimenView(QWidget):
    """`went` carries the fact that a difference is about."""

    went = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = RegimenState(), Last()
        frame, layout, self.note = card(say("Today by regimen"))
        self.list = QListWidget()
        self.list.setAccessibleName(say("What is otherwise today than the regimen"))
        self.list.setObjectName("plain")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(1)
        self.list.itemActivated.connect(lambda _: self._go())
        self.list.itemClicked.connect(lambda _: self._go())
        layout.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setFocusProxy(self.list)
        self.show_state(self.state)

    def show_state(self, state: RegimenState) -> None:
        """The differences; nothing is shown where no regimen is followed."""
        self.state = state
        if self._last.was(state):
            return
        self.note.setText(state.heading)
        self.list.clear()
        for shown in state.rows:
            item = QListWidgetItem("\n".join(filter(None, (shown.text, shown.effect))))
            if shown.icon:
                item.setIcon(icon(shown.icon, "muted"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, shown.said)
            item.setToolTip(shown.said)
            self.list.addItem(item)
        self.list.setVisible(bool(state.rows))
        self.setVisible(bool(state.heading))

    def _go(self) -> None:
        fact = fact_at(self.state, self.list.currentRow())
        if fact:
            self.went.emit(fact)
