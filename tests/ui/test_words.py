"""What the window says: told in another language where there is a catalog, and all of it in the one for translators."""

import ast
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pseudo
import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from oncodesk import words

UI = "oncodesk/ui"
_TWO_WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")
_MARKUP = re.compile(r"</?\w+[ >/]|px\b|%[sd]")
_NOT_SHOWN = {"_title", "removed", "added", "added_again"}
"""Functions whose words are recorded with the claim: they stay as they are."""
_KEYS = {
    "very old", "high contrast", "warm up",  # names of our own, which are shown by other words
    "key file", "practice file", "practice folder", "code sets",  # fields that the rooms below complain of
    "expected a value, found none", "expected of a new patient", "expected one of",  # what they say of them
    "Charges of the practice",  # recorded
}  # fmt: skip
_SAYS_NOTHING = {
    "editing/overlay.py",  # what is expected of an overlay that is then told as lost
    "panels/course/details.py",  # words of what is typed
}


@pytest.fixture
def catalog() -> dict[tuple[str, str], list[str]]:
    """Every sentence with the files that say it."""
    return runpy.run_path(str(pseudo.ROOT / "packaging" / "words.py"))["messages"]()


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[Path]:
    """The made-up language from now on, and English again afterwards."""
    pseudo.speak(tmp_path)
    yield tmp_path
    words.speak((), tmp_path)


def test_the_catalog_for_translators_is_current() -> None:
    drawn = runpy.run_path(str(pseudo.ROOT / "packaging" / "words.py"))
    assert drawn["POT"].read_text(encoding="utf-8") == drawn["template"](), "run: python packaging/words.py"


def test_a_sentence_is_one_message(catalog: dict[tuple[str, str], list[str]]) -> None:
    assert len(catalog) > 1000
    assert len({one for one, _ in catalog}) == len(catalog), "one sentence, with and without a plural"


def test_english_needs_no_catalog() -> None:
    assert words.say("Up and Down choose {a line}") == "Up and Down choose {a line}"
    assert words.say("No. {number} is void", number=7) == "No. 7 is void"
    assert [words.many("{count} code", "{count} codes", n) for n in (0, 1, 2)] == ["0 codes", "1 code", "2 codes"]


def test_a_sentence_of_the_catalog_is_told_in_its_language(spoken: Path) -> None:
    assert words.say("Today") == "⟦Tödáý⟧"
    assert words.say("Logged in as {me}", me="mina") == "⟦Löggéd íñ áš mina~~⟧"
    assert [words.many("{count} code", "{count} codes", n) for n in (1, 2)] == ["⟦1 çödé⟧", "⟦2 çödéš⟧"]


def test_what_no_catalog_holds_is_told_in_english(spoken: Path) -> None:
    assert words.say("Nowhere said, {name}", name="Ada") == "Nowhere said, Ada"
    words.speak(("fr", "fr-CA"), spoken)
    assert words.say("Today") == "Today"


def test_the_first_language_that_is_there_is_spoken(spoken: Path) -> None:
    words.speak(("fr-CA", "xx-XX", "en-US"), spoken)
    assert words.say("Today") == "⟦Tödáý⟧"
    assert words.spoken() == "xx"
    words.speak(("en-GB", "xx"), spoken)
    assert words.say("Today") == "Today"


def test_a_translation_with_other_places_is_not_told(tmp_path: Path) -> None:
    made = tmp_path / "xx" / "LC_MESSAGES"
    made.mkdir(parents=True)
    wrong = pseudo.catalog({"In {place}": "En {lugar}", "Saved {name}": "{name", "Kept": "Gardé"})
    (made / "oncodesk.mo").write_bytes(wrong)
    words.speak(("xx",), tmp_path)
    try:
        assert words.say("In {place}", place="here") == "In here"
        assert words.say("Saved {name}", name="a.pdf") == "Saved a.pdf"
        assert words.say("Kept") == "Gardé"
    finally:
        words.speak((), tmp_path)


