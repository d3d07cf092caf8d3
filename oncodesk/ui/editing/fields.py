"""A field of a visit to type in or choose from, and what it shows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """`path` is its place in the draft; `width` in characters, `help` under the pointer and for F1."""

    path: str
    label: str
    width: int = 14
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a field shows, and what is wrong with it."""

    text: str
    problem: str = ""


def choices(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Keys with their words, in order."""
    return tuple(words.items())
