"""The practice's own payer cards with their written policies: added and withdrawn, never removed."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from oncodesk import words
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.reading import parse
from oncodesk.vault.errors import Conflict
from oncodesk.vault.ledger import Change
from oncodesk.vault.tables import payer_card, policy_file
from oncodesk.vault.values import HeldCard


def add(change: Change, card: PayerCard, files: Mapping[str, bytes]) -> int:
    """Keeps a card and the policies it names, and gives its number."""
    document = card.model_dump(mode="json", exclude_none=True)
    number = change.insert(payer_card, document=document, by=change.by, at=change.at)
    rows = [{"card_number": number, "name": name, "content": content} for name, content in sorted(files.items())]
    change.insert_all(policy_file, rows)
    change.say("import", f"card:{number}", payer=card.payer.name or card.payer.kind)
    return number


def withdraw(change: Change, number: int) -> None:
    """It counts no longer; KeyError where there is none, Conflict where it is withdrawn already."""
    found = change.connection.execute(select(payer_card.c.withdrawn_at).where(payer_card.c.number == number)).first()
    if found is None:
        raise KeyError(number)
    if found.withdrawn_at is not None:
        raise Conflict(words.say("Not withdrawn: this card is withdrawn already."))
    change.update(payer_card, payer_card.c.number == number, withdrawn_by=change.by, withdrawn_at=change.at)
    change.say("withdraw", f"card:{number}")


def every(connection: Connection) -> tuple[HeldCard, ...]:
    """Every card that was ever kept, the oldest first."""
    files: dict[int, tuple[str, ...]] = {}
    place = (policy_file.c.card_number, policy_file.c.name)
    for number, name in connection.execute(select(*place).order_by(*place)):
        files[number] = (*files.get(number, ()), name)
    rows = connection.execute(select(payer_card).order_by(payer_card.c.number))
    return tuple(
        HeldCard(
            row.number, parse(PayerCard, row.document), row.by, row.at, row.withdrawn_by, row.withdrawn_at,
            files.get(row.number, ()),
        )
        for row in rows
    )  # fmt: skip


def file(connection: Connection, number: int, name: str) -> bytes:
    """A written policy kept with a card; KeyError where there is none."""
    wanted = select(policy_file.c.content).where(policy_file.c.card_number == number, policy_file.c.name == name)
    found = connection.execute(wanted).scalar()
    if found is None:
        raise KeyError(name)
    return bytes(found)
