"""The Library's payer cards over the practice's records: what a card would change, keeping it, withdrawing it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from oncodesk.domain.errors import UnusableInput
from oncodesk.services.payer_cards import Offered, offered, shipped_cards
from oncodesk.ui.editing.wording import said
from oncodesk.ui.panels.library.cards_state import OfferState, card_rows, offer_state, refused_card
from oncodesk.ui.panels.library.cards_view import CardsView
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_FILES = say("Payer cards (*.toml *.json);;Every file (*)")


class LibraryCards(QObject):
    """`changed` when other cards count than before; `told` a line for the status bar."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks = desk, tasks
        self._offered: Offered | None = None
        self.view = CardsView()
        self.view.asked.connect(self._choose)
        self.view.accepted.connect(self._keep)
        self.view.declined.connect(lambda: self.view.show_offer(OfferState()))
        self.view.withdrawn.connect(self._withdraw)
        self.view.wanted.connect(self._save_policy)

    def refresh(self) -> None:
        """Reads the cards again."""
        work = lambda: card_rows(self._desk.store.cards(), shipped_cards())  # noqa: E731
        self._tasks.run(self, "library.cards", work, self.view.show_rows)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self.view, say("A payer's card"), "", _FILES)
        if chosen:
            self.offer(Path(chosen))

    def offer(self, path: Path) -> None:
        """Says what the card in that file would change, to be answered with yes or no."""
        try:
            card = self._offered = offered(path)
        except UnusableInput as problem:
            self._offered = None
            self.view.show_offer(refused_card(said(problem.of(path.name))))
            return
        self.view.show_offer(offer_state(card.card, card.changes, tuple(sorted(card.files))))

    def _keep(self) -> None:
        card = self._offered
        if card is not None:
            self._tasks.run(self, "library.card", lambda: self._kept(card), self._answered, keeps=True)

    def _kept(self, card: Offered) -> Any:
        try:
            return self._desk.keep_card(card)
        except UnusableInput as problem:
            return problem

    def _answered(self, answer: Any) -> None:
        if isinstance(answer, UnusableInput):
            self.view.show_offer(refused_card(said(answer)))
            return
        self._offered = None
        self.view.show_offer(OfferState())
        self._cards_changed(say("The payer's card is kept; open visits are checked with it"))

    def _withdraw(self, number: int) -> None:
        done = lambda _: self._cards_changed(say("The payer's card is withdrawn"))  # noqa: E731
        self._tasks.run(self, "library.card", lambda: self._desk.store.withdraw_card(number), done, keeps=True)

    def _save_policy(self, number: int, name: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self.view, say("Save the written policy"), name)
        if chosen:
            self.save_policy(number, name, Path(chosen))

    def save_policy(self, number: int, name: str, place: Path) -> None:
        """Writes a policy kept with a card to a file."""
        try:
            place.write_bytes(self._desk.store.policy_file(number, name))
        except OSError as problem:
            self.told.emit(say("Not saved: {strerror}. Choose another place", strerror=problem.strerror))
        else:
            self.told.emit(say("Saved {name}", name=place.name))

    def _cards_changed(self, said: str) -> None:
        self.told.emit(said)
        self.refresh()
        self.changed.emit()
