"""Words that several panels use: complaints without field names, and names that are hidden."""

from datetime import datetime

_WORDS = {"stop_next_day": "the next day", "set_fact": "a fact"}
_KINDS = {"Address", "str"}


def plain(expected: str) -> str:
    """What was expected, with no field name in it."""
    for name, words in _WORDS.items():
        expected = expected.replace(name, words)
    return expected


def path_of(field: str) -> str:
    """The field's path without the names of the kinds it might have been: `address.Address.city` is `address.city`."""
    return ".".join(part for part in field.split(".") if part not in _KINDS)


def mask(text: str) -> str:
    """Dots in place of who somebody is."""
    return "•" * min(len(text), 8)


def age(made: datetime, now: datetime) -> str:
    """How long ago in words."""
    days = (now.astimezone().date() - made.astimezone().date()).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
