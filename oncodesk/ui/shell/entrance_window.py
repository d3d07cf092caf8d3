"""The window before the desk: log in, recover, restore, start a practice, or look around in the invented one."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.particulars import complaint, practice_of
from oncodesk.ui.panels.entrance.pieces import Page
from oncodesk.ui.panels.entrance.presenter import backup_rows, login_state, todos, wrong_words
from oncodesk.ui.panels.entrance.state import ON_PURPOSE
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.brand import Brand
from oncodesk.ui.shell.entrance_pages import PAGES, EntrancePages
from oncodesk.ui.shell.parts import button, scrolled
from oncodesk.ui.shell.tab_round import tabbed
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.domain.people import Practice
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance

SIZE = (980, 660)
_SMALLEST, _PAGE_WIDE, _BRAND_FROM = (480, 320), 620, 900
_SAMPLE_KEY = "F2"


class EntranceWindow(EntrancePages):
    """`opened` carries the Desk and where to go in it; what went wrong stands on the page, never in a dialog.

    `painted` comes once, after the window was first seen.
    """

    opened = Signal(object, str)
    painted = Signal()

    def __init__(self, entrance: "Entrance", tasks: Tasks, is_locked: bool = False) -> None:
        super().__init__()
        self._entrance, self._tasks, self._is_locked = entrance, tasks, is_locked
        self._started: Desk | None = None
        self._is_painted = False
        self._practice: Practice | None = None
        self.setObjectName("page")
        self.setWindowTitle("OncoDesk" + (say(" — locked") if is_locked else ""))
        self.setMinimumSize(*_SMALLEST)
        self.pages = PAGES
        self._front: Page | None = None
        self.sample = button(
            say("Sample practice  {key}", key=_SAMPLE_KEY), say("Look around in the sample practice"), "link"
        )
        self.sample.clicked.connect(self.look_around)
        QShortcut(QKeySequence(_SAMPLE_KEY), self, self.look_around)
        self._arrange()
        QShortcut(QKeySequence("F1"), self, self.open_help)
        self.resize(*SIZE)
        self.show_page("")

    def _arrange(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setMaximumWidth(_PAGE_WIDE)
        frame.setLayout(self.within)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 16)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(frame, 100)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)
        column.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignRight)
        self.brand = Brand()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.brand)
        whole.addWidget(scrolled(inside, say("Page")), 1)

    def join(self, name: str) -> None:
        """Connects the page of that name, which was just built."""
        getattr(self, f"_join_{name}")()

    def _join_login(self) -> None:
        self.login.asked.connect(self._unlock)
        self.login.recover_asked.connect(self._to("recover"))
        self.login.restore_asked.connect(self._to("restore"))
        self.login.folder_asked.connect(self._choose_folder)

    def _join_welcome(self) -> None:
        self.welcome.started.connect(self._to("practice"))
        self.welcome.sample_asked.connect(self.look_around)
        self.welcome.restore_asked.connect(self._to("restore"))
        self.welcome.folder_asked.connect(self._choose_folder)

    def _join_recover(self) -> None:
        self.recover.asked.connect(self._recover)
        self.recover.left.connect(self._to(""))

    def _join_restore(self) -> None:
        self.restore.chosen.connect(self._show_users_of)
        self.restore.looked.connect(self._choose_place)
        self.restore.asked.connect(self._restore)
        self.restore.stopped.connect(lambda: self._tasks.cancel("entrance.restore"))
        self.restore.left.connect(self._to(""))

    def _join_practice(self) -> None:
        self.practice.left.connect(self._to(""))
        self.practice.done.connect(self._check_practice)

    def _join_manager(self) -> None:
        self.manager.left.connect(self._to("practice"))
        self.manager.done.connect(self._start)

    def _join_key(self) -> None:
        self.key.done.connect(lambda: self._show_last(True))
        self.key.skipped.connect(lambda: self._show_last(False))
        self.key.sheet.printed.connect(self._print)

    def _join_last(self) -> None:
        self.last.done.connect(lambda: self._open_started(""))
        self.last.went.connect(self._open_started)

    def open_help(self) -> None:
        """Help on the page that is shown."""
        self.help.open(self.focusWidget() or self.page)

    def _to(self, name: str) -> Callable[[], None]:
        return lambda: self.show_page(name)

    # --- which page -------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self._front is not None
        return self._front

    def show_page(self, name: str) -> None:
        """Brings a page to the front; without a name the first one: log in, or welcome where there is no practice."""
        name = name or ("login" if self._entrance.has_practice else "welcome")
        page = self.page_of(name)
        page.tell("")
        prepare = getattr(self, f"_prepare_{name}", None)
        if self._front is not None:
            self._front.hide()
        self._front = page
        page.show()
        self.sample.setVisible(name in ("login", "recover", "restore"))
        if prepare is not None:
            prepare()
        page.begin()

    def _prepare_login(self) -> None:
        users, problem = self._users()
        state = login_state(self._entrance.folder, users, self._entrance.last_user, self._is_locked)
        self.login.show_state(state)
        self.login.tell(problem)
        _, wait = self._entrance.tries()
        if wait:
            self.login.refuse("", wait)

    def _prepare_welcome(self) -> None:
        self.welcome.show_folder(str(self._entrance.folder))

    def _prepare_recover(self) -> None:
        users, problem = self._users()
        self.recover.show_users(users, self.login.user.currentText())
        self.recover.tell(problem)

    def _prepare_restore(self) -> None:
        self._show_place(None)

    def _users(self) -> tuple[tuple[str, ...], str]:
        try:
            return self._entrance.users(), ""
        except UnusableInput as problem:
            return (), complaint(problem)

    # --- into a practice --------------------------------------------------------------------------------------------

    def look_around(self) -> None:
        """Opens the invented practice."""
        self._enter(self._entrance.sample, say("Opening the sample practice…"))

    def wait_for(self, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Ends what was open before; what is asked meanwhile waits its turn."""
        self._tasks.run(self, "entrance.before", work, then, keeps=True)

    def _unlock(self, user: str, password: str) -> None:
        self._enter(lambda: self._entrance.unlock(password, user or None), ON_PURPOSE)

    def _recover(self, key: str, user: str, fresh: str) -> None:
        self._enter(lambda: self._entrance.recover(key, user, fresh), ON_PURPOSE)

    def _enter(self, way: Callable[[], Any], words: str) -> None:
        page = self.page
        page.tell("")
        page.work(words)
        self._tasks.run(self, "entrance", lambda: tried(way), lambda found: self._entered(page, found))

    def _entered(self, page: Page, found: Any) -> None:
        page.work("")
        if not isinstance(found, Refused):
            self._leave_with(found, "")
        elif page is not self.login:
            page.tell(found.words)
        elif found.is_wrong:
            wrong, wait = self._entrance.tries()
            self.login.refuse(wrong_words(self.login.user.currentText(), wrong), wait)
        else:
            self.login.refuse(found.words, found.seconds)

    def _leave_with(self, desk: "Desk", go: str) -> None:
        for page in self.built():
            page.clear_secrets()
        self.opened.emit(desk, go)

    # --- another folder ---------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, say("Folder of the practice"), str(self._entrance.folder))
        if chosen:
            self.use_folder(Path(chosen))

    def use_folder(self, folder: Path) -> None:
        """Opens or starts the practice there from now on; a network share is refused."""
        from oncodesk.services.entrance import VaultProblem

        try:
            self._entrance.choose(folder)
        except UnusableInput as problem:
            self.page.tell(
                say(
                    "{complaint}. Its journal is not safe there: keep the practice on this computer.",
                    complaint=complaint(problem),
                )
            )
        except VaultProblem as problem:
            self.page.tell(str(problem))
        else:
            self.show_page("")

    # --- restoring --------------------------------------------------------------------------------------------------

    def _choose_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, say("Where to look for backups"))
        if chosen:
            self._show_place(Path(chosen))

    def _show_place(self, place: Path | None) -> None:
        found = self._entrance.backups(place)
        if not found and place is not None:
            found = tuple(backup for backup in self._entrance.backups(place.parent) if backup.path == place)
        named = place.name if place else say("the usual place")
        self.restore.show_backups(backup_rows([(held.path, held.at) for held in found], self._entrance.now()), named)

    def _show_users_of(self, backup: Path) -> None:
        try:
            self.restore.show_users(self._entrance.users_of(backup))
            self.restore.tell("")
        except UnusableInput as problem:
            self.restore.show_users(())
            self.restore.tell(complaint(problem))

    def _restore(self, backup: Path, user: str, password: str, key: str, fresh: str) -> None:
        from oncodesk.vault.restore import Opening, WithPassword, WithRecoveryKey

        way: Opening = WithRecoveryKey(key, user, fresh) if key else WithPassword(password, user or None)
        page = self.restore
        page.tell("")
        page.work(say("Restoring…"), 0)
        self._tasks.run_long(
            self,
            "entrance.restore",
            lambda watch: tried(lambda: self._entrance.restore(backup, way, watch)),
            lambda found: self._entered(page, found or Refused(say("Stopped. The practice is as it was."))),
            lambda fraction, what: page.work(
                say("Restoring: {what}", what=what) if what else say("Restoring…"), fraction
            ),
        )

    # --- starting a practice ----------------------------------------------------------------------------------------

    def _check_practice(self) -> None:
        try:
            self._practice = practice_of(self.practice.typed())
        except UnusableInput as problem:
            self.practice.tell(complaint(problem))
            self.practice.go(problem.field)
            return
        self.manager.password.known = (self._practice.name,)
        self.show_page("manager")

    def _start(self) -> None:
        user, password = self.manager.user.text().strip(), self.manager.password
        problem = "" if user else say("Your log-in name: type one, for the audit says who did what")
        if problem := problem or password.problem():
            self.manager.tell(problem)
            return
        self.manager.tell("")
        self.manager.work(say("Starting the practice. {on_purpose}", on_purpose=ON_PURPOSE))
        text = password.text()
        self._tasks.run(self, "entrance", lambda: tried(lambda: self._begun(text, user)), self._begun_)

    def _begun(self, password: str, user: str) -> "tuple[Desk, str]":
        assert self._practice is not None
        desk = self._entrance.start(password, self._practice, user)
        try:
            return desk, desk.store.staff.new_recovery_key()
        except BaseException:
            desk.store.close()
            raise

    def _begun_(self, found: Any) -> None:
        self.manager.work("")
        if isinstance(found, Refused):
            self.manager.tell(found.words)
            return
        self._started, key = found
        self.manager.clear_secrets()
        self.show_page("key")
        self.key.sheet.show_key(key)

    def sheet_of(self, key: str) -> bytes:
        """The sheet of a recovery key, as PDF."""
        assert self._started is not None
        return self._started.recovery_sheet(key)

    def _print(self, pdf: bytes) -> None:
        assert self._started is not None
        from oncodesk.ui.shell.printing import print_pdf

        self.key.sheet.told.setText(print_pdf(self, pdf, self._started.preferences()))

    def _show_last(self, has_key: bool) -> None:
        assert self._started is not None
        assert self._practice is not None
        self.key.clear_secrets()
        if not has_key:
            staff = self._started.store.staff
            self._tasks.run(self, "entrance.key", lambda: tried(staff.forget_recovery_key), lambda _: None, keeps=True)
        self.last.show_todos(todos(self._practice, has_key, not self._started.editions().wanted))
        self.show_page("last")

    def _open_started(self, go: str) -> None:
        assert self._started is not None
        desk, self._started = self._started, None
        self._leave_with(desk, go)

    # --- the window -------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tabbed(self, forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.brand.setVisible(self.width() >= _BRAND_FROM)
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tasks.close()
        if self._started is not None:
            self._started.store.close()
        super().closeEvent(event)
