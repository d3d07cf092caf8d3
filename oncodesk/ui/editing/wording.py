"""Words that several panels use: complaints without field names, and names that are hidden."""

_WORDS = {"stop_next_day": "the next day", "set_fact": "a fact"}


def plain(expected: str) -> str:
    """What was expected, with no field name in it."""
    for name, words in _WORDS.items():
        expected = expected.replace(name, words)
    return expected


def mask(text: str) -> str:
    """Dots in place of who somebody is."""
    return "•" * min(len(text), 8)
