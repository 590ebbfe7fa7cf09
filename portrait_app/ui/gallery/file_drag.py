"""Drags pictures to other programs as files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, QMimeData, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QDrag, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QWidget

from portrait_app.ui.kit.theme import RADIUS

_OWN = "application/x-portrait-studio-pictures"
_SIDE = 96  # side of the image at the pointer, in pixels
_AWAY = 16  # distance of the image from the pointer in pixels, so that the drop target's name stays readable


def files_mime(paths: Sequence[Path]) -> QMimeData:
    """Return the files in the form that file managers, mail and image programs accept.

    Without files, return data that only this program accepts.
    """
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    else:
        data.setData(_OWN, b"")
    return data


def file_drag(source: QWidget, paths: Sequence[Path], picture: QPixmap | None, count: int) -> QDrag:
    """Return a drag of files, with a small image, and a count if there are several pictures."""
    drag = QDrag(source)
    drag.setMimeData(files_mime(paths))
    if picture is not None:
        drag.setPixmap(_at_pointer(source, picture, count))
        drag.setHotSpot(QPoint(-_AWAY, -_AWAY))
    return drag


def _at_pointer(source: QWidget, picture: QPixmap, count: int) -> QPixmap:
    ratio = source.devicePixelRatioF()
    side = round(_SIDE * ratio)
    shown = picture.scaled(
        side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    shown.setDevicePixelRatio(ratio)
    if count > 1:
        _paint_count(shown, source, QLocale().toString(count))
    return shown


def _paint_count(shown: QPixmap, source: QWidget, text: str) -> None:
    size = shown.deviceIndependentSize()
    metrics = source.fontMetrics()
    badge = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
    badge.moveBottomRight(QRectF(0, 0, size.width() - 4, size.height() - 4).bottomRight())
    painter = QPainter(shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(source.font())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(source.palette().color(QPalette.ColorRole.Accent))
    painter.drawRoundedRect(badge, RADIUS, RADIUS)
    painter.setPen(source.palette().color(QPalette.ColorRole.HighlightedText))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
