"""Shows the providers and takes one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Provider
from oncodesk.ui.panels.providers.presenter import complaint, provider_of
from oncodesk.ui.panels.providers.state import EMPTY, HEADINGS, rows
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.ui.shell.rows import fill, fitted, padded, problem_line, read_table, tell
from oncodesk.ui.shell.secrets import captioned
from oncodesk.words import say


class ProvidersView(QWidget):
    """`kept` carries a provider and the one it replaces, or None; `removed` one."""

    kept = Signal(object, object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.held: tuple[Provider, ...] = ()
        self.chosen: Provider | None = None
        self.table = read_table(say("Providers"), HEADINGS, (30, 12, 14), 0)
        self.table.itemSelectionChanged.connect(self._choose)
        self.empty = label(EMPTY, "quiet", wrap=True)
        self.new = button(say("New"), say("A new provider"))
        self.new.clicked.connect(self.begin)
        self.remove = button(say("Remove"), say("Remove the chosen provider"))
        self.remove.clicked.connect(lambda: self.chosen and self.removed.emit(self.chosen))
        self.name, self.credential, self.npi = (_line(n) for n in (say("Name"), say("Credential"), say("NPI")))
        self.name.setPlaceholderText(say("R. Ito"))
        self.credential.setPlaceholderText(say("MD, DO, NP, PA"))
        self.npi.setPlaceholderText(say("Ten digits"))
        self.npi.returnPressed.connect(self._keep)
        self.keep = button(say("Keep"), say("Keep this provider"), "primary")
        self.keep.clicked.connect(self._keep)
        self.problem = problem_line(say("What is wrong with the provider"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(14)
        whole.addWidget(self._list_card(), 3)
        side = QVBoxLayout()
        side.addWidget(fitted(self._one_card()))
        side.addStretch()
        whole.addLayout(side, 2)
        self.setFocusProxy(self.table)

    def _list_card(self) -> QFrame:
        frame, inside, self.note = padded(say("Providers"), self.new, self.remove)
        inside.addWidget(self.empty)
        inside.addWidget(self.table, 1)
        return frame

    def _one_card(self) -> QFrame:
        frame, inside, self.one_note = padded(say("Provider"))
        for name, made in ((say("Name"), self.name), (say("Credential"), self.credential), (say("NPI"), self.npi)):
            inside.addLayout(captioned(name, made))
        inside.addWidget(self.problem)
        foot = row(self.keep)
        foot.addStretch()
        inside.addLayout(foot)
        return frame

    def show_providers(self, held: Sequence[Provider]) -> None:
        """Everybody, by name."""
        self.held = tuple(held)
        fill(self.table, rows(held))
        self.empty.setVisible(not held)
        self.table.setVisible(bool(held))
        self.setFocusProxy(self.table if held else self.name)
        self._choose()

    def begin(self) -> None:
        """Fields for a new one."""
        self.table.clearSelection()
        self._show(None)
        self.name.setFocus()

    def _choose(self) -> None:
        number = self.table.currentRow()
        is_chosen = bool(self.table.selectedItems()) and 0 <= number < len(self.held)
        self._show(self.held[number] if is_chosen else None)

    def _show(self, chosen: Provider | None) -> None:
        self.chosen = chosen
        self.remove.setEnabled(chosen is not None)
        self.one_note.setText(say("Kept") if chosen else say("New"))
        for made, text in (
            (self.name, chosen and chosen.name),
            (self.credential, chosen and chosen.credential),
            (self.npi, chosen and chosen.npi),
        ):
            made.setText(text or "")
        tell(self.problem, "")

    def _keep(self) -> None:
        try:
            person = provider_of(self.name.text(), self.credential.text(), self.npi.text())
        except UnusableInput as problem:
            tell(self.problem, complaint(problem))
            return
        self.kept.emit(person, self.chosen)


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(say("Provider: {name}", name=name))
    return made
