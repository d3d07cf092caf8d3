"""The Library over the shelf of editions: what files would change, the load, and the way back."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.services.keep_regimen import is_regimen
from oncodesk.services.payer_cards import is_card
from oncodesk.ui.panels.library.presenter import complaint, edition_of, files_of
from oncodesk.ui.panels.library.state import LoadState, library_state, loaded, previewed, refused, working
from oncodesk.ui.panels.library.view import LibraryView
from oncodesk.ui.shell.editions import said_of
from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.library_cards import LibraryCards
from oncodesk.ui.shell.library_templates import LibraryTemplates
from oncodesk.ui.shell.tabbed import Tabbed
from oncodesk.ui.tasks import Tasks, Watch
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_FILES = say("Official files (*.zip *.txt *.csv *.xlsx *.xml);;Every file (*)")
SETS, POLICIES, REGIMENS = say("Code sets"), say("Payer cards"), say("Regimens")


class LibraryScreen(QWidget):
    """`changed` when the shelf holds others than before; `told` a line for the status bar; `found` new files."""

    changed = Signal()
    told = Signal(str)
    found = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._files: tuple[Path, ...] = ()
        self.view = LibraryView()
        self.view.asked.connect(self._choose)
        self.view.dropped.connect(self.offer)
        self.view.accepted.connect(lambda: self._work(dry_run=False))
        self.view.declined.connect(lambda: self.view.show_load(LoadState()))
        self.view.stopped.connect(lambda: self._tasks.cancel("library.load"))
        self.view.taken_back.connect(self._take_back)
        self.view.watch_asked.connect(self._choose_watched)
        self.cards = LibraryCards(desk, tasks, self)
        self.cards.told.connect(self.told)
        self.cards.changed.connect(self.changed)
        self.templates = LibraryTemplates(desk, tasks)
        self.templates.told.connect(self.told)
        helped(self.templates.view, "regimens")
        pages = ((SETS, self.view), (POLICIES, self.cards.view), (REGIMENS, self.templates.view))
        self.pages = Tabbed(say("Library"), pages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self.setFocusProxy(self.pages)

    def refresh(self) -> None:
        """Reads the shelf again."""
        self._tasks.run(self, "library", lambda: library_state(self._desk.editions()), self.view.show_state)
        self.cards.refresh()
        self.templates.refresh()

    def offer(self, paths: Sequence[str]) -> None:
        """Says what those files would change, to be answered with yes or no; cards and regimens go to their pages."""
        self._files = files_of(paths)
        cards = [path for path in self._files if is_card(path)]
        regimens = [path for path in self._files if is_regimen(path)]
        self.pages.show_page(POLICIES if cards else REGIMENS if regimens else SETS)
        if regimens and not cards:
            self.templates.take(regimens)
            return
        if cards:
            self.cards.offer(cards[0])
            return
        if not self._files:
            self.view.show_load(refused(say("Nothing there is a file that can be read.")))
            return
        self._work(dry_run=True)

    def look_for_new(self) -> None:
        """Looks into the watched folder; `found` says what waits there."""
        work = lambda: said_of(self._desk.watched_files())  # noqa: E731
        self._tasks.run(self, "library.watch", work, self.found.emit)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, say("Official files to load"), "", _FILES)
        if chosen:
            self.offer(chosen)

    def _choose_watched(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, say("Folder to watch for new official files"))
        if folder:
            self.watch(folder)

    def watch(self, folder: str) -> None:
        """Remembers the folder and offers what waits there."""
        chosen = replace(self._desk.preferences(), watched=folder)
        self._desk.save_preferences(chosen)
        self.told.emit(say("New official files are looked for in {name}", name=Path(folder).name))
        self.look_for_new()

    def offer_watched(self) -> None:
        """Offers the new files of the watched folder, where there are any."""
        offer = lambda found: self.offer(found.paths) if found and found.files else None  # noqa: E731
        self._tasks.run(self, "library.offer", lambda: self._desk.watched_files(), offer)

    def _work(self, dry_run: bool) -> None:
        try:
            edition = edition_of(self.view.edition.text(), self._desk.today())
        except UnusableInput as problem:
            self.view.show_load(refused(complaint(problem)))
            return
        files = self._files
        doing = say("reading") if dry_run else say("loading")
        self.view.show_load(working(0.0, doing))
        self._tasks.run_long(
            self,
            "library.load",
            lambda watch: self._imported(files, edition, watch, dry_run),
            lambda done: self._done(done, dry_run),
            lambda fraction, what: self.view.show_load(working(fraction, what or doing)),
        )

    def _imported(self, files: tuple[Path, ...], edition: str | None, watch: Watch, dry_run: bool) -> Any:
        try:
            own = self._desk.own_codes()
            return self._desk.import_codes(files, edition, watch, dry_run, own).changes
        except UnusableInput as problem:
            return problem

    def _done(self, done: Any, dry_run: bool) -> None:
        if done is None:
            self.view.show_load(LoadState(say("Stopped: nothing was changed")))
        elif isinstance(done, UnusableInput):
            self.view.show_load(refused(complaint(done)))
        elif dry_run:
            self.view.show_load(previewed(done))
        else:
            self.view.show_load(loaded(done))
            self.view.edition.clear()
            self._shelf_changed(say("Loaded; open visits are checked with it"))

    def _take_back(self) -> None:
        self._tasks.run(self, "library.back", self._back, self._taken_back)

    def _back(self) -> str:
        try:
            return self._desk.rollback_codes()
        except UnusableInput as problem:
            return complaint(problem)

    def _taken_back(self, said: str) -> None:
        self.view.show_load(LoadState(said.replace("\n", "; ")))
        self._shelf_changed(say("The last load is taken back"))

    def _shelf_changed(self, said: str) -> None:
        self.told.emit(said)
        self.refresh()
        self.look_for_new()
        self.changed.emit()
