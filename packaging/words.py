"""Draws `resources/locale/oncodesk.pot`, the catalog that translators begin with, from what the window says.

    python packaging/words.py

A catalog of a language is made of it with any gettext tool: `msginit`, then an editor such as Poedit, then `msgfmt`
into `resources/locale/<language>/LC_MESSAGES/oncodesk.mo`. `oncodesk/words.py` tells what is translated and what not.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POT = ROOT / "resources" / "locale" / "oncodesk.pot"
HELP = ROOT / "resources" / "help.toml"
_IMPORT = re.compile(r"^from oncodesk(\.words import| import (\w+, )*words$)", re.M)
_PASSED_ON = {"oncodesk/ui/shell/help_pages.py"}
_HEAD = """\
# What the window of OncoDesk says.
# Apache License 2.0, like the rest.
msgid ""
msgstr ""
"Project-Id-Version: oncodesk\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"
"""

Message = tuple[str, str]
"""The sentence, and the one for more than one or nothing."""


def messages() -> dict[Message, list[str]]:
    """Everything said, with the files that say it; ValueError where a sentence is not written out."""
    found: dict[Message, list[str]] = {}
    for path in sorted((ROOT / "oncodesk").rglob("*.py")):
        name, source = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        if _IMPORT.search(source) and name not in _PASSED_ON:
            for message in _said(source, name):
                _note(found, message, name)
    for page in tomllib.loads(HELP.read_text(encoding="utf-8")).values():
        for text in (page["title"], *page["says"]):
            _note(found, (text, ""), HELP.relative_to(ROOT).as_posix())
    return found


def _note(found: dict[Message, list[str]], message: Message, name: str) -> None:
    files = found.setdefault(message, [])
    if name not in files:
        files.append(name)


def _said(source: str, name: str) -> Iterator[Message]:
    is_imported = "from oncodesk.words import" in source
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        said = ast.unparse(node.func).removeprefix("words.")
        if said in ("say", "many") and (is_imported or isinstance(node.func, ast.Attribute)):
            wanted = node.args[: 1 if said == "say" else 2]
            texts = [arg.value for arg in wanted if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if not wanted or len(texts) < len(wanted):
                raise ValueError(f"{name}, line {node.lineno}: a sentence is written out where it is said")
            yield texts[0], "".join(texts[1:])


def template() -> str:
    """The catalog as text, in the order of the files."""
    entries = []
    for (one, more), files in messages().items():
        lines = [f"#: {' '.join(files)}"]
        if re.search(r"\{\w+[^{}]*\}", one + more):
            lines.append("#, python-brace-format")
        lines.append(f"msgid {_quoted(one)}")
        lines += [f"msgid_plural {_quoted(more)}", 'msgstr[0] ""', 'msgstr[1] ""'] if more else ['msgstr ""']
        entries.append("\n".join(lines) + "\n")
    return "\n".join((_HEAD, *entries))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


if __name__ == "__main__":
    POT.parent.mkdir(parents=True, exist_ok=True)
    POT.write_text(template(), encoding="utf-8")
