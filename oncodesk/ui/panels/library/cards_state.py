"""What the Library shows of payers' cards: the practice's own, those that come with the program, and one to be kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from oncodesk.domain.payer_card import CardException, PayerCard
from oncodesk.words import say

HEADINGS = (say("Payer"), say("Changes"), say("Written policy"), say("Dated"), say("Services"), say("Kept"))


class Held(Protocol):
    """A card of the practice."""

    @property
    def number(self) -> int: ...
    @property
    def card(self) -> PayerCard: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def withdrawn_by(self) -> str | None: ...
    @property
    def withdrawn_at(self) -> datetime | None: ...
    @property
    def files(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class CardRow:
    """One exception of a card as text; `number` None for a card that comes with the program, `file` a policy kept."""

    number: int | None
    cells: tuple[str, ...]
    is_withdrawn: bool = False
    file: str = ""

    @property
    def said(self) -> str:
        """The row in one text."""
        return ", ".join(f"{name} {cell}" for name, cell in zip(HEADINGS, self.cells, strict=True) if cell)


@dataclass(frozen=True, slots=True)
class OfferState:
    """A card about to be kept: its payer, what it changes, and why it cannot be."""

    title: str = ""
    changes: tuple[str, ...] = ()
    problem: str = ""
    can_keep: bool = False


def card_rows(held: tuple[Held, ...], shipped: tuple[PayerCard, ...]) -> tuple[CardRow, ...]:
    """The practice's cards, those that count first and the newest first, then the program's."""
    ordered = sorted(held, key=lambda one: (one.withdrawn_at is not None, -one.number))
    own = [_own(one, exception) for one in ordered for exception in one.card.exceptions]
    ours = [CardRow(None, _cells(card, one, say("comes with OncoDesk"))) for card in shipped for one in card.exceptions]
    return (*own, *ours)


def _own(held: Held, exception: CardException) -> CardRow:
    kept = f"{held.at.astimezone():%Y-%m-%d}, {held.by}"
    if held.withdrawn_at is not None:
        kept = say("withdrawn {day}, {name}", day=f"{held.withdrawn_at.astimezone():%Y-%m-%d}", name=held.withdrawn_by)
    file = exception.policy.file or ""
    cells = _cells(held.card, exception, kept)
    return CardRow(held.number, cells, held.withdrawn_at is not None, file if file in held.files else "")


def _cells(card: PayerCard, one: CardException, kept: str) -> tuple[str, ...]:
    policy = one.policy
    what = one.rule or (one.value or "").replace("_", " ")
    until = f" – {policy.until}" if policy.until else ""
    where = policy.file or policy.link or ""
    return (
        card.payer.name or say("every {kind}", kind=card.payer.kind.replace("_", " ")), f"{what}: {one.becomes}",
        f"{policy.title} · {where}", str(policy.dated), f"{policy.since}{until}", kept,
    )  # fmt: skip


def offer_state(card: PayerCard, changes: tuple[str, ...], files: tuple[str, ...]) -> OfferState:
    """A card to be said yes or no to."""
    payer = card.payer.name or say("every payer of the kind {kind}", kind=card.payer.kind.replace("_", " "))
    kept = (say("Kept with it: {files}", files=", ".join(files)),) if files else ()
    return OfferState(say("Payer card of {payer}: keep it?", payer=payer), (*changes, *kept), can_keep=True)


def refused_card(problem: str) -> OfferState:
    """Why it is not kept."""
    return OfferState(say("Not kept"), problem=problem)
