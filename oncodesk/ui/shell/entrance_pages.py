"""The pages of the way in, each built when it is first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from oncodesk.ui.panels.entrance.pieces import Page
from oncodesk.ui.shell.help_pages import helped

if TYPE_CHECKING:
    from oncodesk.ui.panels.entrance.login import LoginPage
    from oncodesk.ui.panels.entrance.recover import RecoverPage
    from oncodesk.ui.panels.entrance.restore import RestorePage
    from oncodesk.ui.panels.entrance.steps import KeyStep, LastStep, ManagerStep, PracticeStep
    from oncodesk.ui.panels.entrance.welcome import WelcomePage
    from oncodesk.ui.shell.overlay import HelpSheet

PAGES = ("login", "welcome", "recover", "restore", "practice", "manager", "key", "last")
Made = TypeVar("Made", bound=Page)


class EntrancePages(QWidget):
    """Pages by name, below one another in `within`: a stack would always be as tall as its tallest page."""

    def __init__(self) -> None:
        super().__init__()
        self.within = QVBoxLayout()
        self.within.setContentsMargins(28, 22, 28, 18)

    def join(self, name: str) -> None:
        """Connects the page of that name, which was just built."""
        raise NotImplementedError

    def sheet_of(self, key: str) -> bytes:
        """The sheet of a recovery key, as PDF."""
        raise NotImplementedError

    def page_of(self, name: str) -> Page:
        """The page of that name."""
        assert name in PAGES, name
        page: Page = getattr(self, name)
        return page

    def built(self) -> tuple[Page, ...]:
        """The pages that are built."""
        return tuple(self.page_of(name) for name in PAGES if name in self.__dict__)

    def _page(self, name: str, made: Made) -> Made:
        self.__dict__[name] = made
        helped(made, name)
        self.within.addWidget(made)
        made.hide()
        made.order()
        self.join(name)
        return made

    @cached_property
    def login(self) -> "LoginPage":
        """Asks for the password."""
        from oncodesk.ui.panels.entrance.login import LoginPage

        return self._page("login", LoginPage())

    @cached_property
    def welcome(self) -> "WelcomePage":
        """The first page where there is no practice yet."""
        from oncodesk.ui.panels.entrance.welcome import WelcomePage

        return self._page("welcome", WelcomePage())

    @cached_property
    def recover(self) -> "RecoverPage":
        """The way in with the recovery key."""
        from oncodesk.ui.panels.entrance.recover import RecoverPage

        return self._page("recover", RecoverPage())

    @cached_property
    def restore(self) -> "RestorePage":
        """Puts a backup in the practice's place."""
        from oncodesk.ui.panels.entrance.restore import RestorePage

        return self._page("restore", RestorePage())

    @cached_property
    def practice(self) -> "PracticeStep":
        """Whose practice it is."""
        from oncodesk.ui.panels.entrance.steps import PracticeStep

        return self._page("practice", PracticeStep())

    @cached_property
    def manager(self) -> "ManagerStep":
        """Who manages it."""
        from oncodesk.ui.panels.entrance.steps import ManagerStep

        return self._page("manager", ManagerStep())

    @cached_property
    def key(self) -> "KeyStep":
        """The recovery key, to be kept."""
        from oncodesk.ui.panels.entrance.steps import KeyStep

        return self._page("key", KeyStep(self.sheet_of))

    @cached_property
    def last(self) -> "LastStep":
        """What is still to do."""
        from oncodesk.ui.panels.entrance.steps import LastStep

        return self._page("last", LastStep())

    @cached_property
    def help(self) -> "HelpSheet":
        """Help on the page that is shown."""
        from oncodesk.ui.shell.overlay import HelpSheet

        return HelpSheet(self, with_actions=False)
