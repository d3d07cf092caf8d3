"""The ways into the desk: the invented practice, one's own with its password, or a new one."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk.services.desk import Desk
from oncodesk.services.preferences import practice_folder, read_preferences, save_preferences
from oncodesk.vault import door
from oncodesk.vault.errors import InUse, NotSaved, TooSoon, VaultProblem, WrongPassword
from oncodesk.vault.place import refuse_share
from oncodesk.vault.progress import Progress, quietly

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets
    from oncodesk.domain.people import Practice
    from oncodesk.vault.backups import Backup
    from oncodesk.vault.restore import Opening
    from oncodesk.vault.store import Store

__all__ = ["Entrance", "InUse", "TooSoon", "VaultProblem", "WrongPassword"]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Opens a desk over one of the practice files below `home`; one at a time, so close a desk's store first."""

    code_sets: "CodeSets"
    home: Path
    now: Callable[[], datetime]

    @property
    def folder(self) -> Path:
        """Where the coder's own practice stands, or will."""
        return practice_folder(self.home)

    def choose(self, folder: Path) -> None:
        """Another folder from now on; UnusableInput for a network share, NotSaved where it cannot be remembered."""
        refuse_share(folder)
        self._remember(practice=str(folder), last_user=None)

    @property
    def last_user(self) -> str | None:
        """Who logged in last on this workstation."""
        return read_preferences(self.home).last_user

    @property
    def has_practice(self) -> bool:
        """Whether the coder has started a practice of their own."""
        return door.exists(self.folder)

    def sample(self) -> Desk:
        """The invented practice, made where it is not there yet; InUse where another window has it."""
        from oncodesk.services import sample_practice  # brings what prices its visits

        store = sample_practice.open_sample(self.home / "sample", self.code_sets, with_history=True)
        return Desk(self.code_sets, store, self.now, is_sample=True, home=self.home)

    def users(self) -> tuple[str, ...]:
        """Who may log in to the coder's own practice."""
        return door.user_names(self.folder)

    def tries(self) -> tuple[int, int]:
        """How many wrong passwords were tried since a right one, and seconds until the next try is let through."""
        return door.tries(self.folder)

    def unlock(self, password: str, user: str | None = None) -> Desk:
        """The coder's own practice; without `user` the password is tried for each.

        UnusableInput or a VaultProblem (WrongPassword, TooSoon, InUse, NotAllowed, Damaged) where it does not open.
        """
        return self._desk(door.unlock(self.folder, password, user))

    def recover(self, recovery_key: str, user: str, fresh: str) -> Desk:
        """Opens it with the printed recovery key and makes `fresh` the password of that user; as `unlock` otherwise."""
        return self._desk(door.recover(self.folder, recovery_key, user, fresh))

    def backups(self, place: Path | None = None) -> "tuple[Backup, ...]":
        """The backups in a folder, by default beside the practice, the newest first."""
        from oncodesk.vault.backups import beside, generations

        return generations(place or beside(self.folder))

    def users_of(self, backup: Path) -> tuple[str, ...]:
        """Whose passwords a backup knows; UnusableInput where it is none."""
        return door.user_names(backup)

    def restore(self, backup: Path, way: "Opening", say: Progress = quietly) -> Desk:
        """A backup put in the practice's place, which is moved aside; see `oncodesk.vault.restore.restore`."""
        from oncodesk.vault.restore import restore

        return self._desk(restore(self.folder, backup, way, say=say))

    def start(self, password: str, practice: "Practice", user: str = door.OWNER) -> Desk:
        """A new practice of the coder's own, managed by `user`; UnusableInput where one is there or the password is
        too short."""
        opened = door.create(self.folder, password, user=user)
        opened.save_practice(practice)
        return self._desk(opened)

    def _desk(self, store: "Store") -> Desk:
        with suppress(NotSaved):
            self._remember(last_user=store.user.name)
        return Desk(self.code_sets, store, self.now, home=self.home)

    def _remember(self, **changed: Any) -> None:
        save_preferences(self.home, replace(read_preferences(self.home), **changed))
