"""The ways into the desk: the invented practice, one's own with its password, or a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oncodesk.codes.library import CodeSets
from oncodesk.domain.people import Practice
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.vault import door
from oncodesk.vault.errors import InUse, VaultProblem, WrongPassword

if TYPE_CHECKING:
    from oncodesk.vault.restore import Opening
    from oncodesk.vault.store import Store

__all__ = ["Entrance", "InUse", "VaultProblem", "WrongPassword"]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Opens a desk over one of the practice files below `home`; one at a time, so close a desk's store first."""

    code_sets: CodeSets
    home: Path
    now: Callable[[], datetime]

    @property
    def has_practice(self) -> bool:
        """Whether the coder has started a practice of their own."""
        return door.exists(self._own)

    def sample(self) -> Desk:
        """The invented practice, made where it is not there yet; InUse where another window has it."""
        store = sample_practice.open_sample(self.home / "sample", self.code_sets, with_history=True)
        return Desk(self.code_sets, store, self.now, is_sample=True, home=self.home)

    def users(self) -> tuple[str, ...]:
        """Who may log in to the coder's own practice."""
        return door.user_names(self._own)

    def unlock(self, password: str, user: str | None = None) -> Desk:
        """The coder's own practice; without `user` the password is tried for each.

        UnusableInput or a VaultProblem (WrongPassword, TooSoon, InUse, NotAllowed, Damaged) where it does not open.
        """
        return self._desk(door.unlock(self._own, password, user))

    def recover(self, recovery_key: str, user: str, fresh: str) -> Desk:
        """Opens it with the printed recovery key and makes `fresh` the password of that user; as `unlock` otherwise."""
        return self._desk(door.recover(self._own, recovery_key, user, fresh))

    def backups(self, place: Path | None = None) -> tuple[Path, ...]:
        """The backups in a folder, by default beside the practice, the newest first."""
        from oncodesk.vault.backups import beside, generations

        return tuple(backup.path for backup in generations(place or beside(self._own)))

    def restore(self, backup: Path, way: "Opening") -> Desk:
        """A backup put in the practice's place, which is moved aside; see `oncodesk.vault.restore.restore`."""
        from oncodesk.vault.restore import restore

        return self._desk(restore(self._own, backup, way))

    def start(self, password: str, practice: Practice) -> Desk:
        """A new practice of the coder's own; UnusableInput where one is there or the password is too short."""
        opened = door.create(self._own, password)
        opened.save_practice(practice)
        return self._desk(opened)

    def _desk(self, store: "Store") -> Desk:
        return Desk(self.code_sets, store, self.now, home=self.home)

    @property
    def _own(self) -> Path:
        return self.home / "practice"
