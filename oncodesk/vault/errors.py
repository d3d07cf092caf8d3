"""What is said when records cannot be opened or kept."""


class WrongPassword(Exception):
    """The password, or the recovery key, does not open the practice file."""


class TooSoon(Exception):
    """After five wrong passwords each further try has to wait; `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        """`seconds` until the next try is let through."""
        self.seconds = seconds
        super().__init__(f"Too many wrong passwords. The next try is possible in {seconds} seconds.")


class InUse(Exception):
    """Another window holds the practice file; the text says whose."""


class NotAllowed(Exception):
    """The user's role does not permit it, or a second person has to agree."""


class Conflict(Exception):
    """Somebody else changed or holds the same record, or it is no longer there to be changed."""


class NotSaved(Exception):
    """The disk did not take it: full, failing or read-only. What was saved before is whole."""


class Locked(Exception):
    """The practice file has been locked; its keys are gone from memory."""


class Damaged(Exception):
    """A record is not what was written: a page, a link of the chain or a seal does not fit."""
