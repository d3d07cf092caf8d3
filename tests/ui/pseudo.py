"""A made-up language: every sentence of the catalog in accents, marked where it begins and ends, and longer by a third.

Loaded with `-p pseudo` before anything of the window is imported.
"""

import re
import runpy
import struct
import tempfile
from pathlib import Path

from oncodesk import words

ROOT = Path(__file__).resolve().parent.parent.parent
LANGUAGE, BEGIN, END = "xx", "⟦", "⟧"
_PLURAL = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_LETTERS = str.maketrans("aceinosuyACEINOSUY", "áçéíñöšúýÁÇÉÍÑÖŠÚÝ")
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]+>|\*\.\w+|(?:(?:Ctrl|Alt|Shift)\+)+\w+)")
_LONGER = 0.3


def pseudo(text: str) -> str:
    """The sentence in the made-up language; places, keys and endings of files stay as they are."""
    parts = _KEPT.split(text)
    told = "".join(part if number % 2 else part.translate(_LETTERS) for number, part in enumerate(parts))
    longer = max(0, round(_LONGER * len("".join(parts[::2]))) - 2)
    return f"{BEGIN}{told}{'~' * longer}{END}"


def compiled(messages: dict[tuple[str, str], list[str]]) -> bytes:
    """The catalog of the language as gettext reads it."""
    told = {}
    for one, more in messages:
        told[f"{one}\0{more}" if more else one] = f"{pseudo(one)}\0{pseudo(more)}" if more else pseudo(one)
    return catalog(told)


def catalog(told: dict[str, str]) -> bytes:
    """Sentences and their translations as the file that gettext reads, plurals after a zero."""
    pairs = sorted((key.encode(), text.encode()) for key, text in {"": _PLURAL, **told}.items())
    table, held, at = [b"", b""], b"", 28 + 16 * len(pairs)
    for place in (0, 1):
        for pair in pairs:
            table[place] += struct.pack("<II", len(pair[place]), at + len(held))
            held += pair[place] + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + table[0] + table[1] + held


def speak(folder: Path) -> None:
    """From now on in the made-up language."""
    made = folder / LANGUAGE / "LC_MESSAGES"
    made.mkdir(parents=True, exist_ok=True)
    messages = runpy.run_path(str(ROOT / "packaging" / "words.py"))["messages"]()
    (made / f"{words.DOMAIN}.mo").write_bytes(compiled(messages))
    words.speak((LANGUAGE,), folder)


def pytest_configure() -> None:
    """pytest calls this before it imports a conftest."""
    speak(Path(tempfile.mkdtemp(prefix="oncodesk-words-")))
