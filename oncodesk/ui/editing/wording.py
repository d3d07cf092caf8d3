"""Complaints in the coder's words instead of the document's."""

_WORDS = {"stop_next_day": "the next day", "set_fact": "a fact"}


def plain(expected: str) -> str:
    """What was expected, with no field name in it."""
    for name, words in _WORDS.items():
        expected = expected.replace(name, words)
    return expected
