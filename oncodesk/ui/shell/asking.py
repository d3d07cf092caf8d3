"""Asks the records something that may be refused; a refusal is one sentence, never an exception in the window."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.particulars import complaint


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it was not done; `seconds` until the next try, `is_wrong` where it was the password."""

    words: str
    seconds: int = 0
    is_wrong: bool = False


def tried(work: Callable[[], Any]) -> Any:
    """What the work gives, or Refused."""
    from oncodesk.vault.errors import TooSoon, VaultProblem, WrongPassword

    try:
        return work()
    except TooSoon as problem:
        return Refused(str(problem), problem.seconds)
    except VaultProblem as problem:
        return Refused(str(problem), is_wrong=isinstance(problem, WrongPassword))
    except UnusableInput as problem:
        return Refused(complaint(problem))
