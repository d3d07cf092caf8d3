"""Pages of a PDF as pictures, in the window and onto a printer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import label
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

if TYPE_CHECKING:
    import pypdfium2

_PER_INCH = 72.0


def pictures(pdf: bytes, scale: float) -> tuple[QImage, ...]:
    """Every page at `scale` pixels a point."""
    import pypdfium2  # costs as much as a tenth of the start; see `MainWindow`, which warms it up

    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_picture(document[number], scale) for number in range(len(document)))
    finally:
        document.close()


def _picture(page: "pypdfium2.PdfPage", scale: float) -> QImage:
    drawn = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    # rev_byteorder gives RGBx; the copy outlives pdfium's buffer
    return QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGBX8888).copy()


def print_pages(pdf: bytes, printer: QPrinter) -> int:
    """Draws every page on the printer, filling the paper; gives the number of pages."""
    drawn = pictures(pdf, min(printer.resolution(), 300) / _PER_INCH)
    painter = QPainter(printer)
    for number, page in enumerate(drawn):
        if number:
            printer.newPage()
        paper = printer.paperRect(QPrinter.Unit.DevicePixel)
        inside = printer.pageRect(QPrinter.Unit.DevicePixel)
        painter.drawImage(QRectF(-inside.x(), -inside.y(), paper.width(), paper.height()), page)
    painter.end()
    return len(drawn)


_POINTS_WIDE = 612
MASKED = say("Hidden by the privacy mask: F11 shows it. It can be printed all the same.")


class Pages(QScrollArea):
    """A document page under page, as wide as there is room."""

    def __init__(self, name: str, least: int = 320, most: int = 820) -> None:
        super().__init__()
        self._least, self._most = least, most
        self._shown: tuple[bytes, str] = (b"", "")
        self._is_masked = False
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        body = QWidget()
        self.stack = QVBoxLayout(body)
        self.stack.setContentsMargins(12, 12, 12, 12)
        self.stack.setSpacing(12)
        self.setWidget(body)

    def clear(self) -> None:
        """Takes away what is shown."""
        self._shown = (b"", "")
        while self.stack.count():
            item = self.stack.takeAt(0)
            gone = item.widget() if item else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()

    def add(self, widget: QWidget) -> None:
        """Something in place of a page."""
        self.stack.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_pdf(self, pdf: bytes, what: str) -> None:
        """The pages of a document; `what` names it for a screen reader."""
        self._shown = (pdf, what)
        if self._is_masked and pdf:
            self.add(label(as_bound(MASKED), "quiet"))
            return
        ratio = self.devicePixelRatioF()
        wide = min(self._most, max(self._least, self.viewport().width() - 40))
        for number, page in enumerate(pictures(pdf, wide * ratio / _POINTS_WIDE) if pdf else (), 1):
            self.add(_sheet(page, say("Page {number} of {what}", number=number, what=what), ratio))
        self.stack.addStretch()

    def hide_names(self, masked: bool) -> None:
        """Hides the pages, for names stand on them, or shows them again."""
        shown, self._is_masked = self._shown, masked
        if shown[0]:
            self.clear()
            self.show_pdf(*shown)


def _sheet(page: QImage, name: str, ratio: float) -> QLabel:
    made = QLabel()
    picture = QPixmap.fromImage(page)
    picture.setDevicePixelRatio(ratio)
    made.setPixmap(picture)
    made.setFixedSize(round(page.width() / ratio) + 2, round(page.height() / ratio) + 2)
    made.setAccessibleName(name)
    made.setStyleSheet("border: 1px solid palette(dark);")
    return made
