"""Several pages in one place, of which one is shown."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import button


class Tabbed(QWidget):
    """A tab for each page; the focus goes to the page that is shown."""

    def __init__(self, name: str, pages: tuple[tuple[str, QWidget], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stack = QStackedWidget()
        self.tabs: dict[str, QPushButton] = {}
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 6, 14, 0)
        bar.setSpacing(2)
        for title, page in pages:
            made = button(title, f"{name}: {title}", "tab")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.clicked.connect(lambda _=False, shown=title: self.show_page(shown))
            self.tabs[title] = made
            self.stack.addWidget(page)
            bar.addWidget(made)
        bar.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(bar)
        whole.addWidget(self.stack, 1)
        self.show_page(pages[0][0])

    def show_page(self, title: str) -> None:
        """Brings the page of that title to the front."""
        self.tabs[title].setChecked(True)
        self.stack.setCurrentIndex(list(self.tabs).index(title))
        shown = self.stack.currentWidget()
        assert shown is not None
        self.setFocusProxy(shown)
