"""How far long work on the records is; whoever listens may stop it by raising."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with a fraction and what is being done. What it raises ends the work, which undoes what it began."""


def quietly(fraction: float, what: str) -> None:
    """For whom nobody watches."""


def part(say: Progress, begin: float, end: float) -> Progress:
    """Tells of one part of longer work, which takes it from `begin` to `end`."""
    return lambda fraction, what: say(begin + (end - begin) * fraction, what)
