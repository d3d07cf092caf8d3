"""What is said of a password, and of the groups of a recovery key."""

import pytest

from oncodesk.ui.editing.passwords import strength, twice
from oncodesk.ui.editing.recovery import asked_back, is_same, typed_so_far
from oncodesk.vault.recovery import new_recovery_key


@pytest.mark.parametrize(
    ("password", "grade"),
    [
        ("", 0), ("short", 0), ("password1", 1), ("Oncology2026!", 1), ("aaaaaaaaaaaa", 1), ("abcdefghijkl", 1),
        ("oakhill2026", 1), ("oak lantern pebble", 1),
        ("cactus lantern pebble", 2), ("correct horse battery staple", 3),
        ("vK9#qz2!Lm4t", 3),
    ],
)  # fmt: skip
def test_strength(password: str, grade: int) -> None:
    found = strength(password, ("Oak Hill Oncology", "oakhill"))
    assert found.grade == grade
    assert found.told


def test_a_password_is_typed_twice() -> None:
    assert "8 characters" in twice("seven77", "seven77")
    assert "differ" in twice("long enough", "long enougn")
    assert twice("long enough", "long enough") == ""


def test_groups_are_read_as_printed() -> None:
    key = new_recovery_key()
    first, second = asked_back(key, lambda places, count: [list(places)[-1], list(places)[2]])
    assert (first, second) == (2, 7)
    assert is_same(" o1l 5 ".replace(" ", ""), "01150"[:3] + "5") is True
    assert not is_same("", key.split("-")[0])


def test_a_key_is_judged_while_it_is_typed() -> None:
    key = new_recovery_key()
    assert typed_so_far("").startswith("8 groups of 5")
    assert typed_so_far(key[:12]) == "2 of 8 groups"
    assert typed_so_far(key.lower()) == ""
    wrong = ("0" if key[0] != "0" else "2") + key[1:]
    assert "group 1" in typed_so_far(wrong)
