"""What the users' panel shows."""

from dataclasses import dataclass

from oncodesk.words import say

ROLES = (
    ("coder", say("Coder: codes visits and finalises claims")),
    ("reviewer", say("Reviewer: may also agree to what others override")),
    ("manager", say("Manager: may also add users, restore, and change how records are guarded")),
)
_NAMES = {"coder": say("coder"), "reviewer": say("reviewer"), "manager": say("manager")}
HEADINGS = (say("Name"), say("Role"), "")
ONLY_MANAGERS = say("Only a manager adds and removes users.")
NO_KEY = say("There is none. If every manager forgets the password, the records are lost. Make one and lock it away.")
A_KEY = say("One was made and is not shown again. A new one replaces it: then destroy the old page.")


@dataclass(frozen=True, slots=True)
class UsersState:
    """`rows` are name and role; `me` is who is logged in; `gone` was removed and the data key not changed yet."""

    rows: tuple[tuple[str, str], ...] = ()
    me: str = ""
    may_manage: bool = False
    has_key: bool = False
    gone: str = ""

    @property
    def shown(self) -> tuple[tuple[str, str, str], ...]:
        """The table's texts."""
        return tuple((name, _NAMES.get(role, role), say("you") if name == self.me else "") for name, role in self.rows)


def rotate_words(name: str) -> str:
    """What removing a user leaves open."""
    return say(
        "{name} can no longer log in. But an old copy of the key file with {name}'s password would "
        "still open a copy of the records. Changing the data key ends that for everything saved from "
        "now on; all others keep their passwords, and the recovery key stays as printed.",
        name=name,
    )
