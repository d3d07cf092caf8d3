"""Dresses the application: typeface, palette, style sheet, icons."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from oncodesk import paths
from oncodesk.ui.shell.tokens import LIGHT, Tokens

_POINTS = 10.0
_SIDES = (16, 20, 24, 32, 48)
_current = [LIGHT]


def tokens() -> Tokens:
    """The palette the window wears now."""
    return _current[0]


def wear(app: QApplication, chosen: Tokens) -> None:
    """Puts the palette on every window."""
    _current[0] = chosen
    app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(chosen))
    app.setStyleSheet(_sheet(chosen))


def _font() -> QFont:
    families = [family for number in _loaded() for family in QFontDatabase.applicationFontFamilies(number)]
    font = QFont(families[0]) if families else QFont()
    font.setPointSizeF(_POINTS)
    return font


@lru_cache(maxsize=1)
def _loaded() -> tuple[int, ...]:
    files = sorted((paths.resources() / "fonts").glob("*.ttf"))
    return tuple(QFontDatabase.addApplicationFont(str(file)) for file in files)


def _palette(t: Tokens) -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    for part, color in {
        role.Window: t.back, role.WindowText: t.text, role.Base: t.surface, role.AlternateBase: t.raised,
        role.Text: t.text, role.Button: t.raised, role.ButtonText: t.text, role.BrightText: t.error,
        role.Highlight: t.accent_soft, role.HighlightedText: t.text, role.Link: t.accent, role.LinkVisited: t.accent,
        role.ToolTipBase: t.surface, role.ToolTipText: t.text, role.PlaceholderText: t.muted, role.Accent: t.accent,
        role.Mid: t.line, role.Dark: t.edge,
    }.items():  # fmt: skip
        palette.setColor(part, QColor(color))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(t.edge))
    return palette


def _sheet(t: Tokens) -> str:
    text = (paths.resources() / "style" / "desk.qss").read_text(encoding="utf-8")
    names = sorted((n for n in t.__slots__ if n not in {"name", "is_dark"}), key=len, reverse=True)
    for name in names:
        text = text.replace(f"@{name};", f"{t.color(name)};")
    text = text.replace("@check;", "check-dark" if t.is_dark else "check-light")
    return text.replace("@icons;", (paths.resources() / "icons").as_posix())


def icon(name: str, color: str = "text", hole: str = "surface", sides: tuple[int, ...] = _SIDES) -> QIcon:
    """The icon of that name in a colour of the palette, sharp at every scale; `sides` in pixels."""
    t = tokens()
    result = QIcon()
    for side in sides:
        result.addPixmap(_drawn(name, t.color(color), t.color(hole), side))
    return result


def pixmap(name: str, color: str, side: int, hole: str = "surface", ratio: float = 1.0) -> QPixmap:
    """The icon as a picture of `side` logical pixels at a screen's pixel ratio."""
    t = tokens()
    drawn = QPixmap(_drawn(name, t.color(color), t.color(hole), round(side * ratio)))
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=512)
def _drawn(name: str, color: str, hole: str, side: int) -> QPixmap:
    source = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    source = source.replace("currentColor", color).replace("@hole", hole)
    drawn = QPixmap(QSize(side, side))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    return drawn
