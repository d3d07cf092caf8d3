"""Builds every room once and hands each what it needs; the only file that knows them all."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from oncodesk import paths
from oncodesk.codes.library import CodeSets, open_code_sets

if TYPE_CHECKING:
    from oncodesk.services.entrance import Entrance


def now() -> datetime:
    """The workstation's local time."""
    return datetime.now().astimezone()


def code_sets(progress: Callable[[float, str], None] | None = None) -> CodeSets:
    """The code sets, built first where they are not there yet."""
    return open_code_sets(progress)


def entrance(progress: Callable[[float, str], None] | None = None) -> "Entrance":
    """The ways into the desk on this workstation; `progress` is told of a first build of the code sets."""
    from oncodesk.services.entrance import Entrance  # brings every room; most commands need two

    return Entrance(code_sets(progress), paths.home(), now)
