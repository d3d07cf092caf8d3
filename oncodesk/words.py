"""What the window says, in the language of this workstation.

A sentence is written in English where it is shown: `say("No. {number} is void", number=7)`, with named places that a
translator may move; what is counted is `many("{count} visit", "{count} visits", count)`, for languages count otherwise.
A sentence is whole wherever another language would order its pieces or end its words otherwise.

The English sentence is the key. Catalogs are those of gettext: `resources/locale/<language>/LC_MESSAGES/oncodesk.mo`,
made with any gettext tool from `resources/locale/oncodesk.pot`, which `packaging/words.py` draws from the source.
English needs none and costs nothing. Where a catalog lacks a sentence, or its places are not those of the English one,
the English one is shown.

`speak` is called once, before the window is imported: many words are constants of modules. Another language comes with
the next start.

Not said, and so never translated: what is recorded or goes to a payer (statuses, reasons, titles of changes), data
(names, codes, amounts), and what the rooms of the trade say (wordings of codes, messages of rules, traces, citations,
what a field was expected to hold). These are the terms of US billing, and a claim says the same to everybody.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gettext import GNUTranslations

DOMAIN = "oncodesk"
ENGLISH = "en"
_spoken: "list[tuple[str, GNUTranslations]]" = []


def speak(languages: Iterable[str], folder: Path) -> None:
    """From now on in the first of the languages (`de-AT`, `de`) that `folder` holds a catalog of; else in English."""
    _spoken.clear()
    for name in (form for language in languages for form in _forms(language)):
        file = folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo"
        if name == ENGLISH or (file.is_file() and _opened(name, file)):
            return


def _opened(name: str, file: Path) -> bool:
    """Whether the catalog is one that can be read."""
    from gettext import GNUTranslations  # English needs none of it
    from struct import error

    try:
        with file.open("rb") as held:
            _spoken.append((name, GNUTranslations(held)))
    except (OSError, ValueError, LookupError, error):
        return False
    return True


def spoken() -> str:
    """The language spoken; empty for English."""
    return _spoken[0][0] if _spoken else ""


def _forms(language: str) -> tuple[str, ...]:
    whole = language.replace("-", "_")
    return (whole, whole.partition("_")[0]) if whole.replace("_", "").isalnum() else ()


def say(text: str, /, **places: object) -> str:
    """The sentence in the language spoken, its `{places}` filled."""
    if not _spoken:
        return text.format(**places) if places else text
    return _filled(_spoken[0][1].gettext(text), text, places)


def many(one: str, more: str, count: int, /, **places: object) -> str:
    """The sentence for that count, which fills its place `{count}`."""
    english = one if count == 1 else more
    places["count"] = count
    if not _spoken:
        return english.format(**places)
    return _filled(_spoken[0][1].ngettext(one, more, count), english, places)


def _filled(told: str, english: str, places: dict[str, object]) -> str:
    if not places:
        return told
    try:
        return told.format(**places)
    except (KeyError, IndexError, ValueError):
        return english.format(**places)
