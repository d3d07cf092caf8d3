"""Shows the reasons for a line."""

from html import escape

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from oncodesk.ui.panels.why.presenter import said
from oncodesk.ui.panels.why.state import WhyState
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import card
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say


class WhyView(QWidget):
    """A heading, numbered steps, and the authority."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = Last()
        frame, layout, self.note = card(say("Why this line"))
        self.text = QTextBrowser()
        self.text.setAccessibleName(say("Why this line"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(10)
        layout.addWidget(self.text)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setFocusProxy(self.text)
        self.show_state(WhyState())

    def show_state(self, state: WhyState) -> None:
        """The reasons."""
        if self._last.was(state):
            return
        self.note.setText(state.heading)
        self.text.setHtml(_html(state))
        self.text.setAccessibleDescription(said(state))


def _html(state: WhyState) -> str:
    t = tokens()
    if not state.heading:
        told = escape(say("Choose a line to see why it is there. Alt+W comes here."))
        return f'<p style="color:{t.muted}">{told}</p>'
    steps = "".join(f'<li style="margin-bottom:3px">{escape(step)}</li>' for step in state.steps)
    head = f'<p style="color:{t.accent}"><b>{escape(say("By hand:"))}</b>'
    laid = "".join(f"{head} {escape(title)}</p>" for title in state.laid)
    source = f'<p style="color:{t.muted}; font-size:8.5pt">{escape(state.citation)}</p>' if state.citation else ""
    return f'<ol style="margin:0 0 0 -22px">{steps}</ol>{laid}{source}'
