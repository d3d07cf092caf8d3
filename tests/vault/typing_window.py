"""The real window over a practice, typed into by a script until its process is killed; what it does it says.

`typed PLACE MOMENT HASH`: the visit on the desk says this now. `saved VISIT HASH`: the practice file answered for it.
`sealed NUMBER`: the window said that it is finalised. A round's words: home folder, password, seed, `steady` to type
without a pause. Started with the home folder of the code sets in ONCODESK_HOME.
"""

import random
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from forking import say, serve
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from oncodesk import app
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice
from oncodesk.services.check_claim import check_claim
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.entrance import Entrance
from oncodesk.ui.panels.grid.typing import CellLine
from oncodesk.ui.shell.saving import Place
from oncodesk.ui.window import Front, _dressed
from oncodesk.vault import opening
from oncodesk.vault.canonical import canonical

CANARY = "Zzquillon"
TEXTS = ("patient.family_name", "patient.given_name", "patient.account", "patient.address.city", "payer.member_id")
assert opening


def mark_of(draft: Any) -> str:
    """What tells one state of a visit from every other."""
    return sha256(canonical(draft).encode()).hexdigest()


class Typist:
    """Types into the window of a process, one step after the other."""

    def __init__(self, front: Front, chance: random.Random, steady: bool) -> None:
        self.window, self.chance, self.steady = front.window, chance, steady
        self.count = chance.randrange(10**6, 10**9)
        self.places: list[Place] = []
        self.said = ""
        assert self.window is not None
        self._listen()

    def _listen(self) -> None:
        store, save, changed = self.window.desk.store, self.window.desk.store.save_draft, self.window.bench_changed

        def saved(identifier: int | None, draft: Any, *rest: Any, **more: Any) -> int:
            number = save(identifier, draft, *rest, **more)
            say("saved", number, mark_of(draft))
            return number

        def told(text: str) -> None:
            if text.startswith("Finalised as No. "):
                say("sealed", text.split()[3].rstrip("."))

        def heard() -> None:
            self._note()
            changed()

        store.save_draft = saved
        self.window.saving.told.connect(told)
        self.window.bench._changed = heard

    def _note(self) -> None:
        session, place = self.window.bench.session, self.window.saving.place
        if session is None:
            return
        number, mark = self._number_of(place), mark_of(session.draft)
        if (said := f"{number} {mark}") != self.said:
            self.said = said
            say("typed", number, time.monotonic(), mark)

    def _number_of(self, place: Place) -> int:
        """A visit that is opened again is the same one."""
        for number, known in enumerate(self.places, 1):
            if known is place or (known.identifier is not None and known.identifier == place.identifier):
                return number
        self.places.append(place)
        return len(self.places)

    def step(self) -> None:
        """Does one thing, and the next after a while."""
        self._one()
        pause = 0 if self.steady else self.chance.choice((0, 0, 0, 900))
        QTimer.singleShot(self.chance.randrange(20, 160) + pause, self.step)

    def _one(self) -> None:
        if self.window.bench.session is None:
            self._open()
            return
        likely: list[Callable[[], None]] = [self._field] * 6 + [self._dose] * 4 + [self._finalise] * 3
        others = [self._undo, self._open, self._new, self._look]
        self.chance.choice(likely if self.steady else likely + others)()

    def _open(self) -> None:
        rows = self.window.desk.store.list_visits()
        self.window.saving.open(self.chance.choice(rows).id)

    def _new(self) -> None:
        self.window.new_visit()

    def _undo(self) -> None:
        self.window.undo()

    def _look(self) -> None:
        self.window.show_screen(self.chance.choice(("today", "visit", "superbill")))

    def _text(self) -> str:
        self.count += 1
        return f"{CANARY}{self.count}"

    def _field(self) -> None:
        line = self.window.visit.header.fields.by_path[self.chance.choice(TEXTS)]
        assert isinstance(line, QLineEdit)
        self._type(line, self._text())

    def _dose(self) -> None:
        grid = self.window.visit.grid
        rows = [row.identifier for row in grid.model.state.rows if row.identifier]
        if not rows:
            grid.typed.emit("", "drug", "oxaliplatin")
            return
        grid.go(self.chance.choice(rows), "dose")
        grid.table.edit(grid.table.currentIndex())
        line = grid.table.findChild(CellLine)
        if line is not None:
            self.count += 1
            self._type(line, f"{self.count % 900 + 50}.{self.count % 89 + 10} mg")

    def _type(self, line: QLineEdit, text: str) -> None:
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def _finalise(self) -> None:
        self.window.saving.finalise()


def one_round(words: list[str]) -> None:
    """The window, until the process is killed."""
    home, password, seed, how = words
    qt = _dressed()
    front = Front(Entrance(CODE_SETS, Path(home), app.now))
    front.show_desk(front.entrance.unlock(password))  # type: ignore[union-attr]
    typist = Typist(front, random.Random(int(seed)), how == "steady")
    say("ready")
    QTimer.singleShot(0, typist.step)
    qt.exec()


def warm() -> None:
    """What a first visit takes once is there before the rounds are forked."""
    for name in sample_practice.VISITS:
        visit = parse(Visit, sample_practice.read(name))
        tables = CODE_SETS.at(visit.date_of_service)
        check_claim(derive_claim(visit, tables, sample_practice.fees()).claim, tables)


if __name__ == "__main__":
    sys.excepthook = lambda *problem: say("problem", *problem[:2])
    CODE_SETS = app.code_sets()
    warm()
    serve(one_round)
