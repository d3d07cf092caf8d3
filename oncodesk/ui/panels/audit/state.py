"""What the audit's panel shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from oncodesk.ui.editing.wording import mask
from oncodesk.vault.values import AuditRow
from oncodesk.words import say

HEADINGS = (say("No."), say("When"), say("Who"), say("Did"), say("To what"), say("More"))
EMPTY = say("No entry fits. Clear a filter above to see more.")
EVERYBODY, EVERYTHING = say("Everybody"), say("Every action")
VERIFY_WORDS = say("Looks at every page, audit entry, record and seal, and at the anchor beside the backups.")


@dataclass(frozen=True, slots=True)
class AuditState:
    """One page of entries; `before` is the number to go on from, None on the last page."""

    rows: tuple[tuple[str, ...], ...] = ()
    before: int | None = None
    is_first: bool = True
    alarm: str = ""
    may_accept: bool = False


def masked_state(state: AuditState) -> AuditState:
    """The same with the accounts of patients hidden."""
    return replace(state, rows=tuple((*row[:4], _hidden(row[4]), *row[5:]) for row in state.rows))


def _hidden(subject: str) -> str:
    kind, _, rest = subject.partition(" ")
    return f"{kind} {mask(rest)}" if kind == "patient" else subject


def audit_state(found: Sequence[AuditRow], page: int, is_first: bool, alarm: str, may_accept: bool) -> AuditState:
    """The entries found, `page` of them at most asked for and one more."""
    shown = found[:page]
    before = shown[-1].sequence if len(found) > page else None
    return AuditState(tuple(map(_texts, shown)), before, is_first, alarm, may_accept)


def _texts(row: AuditRow) -> tuple[str, ...]:
    more = "; ".join(f"{name} {value}" for name, value in row.detail.items())
    when = f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}"
    return (f"{row.sequence:,}", when, row.by, row.action, row.subject.replace(":", " "), more)