@pytest.mark.parametrize("torn", [b"", b"\xde\x12\x04\x95", pseudo.catalog({"Kept": "Gardé"})[:-30]])
def test_a_torn_catalog_leaves_the_window_in_english(tmp_path: Path, torn: bytes) -> None:
    made = tmp_path / "xx" / "LC_MESSAGES"
    made.mkdir(parents=True)
    (made / "oncodesk.mo").write_bytes(torn)
    words.speak(("xx",), tmp_path)
    assert (words.spoken(), words.say("Kept")) == ("", "Kept")


def test_no_sentence_of_the_window_is_left_unsaid() -> None:
    found = []
    for path in sorted((pseudo.ROOT / UI).rglob("*.py")):
        name = path.relative_to(pseudo.ROOT / UI).as_posix()
        if name not in _SAYS_NOTHING:
            found += [f"{name}: {text}" for text in _unsaid(ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []


def _unsaid(tree: ast.Module) -> Iterator[str]:
    passed = {node for part in ast.walk(tree) for node in _passed_over(part)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and node not in passed else None
        if isinstance(text, str) and text not in _KEYS and _TWO_WORDS.search(text) and not _MARKUP.search(text):
            yield text


def _passed_over(node: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, kinds, what is said, what is logged, and what is only compared with or recorded."""
    if isinstance(node, ast.Expr | ast.Compare):
        yield from ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef) and node.name in _NOT_SHOWN:
        yield from ast.walk(node)
    if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.FunctionDef) and node.returns:
        yield from ast.walk(node.returns)
    if isinstance(node, ast.Subscript):
        yield from ast.walk(node.slice)
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        if called in ("say", "many", "words.say") or called.startswith("_log.") or "re." in called:
            yield from node.args


def test_the_language_is_known_before_the_first_word() -> None:
    """Importing what the command line needs says nothing yet, for the window's language is chosen after it."""
    told = (
        "from oncodesk import words\n"
        "words.say = words.many = lambda *text, **places: print(text) or text[0]\n"
        "import oncodesk.cli\n"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == ""


@pytest.mark.slow
def test_every_screen_in_the_made_up_language(request: pytest.FixtureRequest) -> None:
    here = Path(__file__).parent
    told = {**os.environ, "PYTHONPATH": os.pathsep.join((str(here), os.environ.get("PYTHONPATH", "")))}
    wanted = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "pseudo",
        "-p",
        "no:cacheprovider",
        str(here / "walk_said.py"),
    ]
    done = subprocess.run(wanted, cwd=pseudo.ROOT, env=told, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout


def test_the_language_is_chosen_before_the_window_is_imported() -> None:
    told = (
        "import sys\n"
        "from oncodesk import cli\n"
        "from oncodesk.ui import language\n"
        "def choose(home):\n"
        "    print(*sorted(name for name in sys.modules if name.startswith('oncodesk.ui.')))\n"
        "    raise SystemExit\n"
        "language.choose = choose\n"
        "cli._window()\n"
    )
    shown = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, env=shown)
    assert done.stdout.split() == ["oncodesk.ui.language"]


def test_the_language_is_the_one_chosen_or_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from oncodesk import paths
    from oncodesk.services.preferences import Preferences, save_preferences
    from oncodesk.ui import language

    resources = tmp_path / "resources"
    pseudo.speak(resources / "locale")
    monkeypatch.setattr(paths, "resources", lambda: resources)
    try:
        language.choose(tmp_path)
        assert words.spoken() == ""
        save_preferences(tmp_path, Preferences(language="xx-AT"))
        language.choose(tmp_path)
        assert words.spoken() == "xx"
    finally:
        words.speak((), tmp_path)


def test_qt_speaks_the_same_language(qapp: QApplication, tmp_path: Path) -> None:
    from oncodesk.ui.language import wear_on

    made = tmp_path / "de" / "LC_MESSAGES"
    made.mkdir(parents=True)
    (made / "oncodesk.mo").write_bytes(pseudo.catalog({"Kept": "Behalten"}))
    words.speak(("de",), tmp_path)
    try:
        wear_on(qapp)
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    finally:
        words.speak((), tmp_path)
        for held in qapp.findChildren(QTranslator):
            qapp.removeTranslator(held)
