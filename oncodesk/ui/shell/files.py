"""Writing a file where the coder chose: the ending that was meant, and why it was not written."""

from collections.abc import Callable

from oncodesk.words import say

TABLE = say("Excel workbook (*.xlsx);;CSV (*.csv)")
_ENDINGS = (".xlsx", ".csv", ".zip")


def ending_of(name: str, kind: str) -> str:
    """The name with the ending of the kind chosen in the dialog, where it has none of those offered."""
    return name if name.lower().endswith(_ENDINGS) else name + kind.rpartition("*")[2].rstrip(")")


def or_problem(write: Callable[[], None]) -> str:
    """Writes; why that did not go, or nothing."""
    try:
        write()
    except OSError as problem:
        return say("Not saved: {strerror}. Choose another place", strerror=problem.strerror)
    return ""
