"""Draws the pages of a contact sheet with Qt, which supports every script and finds the fonts.

Runs on a worker: QPainter may draw on an image or a PDF in any thread.
"""

import errno
from collections.abc import Iterable
from itertools import chain
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColorConstants,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)

from portrait_app.core.export.sheet import LINE, Box, SheetPage, SheetPicture, SheetText, Side

_UNITS = 10  # drawing units per point: pixel sizes of fonts are integers, so this allows tenths of a point
_PDF_DPI = 300
_SIDES = {
    Side.LEFT: Qt.AlignmentFlag.AlignLeft,
    Side.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Side.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class QtSheetPainter:
    """Implements `SheetPainter`."""

    def pdf(self, pages: Iterable[SheetPage], file: BinaryIO, title: str, program: str, xmp: bytes) -> None:
        drain = _Drain(file)
        pages = iter(pages)
        first = next(pages)
        writer = QPdfWriter(drain.buffer)
        writer.setResolution(_PDF_DPI)
        writer.setTitle(_for_qt(title))
        writer.setCreator(program)
        if xmp:
            writer.setDocumentXmpMetadata(xmp)
        size = QPageSize(QSizeF(first.width, first.height), QPageSize.Unit.Point)
        writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
        painter = QPainter(writer)
        try:
            for number, page in enumerate(chain([first], pages)):
                if number:
                    writer.newPage()
                _paint(painter, page, writer, _PDF_DPI)
                drain.move()
        finally:
            painter.end()  # writes the end of the PDF into the buffer
        drain.move()

    def png(self, page: SheetPage, dots_per_inch: int) -> bytes:
        width, height = (round(side * dots_per_inch / 72) for side in (page.width, page.height))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColorConstants.White)
        painter = QPainter(image)
        try:
            _paint(painter, page, image, dots_per_inch)
        finally:
            painter.end()
        image.setDotsPerMeterX(round(dots_per_inch / 0.0254))
        image.setDotsPerMeterY(round(dots_per_inch / 0.0254))
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(b"png"))
        if not writer.write(image):
            raise OSError(errno.ENOMEM, writer.errorString())
        return bytes(buffer.data().data())


class _Drain:
    """A buffer for Qt's PDF writer, whose content is written into a Python file after each page.

    A QFile hides a full disk: each write clears the error of the one before. A QIODevice written in Python
    does not work: PySide passes it the bytes as text.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.buffer = QBuffer()
        self.buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._file = file

    def move(self) -> None:
        """Write the buffer's content into the file and empty the buffer. Raises OSError."""
        written = self.buffer.pos()
        self._file.write(self.buffer.data().data()[:written])
        self.buffer.seek(0)


def _paint(painter: QPainter, page: SheetPage, device: QPaintDevice, dots_per_inch: int) -> None:
    painter.save()
    painter.scale(dots_per_inch / 72 / _UNITS, dots_per_inch / 72 / _UNITS)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    for picture in page.pictures:
        _paint_picture(painter, picture)
    for text in page.texts:
        _paint_text(painter, text, device)
    painter.restore()


def _paint_picture(painter: QPainter, picture: SheetPicture) -> None:
    box = _rectangle(picture.box)
    image = QImage.fromData(picture.data)
    if image.isNull():
        painter.setPen(QColorConstants.LightGray)
        painter.drawRect(box)
        return
    size = QSizeF(image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(box.topLeft(), size)
    place.moveCenter(box.center())
    painter.drawImage(place, image)


def _paint_text(painter: QPainter, text: SheetText, device: QPaintDevice) -> None:
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold if text.strong else QFont.Weight.Normal)
    font.setPixelSize(round(text.size * _UNITS))
    painter.setFont(font)
    painter.setPen(QColorConstants.Black)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    flags = _SIDES[text.side] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    line = _rectangle(text.box)
    line.setHeight(text.size * LINE * _UNITS)
    for words in _lines(text.text, font, device, line.width(), text.lines):
        painter.drawText(line, flags, words)
        line.moveTop(line.bottom())


def _for_qt(text: str) -> str:
    """Return `text` without characters for which Qt's UTF-16 would differ from Python's.

    Qt drops U+FEFF at the start of some texts, and Python cannot encode lone surrogates.
    """
    return text.replace("\ufeff", "").encode("utf-16-le", "replace").decode("utf-16-le")


def _lines(text: str, font: QFont, device: QPaintDevice, width: float, most: int) -> list[str]:
    """Break the text into at most `most` lines; the last one ends with an ellipsis if text is left."""
    text = _for_qt(text)
    layout = QTextLayout(text, font, device)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = text.encode("utf-16-le")  # Qt's positions count UTF-16 units
    lines: list[str] = []
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, end = 2 * line.textStart(), 2 * (line.textStart() + line.textLength())
        if len(lines) == most - 1 and end < len(units):
            rest = units[start:].decode("utf-16-le", "replace")
            metrics = QFontMetricsF(font, device)
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
        else:
            lines.append(units[start:end].decode("utf-16-le", "replace").strip())
    layout.endLayout()
    return lines


def _rectangle(box: Box) -> QRectF:
    return QRectF(box.x * _UNITS, box.y * _UNITS, box.width * _UNITS, box.height * _UNITS)
