"""What is said when records cannot be opened or kept."""

from oncodesk import words


class VaultProblem(Exception):
    """What a person has to be told in one sentence; nothing that was saved is lost by it."""


class WrongPassword(VaultProblem):
    """The password, or the recovery key, does not open the practice file."""


class TooSoon(VaultProblem):
    """After five wrong passwords each further try has to wait; `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        """`seconds` until the next try is let through."""
        self.seconds = seconds
        super().__init__(
            words.say("Too many wrong passwords. The next try is possible in {seconds} seconds.", seconds=seconds)
        )


class InUse(VaultProblem):
    """Another window holds the practice file; the text says whose."""


class NotAllowed(VaultProblem):
    """The user's role does not permit it, or a second person has to agree."""


class Conflict(VaultProblem):
    """Somebody else changed or holds the same record, or it is no longer there to be changed."""


class NotSaved(VaultProblem):
    """The disk did not take it: full, failing or read-only. What was saved before is whole."""


class Locked(VaultProblem):
    """The practice file has been locked; its keys are gone from memory."""


class Damaged(VaultProblem):
    """A record is not what was written: a page, a link of the chain or a seal does not fit."""
