"""The way in: is there a practice file, make one, open one. Cheap to import; what opens a file is imported then."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oncodesk.domain.errors import UnusableInput

if TYPE_CHECKING:
    from oncodesk.vault.keys import Cost
    from oncodesk.vault.store import Store

FILE = "practice.oncodesk"
OWNER = "owner"
Clock = Callable[[], datetime]


def clock() -> datetime:
    """The workstation's clock."""
    return datetime.now(UTC)


def exists(folder: Path) -> bool:
    """Whether a practice file stands in the folder, or is just being put back there."""
    from oncodesk.vault.restoring import finish

    finish(folder)
    return (folder / FILE).exists()


def create(folder: Path, password: str, cost: "Cost | None" = None, user: str = OWNER, now: Clock = clock) -> "Store":
    """A new, empty practice file whose manager is `user`.

    UnusableInput where one stands there already, the password is too short or the folder is on a network share.
    """
    from oncodesk.vault.opening import create

    if exists(folder):
        raise UnusableInput("folder", "expected a folder without a practice file", folder.name)
    return create(folder, password, cost, user, now)


def unlock(folder: Path, password: str, user: str | None = None, now: Clock = clock) -> "Store":
    """The practice file opened; without `user` the password is tried for each.

    WrongPassword, TooSoon, InUse, NotAllowed, Damaged or UnusableInput where it cannot be.
    """
    from oncodesk.vault.opening import unlock

    exists(folder)
    return unlock(folder, password, user, now)


def recover(
    folder: Path, recovery_key: str, user: str, fresh: str, cost: "Cost | None" = None, now: Clock = clock
) -> "Store":
    """The practice file opened with the printed recovery key, and `fresh` made the password of that user.

    WrongPassword where it is not the key of this practice, NotAllowed where there is no such user.
    """
    from oncodesk.vault.opening import recover

    exists(folder)
    return recover(folder, recovery_key, user, fresh, cost, now)


def tries(folder: Path, now: Clock = clock) -> tuple[int, int]:
    """How many wrong passwords were tried since a right one, and for how many seconds the next try has to wait."""
    from oncodesk.vault.attempts import Attempts

    held = Attempts(folder, now)
    return held.wrong(), held.wait()


def user_names(folder: Path) -> tuple[str, ...]:
    """Who may log in."""
    from oncodesk.vault.slots import read_slots

    return tuple(slot.user for slot in read_slots(folder).passwords())
