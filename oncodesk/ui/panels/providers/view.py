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


class ProvidersView(QWidget):
    """`kept` carries a provider and the one it replaces, or None; `removed` one."""

    kept = Signal(object, object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.held: tuple[Provider, ...] = ()
        self.chosen: Provider | None = None
        self.table = read_table("Providers", HEADINGS, (30, 12, 14), 0)
        self.table.itemSelectionChanged.connect(self._choose)
        self.empty = label(EMPTY, "quiet", wrap=True)
        self.new = button("New", "A new provider")
        self.new.clicked.connect(self.begin)
        self.remove = button("Remove", "Remove the chosen provider")
        self.remove.clicked.connect(lambda: self.chosen and self.removed.emit(self.chosen))
        self.name, self.credential, self.npi = (_line(n) for n in ("Name", "Credential", "NPI"))
        self.name.setPlaceholderText("R. Ito")
        self.credential.setPlaceholderText("MD, DO, NP, PA")
        self.npi.setPlaceholderText("Ten digits")
        self.npi.returnPressed.connect(self._keep)
        self.keep = button("Keep", "Keep this provider", "primary")
        self.keep.clicked.connect(self._keep)
        self.problem = problem_line("What is wrong with the provider")
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
        frame, inside, self.note = padded("Providers", self.new, self.remove)
        inside.addWidget(self.empty)
        inside.addWidget(self.table, 1)
        return frame

    def _one_card(self) -> QFrame:
        frame, inside, self.one_note = padded("Provider")
        for name, made in (("Name", self.name), ("Credential", self.credential), ("NPI", self.npi)):
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
        self.one_note.setText("Kept" if chosen else "New")
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
    made.setAccessibleName(f"Provider: {name}")
    return made
