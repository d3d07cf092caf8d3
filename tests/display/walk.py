"""Drives the real window on a real (virtual) display by keys alone, through the four sample visits.

    .venv/bin/python tests/display/walk.py [FOLDER FOR THE PICTURES]

Needs Xvfb and xdotool; openbox so that the focus is given as on a desk, and ImageMagick's `import` for pictures. Keys
come from the X server; what is shown is read from the window's own widgets. Ends with 1 where a step does not show
what it should.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NEEDED = ("Xvfb", "xdotool")
NAMES = ("Sample, Marta", "Placeholder, Omar", "Fictional, Henry", "Imaginary, Lucille")
_PATIENCE, _LOOK = 30.0, 0.1  # seconds
_SCREEN = "1366x768x24"


class NotShown(Exception):
    """A step did not lead to what it should."""


def missing() -> tuple[str, ...]:
    """The programs that are needed and not there."""
    return tuple(name for name in NEEDED if shutil.which(name) is None)


class Screen:
    """An X server with a window manager, where there is one."""

    def __init__(self) -> None:
        read, write = os.pipe()
        call = ["Xvfb", "-displayfd", str(write), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
        self._server = subprocess.Popen(call, pass_fds=(write,), stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            self.name = f":{told.readline().strip()}"
        self.environment = {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}
        self._manager = None
        if shutil.which("openbox"):
            self._manager = subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)

    def picture(self, path: Path) -> None:
        """What the whole display shows."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True)

    def close(self) -> None:
        """Ends what was started."""
        for process in (self._manager, self._server):
            if process is not None:
                process.terminate()
                process.wait(10)


