"""Keeps the garbage collector from standing everything still while long work makes many values.

A full collection looks at every value there is, for up to a second where there are a million, and no thread runs
meanwhile. While long work is under way only young values are looked at; what is there when it ends is left alone until
other long work begins. What is no longer referred to is freed at once, as always: only rings of values wait.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_NEVER = 1_000_000_000


@contextmanager
def young_only() -> Iterator[None]:
    """For long work away from the window."""
    gc.unfreeze()
    gc.set_threshold(_USUAL[0], _USUAL[1], _NEVER)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_USUAL)
