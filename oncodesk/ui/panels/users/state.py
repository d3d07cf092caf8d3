"""What the users' panel shows."""

from dataclasses import dataclass

ROLES = (
    ("coder", "Coder: codes visits and finalises claims"),
    ("reviewer", "Reviewer: may also agree to what others override"),
    ("manager", "Manager: may also add users, restore, and change how records are guarded"),
)
HEADINGS = ("Name", "Role", "")
ONLY_MANAGERS = "Only a manager adds and removes users."
NO_KEY = "There is none. If every manager forgets the password, the records are lost. Make one and lock it away."
A_KEY = "One was made and is not shown again. A new one replaces it: then destroy the old page."


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
        return tuple((name, role, "you" if name == self.me else "") for name, role in self.rows)


def rotate_words(name: str) -> str:
    """What removing a user leaves open."""
    return (
        f"{name} can no longer log in. But an old copy of the key file with {name}'s password would still open a copy "
        "of the records. Changing the data key ends that for everything saved from now on; all others keep their "
        "passwords, and the recovery key stays as printed."
    )
