"""Sheets that lie over the window without stopping it: the command palette and help."""

from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.shell.help_pages import HelpPage, help_on
from oncodesk.ui.shell.parts import Index, label
from oncodesk.ui.shell.shortcuts import as_bound, commands, matching
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_KEYS = Qt.ItemDataRole.UserRole + 1


class Overlay(QFrame):
    """A sheet in the middle of its window; Esc, or a click elsewhere, puts it away and the focus back."""

    def __init__(self, window: QWidget, name: str, wide: int, tall: int) -> None:
        super().__init__(window)
        self.setObjectName("overlay")
        self.setAccessibleName(name)
        self._wide, self._tall, self._back = wide, tall, QWidget()
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(12, 12, 12, 12)
        self.layout_.setSpacing(8)
        self.hide()

    def open_over(self, focus: QWidget) -> None:
        """Shows the sheet and gives the focus to one of its parts."""
        window = self.parentWidget()
        assert window is not None
        held = window.focusWidget()
        if held is not None and not self.isAncestorOf(held):
            self._back = held
        wide, tall = min(self._wide, window.width() - 40), min(self._tall, window.height() - 60)
        self.setGeometry((window.width() - wide) // 2, max(30, (window.height() - tall) // 4), wide, tall)
        self.show()
        self.raise_()
        focus.setFocus()

    def put_away(self) -> None:
        """Hides the sheet and gives the focus back."""
        self.hide()
        self._back.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)


class CommandPalette(Overlay):
    """Every action by name. `ran` carries the id of the one chosen."""

    ran = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, say("Command palette"), 520, 420)
        self.box = QLineEdit()
        self.box.setObjectName("box")
        self.box.setPlaceholderText(say("What do you want to do?"))
        self.box.setAccessibleName(say("Command"))
        self.list = QListWidget()
        self.list.setAccessibleName(say("Commands"))
        self.list.setItemDelegate(_Keyed(self.list))
        self.layout_.addWidget(self.box)
        self.layout_.addWidget(self.list)
        self.box.textChanged.connect(self._fill)
        self.box.returnPressed.connect(self._run)
        self.list.itemActivated.connect(lambda _: self._run())
        self.list.itemClicked.connect(lambda _: self._run())
        self.box.installEventFilter(self)

    def open(self) -> None:
        """Shows every action."""
        self.box.clear()
        self._fill("")
        self.open_over(self.box)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for entry in matching(typed):
            item = QListWidgetItem(entry.text)
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            item.setData(_KEYS, entry.keys[0] if entry.keys else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{entry.text}, {say(' or ').join(entry.keys)}")
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.put_away()
            self.ran.emit(item.data(Qt.ItemDataRole.UserRole))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
                return True
        return super().eventFilter(watched, event)


class _Keyed(QStyledItemDelegate):
    """Puts an action's key at the right of its name."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(tokens().muted))
        beside = option.rect.adjusted(0, 0, -12, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(beside, int(right), str(index.data(_KEYS) or ""))
        painter.restore()


class HelpSheet(Overlay):
    """What has the focus, what may be typed there, and every key."""

    def __init__(self, window: QWidget, with_actions: bool = True) -> None:
        super().__init__(window, say("Help"), 640, 520)
        self._with_actions = with_actions
        self.title = label(say("Help"), "title")
        self.text = QTextBrowser()
        self.text.setAccessibleName(say("Help"))
        self.text.document().setDocumentMargin(10)
        self.layout_.addWidget(self.title)
        self.layout_.addWidget(self.text)

    def open(self, focus: QWidget | None) -> None:
        """Help on that part of the window: what it is for, what may be typed, and every key."""
        if focus is not None and self.isAncestorOf(focus):
            return
        muted, pages = tokens().muted, help_on(focus)
        self.title.setText(say("Help: {title}", title=pages[0].title) if pages else say("Help"))
        told = (_focused(focus), *map(_page, pages))
        if self._with_actions:
            told = (*told, _shorthands(muted), *_groups(muted))
        self.text.setHtml("".join(told))
        self.text.setAccessibleDescription(" ".join(said for page in pages for said in page.says))
        self.open_over(self.text)


def _focused(focus: QWidget | None) -> str:
    if focus is None or not (focus.accessibleName() or focus.accessibleDescription()):
        return ""
    told = as_bound(focus.accessibleDescription() or focus.toolTip())
    return f"<p><b>{escape(focus.accessibleName())}</b>{f'<br>{escape(told)}' if told else ''}</p>"


def _page(page: HelpPage) -> str:
    says = "".join(f"<p style='margin:0 0 5px 0'>{escape(said)}</p>" for said in page.says)
    return f"<p style='margin:8px 0 2px 0'><b>{escape(page.title)}</b></p>{says}"


def _shorthands(muted: str) -> str:
    rows = (
        (
            say("New visit"),
            say("smi j or an account, Enter · a date, Enter · Enter takes the regimen offered, ↓ another"),
        ),
        (say("Dates"), say("t today · y yesterday · -3 three days ago · 1121 · 11/21/2026")),
        (say("Times"), say("905 · 9:05p · 21:05 · +90 minutes after start · n now · 040+1 next day")),
        (say("Dose"), say("330 · 0.25 mg · 5 mu")),
        (say("Opened"), say("2x100 · 100+50 · 1x500 mg")),
        (say("Diagnoses"), say("C18.2* treated · /h history · /r in remission · /x relapse · /s suspected")),
        (say("Time ruler"), say("← → another stop · Shift ← → another start · Enter records it · Esc leaves it")),
        (
            as_bound(say("Claim line (F2)")),
            say("59 jz modifiers · ab diagnoses · nothing as charge leaves it to the practice's charges"),
        ),
        (say("Services"), say("99214+ separate and significant · x2 units · -59 modifier · /n nurse")),
    )
    return _html_table(say("What may be typed"), rows, muted)


def _groups(muted: str) -> list[str]:
    names = tuple(dict.fromkeys(entry.group for entry in commands()))
    return [
        _html_table(
            name,
            [
                (entry.text, say(" or ").join(entry.keys) or say("no key"))
                for entry in commands()
                if entry.group == name
            ],
            muted,
        )
        for name in names
    ]


def _html_table(title: str, rows: object, muted: str) -> str:
    assert isinstance(rows, list | tuple)
    cells = "".join(f'<tr><td style="padding-right:22px">{left}</td><td>{right}</td></tr>' for left, right in rows)
    return f'<p style="color:{muted}; margin:10px 0 2px 0"><b>{title}</b></p><table>{cells}</table>'
