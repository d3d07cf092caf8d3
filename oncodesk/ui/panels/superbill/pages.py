"""Pages of a PDF as pictures, and onto a printer."""

import pypdfium2
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

_PER_INCH = 72.0


def pictures(pdf: bytes, scale: float) -> tuple[QImage, ...]:
    """Every page at `scale` pixels a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_picture(document[number], scale) for number in range(len(document)))
    finally:
        document.close()


def _picture(page: pypdfium2.PdfPage, scale: float) -> QImage:
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
