"""The ways into the desk: the invented practice, one's own with its password, or a new one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from oncodesk.codes.library import CodeSets
from oncodesk.domain.people import Practice
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.vault import door
from oncodesk.vault.errors import InUse, VaultProblem, WrongPassword

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
        return Desk(
            self.code_sets, sample_practice.open_sample(self.home / "sample", self.code_sets), self.now,
            is_sample=True, home=self.home,
        )  # fmt: skip

    def unlock(self, password: str) -> Desk:
        """The coder's own practice; WrongPassword, InUse or UnusableInput where it does not open."""
        return Desk(self.code_sets, door.unlock(self._own, password), self.now, home=self.home)

    def start(self, password: str, practice: Practice) -> Desk:
        """A new practice of the coder's own; UnusableInput where one is there or the password is too short."""
        opened = door.create(self._own, password)
        opened.save_practice(practice)
        return Desk(self.code_sets, opened, self.now, home=self.home)

    @property
    def _own(self) -> Path:
        return self.home / "practice"
