"""The first page where there is no practice yet."""

from PySide6.QtCore import Signal

from oncodesk.ui.panels.entrance.pieces import Page, row_of
from oncodesk.ui.shell.parts import Elided, button
from oncodesk.words import say

_WORDS = say(
    "Start your own practice: its records are kept encrypted on this computer and nowhere else. Or look around first "
    "in a practice whose patients are invented."
)


class WelcomePage(Page):
    """Each signal is one way on."""

    started = Signal()
    sample_asked = Signal()
    restore_asked = Signal()
    folder_asked = Signal()

    def __init__(self) -> None:
        super().__init__(say("Welcome to OncoDesk"), _WORDS)
        self.start = button(say("Start my practice"), mark="primary")
        self.start.clicked.connect(self.started)
        self.sample = button(say("Look around in the sample practice  F2"), say("Look around in the sample practice"))
        self.sample.clicked.connect(self.sample_asked)
        self.restore = button(say("Restore a practice from a backup…"), mark="link")
        self.restore.clicked.connect(self.restore_asked)
        self.elsewhere = button(say("Open a practice in another folder…"), mark="link")
        self.elsewhere.clicked.connect(self.folder_asked)
        self.folder = Elided("quiet", "small")
        self.folder.setAccessibleName(say("Where the practice will be kept"))
        self.body.addLayout(row_of(self.start, self.sample))
        self.body.addLayout(row_of(self.restore))
        self.body.addLayout(row_of(self.elsewhere))
        self.body.addWidget(self.folder)
        self.first = self.start

    def show_folder(self, folder: str) -> None:
        """Where a practice would be kept."""
        self.folder.setText(say("No practice yet in {folder}", folder=folder))