class Desk:
    """The program on that display: keys go in by the X server, what is shown comes back."""

    def __init__(self, screen: Screen, home: Path, pictures: Path | None) -> None:
        self._screen, self._pictures, self._taken = screen, pictures, 0
        call = [sys.executable, str(Path(__file__)), "--inside", str(home)]
        self._program = subprocess.Popen(
            call, env=screen.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def look(self) -> dict[str, Any]:
        """What the window shows now."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write("look\n")
        self._program.stdin.flush()
        line = self._program.stdout.readline()
        if not line:
            raise NotShown("the program has ended")
        shown: dict[str, Any] = json.loads(line)
        return shown

    def key(self, *keys: str) -> None:
        """Presses keys, one after the other."""
        self._do("key", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        """Types text."""
        self._do("type", "--delay", "25", text)

    def _do(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._screen.environment, check=True)

    def until(self, what: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Waits until the window shows it; NotShown where it does not come."""
        end = time.monotonic() + _PATIENCE
        while True:
            shown = self.look()
            if holds(shown):
                break
            if time.monotonic() > end:
                self.picture("not-shown")
                raise NotShown(f"{what}: not shown. On the screen: {' | '.join(shown['texts'])[:1500]}")
            time.sleep(_LOOK)
        print(f"  {what}")
        return shown

    def picture(self, name: str) -> None:
        """Keeps a picture of the display."""
        if self._pictures is not None:
            self._taken += 1
            self._screen.picture(self._pictures / f"{self._taken:02}-{name}.png")

    def close(self) -> None:
        """Ends the program."""
        self._program.terminate()
        self._program.wait(20)


def walk(pictures: Path | None) -> None:
    """Every step; NotShown at the first that fails."""
    screen = Screen()
    with tempfile.TemporaryDirectory() as home:
        desk = Desk(screen, Path(home), pictures)
        try:
            _begin(desk)
            for number, name in enumerate(NAMES, 1):
                print(name)
                _through(desk, name, number)
        finally:
            desk.close()
            screen.close()


def _begin(desk: Desk) -> None:
    desk.until("the sample practice opens with the tour", lambda shown: _says(shown, "What waits"))
    desk.picture("tour")
    desk.key("Right")
    desk.until(
        "the tour goes on and keeps the focus",
        lambda shown: _says(shown, "What happened") and shown["lines"] and shown["focus"] == "Next step",
    )
    desk.key("Escape")
    desk.until("the tour is skipped", lambda shown: not _says(shown, "What happened"))


def _through(desk: Desk, name: str, number: int) -> None:
    desk.key("ctrl+1")
    desk.until("today is shown", lambda shown: shown["focus"] == "Filter the worklist")
    desk.key("ctrl+a")
    desk.type(name)
    desk.until("the list is filtered", lambda shown: shown["box"] == name and shown["rows"] and _all(shown, name))
    desk.key("Home", "Up", "Return")
    desk.until("the visit opens", lambda shown: any(text == name for text in shown["texts"]))
    shown = desk.until("its claim is derived", lambda shown: _says(shown, "Draft, kept as you type") and shown["lines"])
    _findings(desk, name, shown)
    desk.key("ctrl+Return")
    shown = desk.until("finalising is answered", lambda now: now["told"] != shown["told"])
    if "Finalised" not in shown["told"]:
        desk.key("ctrl+Return")
    desk.until("the claim is finalised", lambda now: _says(now, "Finalised · No."))
    desk.key("ctrl+p")
    desk.until(
        "its superbill is shown",
        lambda now: any(text.startswith("Superbill ") for text in now["texts"]) and now["pages"] > 0,
    )
    desk.picture(f"{number}-superbill")


def _findings(desk: Desk, name: str, shown: dict[str, Any]) -> None:
    desk.picture(f"{name[:4].lower()}-opened")
    if not shown["findings"]:
        desk.until("nothing is found", lambda now: _says(now, "Nothing found in what was checked."))
        return
    first = shown["findings"][0]
    desk.key("F8")
    desk.until("F8 goes to a finding and chooses its line", lambda now: now["current"] and now["line"] in now["on"])
    desk.picture(f"{name[:4].lower()}-finding")
    if not shown["fixes"]:
        return
    desk.key("alt+1")
    desk.until("Alt+1 applies its fix", lambda now: first not in now["findings"])
    desk.key("ctrl+z")
    desk.until("Ctrl+Z takes it back", lambda now: first in now["findings"])
    desk.key("alt+1")
    desk.until("Alt+1 applies it again", lambda now: first not in now["findings"])
    desk.picture(f"{name[:4].lower()}-fixed")


def _says(shown: dict[str, Any], words: str) -> bool:
    return any(words in text for text in shown["texts"])


def _all(shown: dict[str, Any], name: str) -> bool:
    return all(name in row for row in shown["rows"])


def inside(home: Path) -> int:
    """The program itself, with an eye on its widgets that answers each line with what is shown."""
    from PySide6.QtCore import QSocketNotifier
    from PySide6.QtWidgets import QApplication

    from oncodesk.app import code_sets, now
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.window import enter

    app = QApplication(sys.argv[:1])
    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(lambda *_: os.read(0, 4096) and print(json.dumps(_seen()), flush=True))
    return enter(Entrance(code_sets(), home, now))


def _seen() -> dict[str, Any]:
    from PySide6.QtWidgets import QApplication, QLabel, QWidget

    from oncodesk.ui.panels.findings.card import FindingCard
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.shell.pages import Pages

    shown = [w for w in QApplication.allWidgets() if isinstance(w, QWidget) and w.isVisible()]
    focus = QApplication.focusWidget()
    window = next((w for w in shown if isinstance(w, MainWindow)), None)
    cards = [w for w in shown if isinstance(w, FindingCard)]
    pages = [label for w in shown if isinstance(w, Pages) for label in w.findChildren(QLabel)]
    found = window.visit.findings if window else None
    current = next((card for card in found.state.cards if card.key == found.key), None) if found else None
    return {
        "texts": [w.text() for w in shown if isinstance(w, QLabel) and w.text()],
        "focus": focus.accessibleName() if focus else "",
        "told": window.said.text() if window else "",
        "box": window.today.view.box.text() if window else "",
        "rows": [row.cells[1] for row in window.today.view.state.rows] if window else [],
        "lines": len(window.visit.claim.state.rows) if window else 0,
        "findings": [w.accessibleName() for w in sorted(cards, key=lambda w: w.y())],
        "fixes": bool(current and current.fixes),
        "current": current.message if current else "",
        "line": window.visit.claim.line() if window else "",
        "on": [*current.lines, *([] if current.lines else [window.visit.claim.line()])] if window and current else [],
        "pages": sum(label.isVisible() and not label.pixmap().isNull() for label in pages),
    }


def main() -> int:
    """The walk, or inside it the program."""
    if sys.argv[1:2] == ["--inside"]:
        return inside(Path(sys.argv[2]))
    if lacking := missing():
        print(f"Not walked: {' and '.join(lacking)} missing")
        return 2
    pictures = Path(sys.argv[1]) if sys.argv[1:] else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    try:
        walk(pictures)
    except NotShown as problem:
        print(f"FAILED: {problem}")
        return 1
    print("Every step showed what it should.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
