"""What help says of a screen or a part of it: read from `resources/help.toml`."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtWidgets import QWidget

from oncodesk import paths
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

_MARK = "help"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A few true sentences on one part of the window, with its keys of this workstation."""

    title: str
    says: tuple[str, ...]


@lru_cache(maxsize=1)
def _read() -> dict[str, HelpPage]:
    import tomllib

    held = tomllib.loads((paths.resources() / "help.toml").read_text(encoding="utf-8"))
    return {name: HelpPage(say(page["title"]), tuple(map(say, page["says"]))) for name, page in held.items()}


def page_names() -> frozenset[str]:
    """Every part there is help on."""
    return frozenset(_read())


def help_page(name: str) -> HelpPage | None:
    """The page on that part, or None."""
    found = _read().get(name)
    return HelpPage(found.title, tuple(map(as_bound, found.says))) if found else None


def helped(widget: QWidget, name: str) -> None:
    """Says which page helps with this part and all that stands in it."""
    widget.setProperty(_MARK, name)


def help_on(focus: QWidget | None) -> tuple[HelpPage, ...]:
    """The pages on what has the focus, the nearest first: the pane, then its screen."""
    found: list[HelpPage] = []
    while focus is not None:
        page = help_page(str(focus.property(_MARK) or ""))
        if page is not None and page not in found:
            found.append(page)
        focus = focus.parentWidget()
    return tuple(found)
