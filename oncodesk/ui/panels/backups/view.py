"""Shows the backups and how the last trial went."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from oncodesk.ui.panels.backups.state import EMPTY, HEADINGS, TRIAL_WORDS, WORDS, BackupsState
from oncodesk.ui.shell.parts import button, label, restyle, row
from oncodesk.ui.shell.rows import Progress, fill, padded, problem_line, read_table, tell
from oncodesk.words import say


class BackupsView(QWidget):
    """`made` asks for a backup here, `carried` elsewhere, `tried` for a trial, `restored` for the way back."""

    made = Signal()
    carried = Signal()
    tried = Signal()
    restored = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = read_table(say("Backups, the newest first"), HEADINGS, (17, 10, 22, 34), 3)
        self.empty = label(EMPTY, "quiet", wrap=True)
        self.now = button(say("Back up now"), mark="primary")
        self.now.clicked.connect(self.made)
        self.elsewhere = button(say("To another place…"), say("Back up to another place, such as a stick"))
        self.elsewhere.clicked.connect(self.carried)
        self.restore = button(say("Restore…"), say("Restore from a backup: closes the practice and asks which"))
        self.restore.clicked.connect(self.restored)
        self.test = button(say("Try it out now"), say("Try the newest backup out now"))
        self.test.clicked.connect(self.tried)
        self.progress, self.trial_progress = Progress(say("Backing up")), Progress(say("Trying the newest backup out"))
        self.problem = problem_line(say("What went wrong with the backup"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._list_card(), 1)
        whole.addWidget(self._trial_card())
        self.setFocusProxy(self.now)

    def _list_card(self) -> QFrame:
        frame, inside, self.note = padded(say("Backups"), self.restore, self.elsewhere, self.now)
        inside.addWidget(label(WORDS, "quiet", "small", wrap=True))
        inside.addWidget(self.problem)
        inside.addWidget(self.progress)
        inside.addWidget(self.empty)
        inside.addWidget(self.table, 1)
        return frame

    def _trial_card(self) -> QFrame:
        frame, inside, self.trial_note = padded(say("Self-test"), self.test)
        self.last = label("", wrap=True)
        self.last.setAccessibleName(say("How the last trial went"))
        inside.addLayout(row(self.last))
        inside.addWidget(label(TRIAL_WORDS, "quiet", "small", wrap=True))
        inside.addWidget(self.trial_progress)
        return frame

    def show_state(self, state: BackupsState) -> None:
        """As they stand now."""
        fill(self.table, state.rows)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.test.setEnabled(bool(state.rows))
        self.note.setText(say("In {place}", place=state.place) if state.place else "")
        mark = {True: "✓ ", False: "⚠ ", None: ""}[state.is_whole]
        self.last.setText(mark + state.tried)
        restyle(self.last, "problem", state.is_whole is False)

    def work(self, progress: Progress, fraction: float, words: str) -> None:
        """Something long is under way."""
        progress.show_at(fraction, words)
        for made in (self.now, self.elsewhere, self.restore, self.test):
            made.setEnabled(False)

    def rest(self, problem: str = "") -> None:
        """Nothing is under way any more."""
        self.progress.hide()
        self.trial_progress.hide()
        for made in (self.now, self.elsewhere, self.restore, self.test):
            made.setEnabled(True)
        tell(self.problem, problem)
