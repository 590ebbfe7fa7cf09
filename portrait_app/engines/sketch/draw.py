"""Paints a portrait into a PNG. The one place below `jobs` that knows Qt: its SVG renderer is needed.

QImage, QPainter on a QImage and QSvgRenderer may be used on any thread; QPixmap may not.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
)
from PySide6.QtSvg import QSvgRenderer

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.sketch.palette import INK, Backdrop, mix
from portrait_app.engines.sketch.portrait import Portrait
from portrait_app.engines.sketch.style import svg

_CANVAS = 980  # the side of Lorelei's own drawing
_AXIS = 470  # where its face is, as it does not stand in the middle
_LINE = 13  # the thickness of its outlines
_PNG_EFFORT = 60  # of 100: higher is faster, not worse


def draw(portrait: Portrait, width: int, height: int) -> bytes:
    """Return the portrait as PNG. Raises AppError where Qt cannot paint it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise AppError(ErrorKind.DRAWING_FAILED, f"no image of {width} x {height} pixels")
    renderer = QSvgRenderer(QByteArray(svg(portrait.head).encode()))
    if not renderer.isValid():
        raise AppError(ErrorKind.DRAWING_FAILED, "the SVG renderer refused the drawing")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_wall(painter, portrait.backdrop, width, height)
    _place(painter, width, height)
    _paint_shoulders(painter, portrait.clothes)
    renderer.render(painter, QRectF(0, 0, _CANVAS, _CANVAS))
    painter.end()
    return _png(image)


def _place(painter: QPainter, width: int, height: int) -> None:
    """Put Lorelei's canvas where the whole head is in the frame, and the shoulders reach its foot."""
    side = min(1.06 * width, 0.87 * height)
    painter.translate(width / 2, (height - side) * 0.5)
    painter.scale(side / _CANVAS, side / _CANVAS)
    painter.translate(-_AXIS, 0)


def _paint_wall(painter: QPainter, wall: Backdrop, width: int, height: int) -> None:
    slope = QLinearGradient(0, 0, 0, height)
    slope.setColorAt(0, QColor(wall.above))
    slope.setColorAt(1, QColor(wall.below))
    painter.fillRect(0, 0, width, height, slope)
    light = QRadialGradient(QPointF(width * 0.42, height * 0.4), max(width, height) * 0.5)
    light.setColorAt(0, QColor(255, 255, 255, 90))
    light.setColorAt(1, QColor(255, 255, 255, 0))
    painter.fillRect(0, 0, width, height, light)


def _paint_shoulders(painter: QPainter, cloth: str) -> None:
    """Paint what Lorelei leaves out below the neck; it goes on beyond every frame's foot."""
    body = QPainterPath(QPointF(290, 815))
    body.cubicTo(210, 860, 90, 870, 40, 960)
    body.cubicTo(0, 1030, -20, 1200, -30, 2400)
    body.lineTo(980, 2400)
    body.cubicTo(970, 1200, 950, 1030, 905, 960)
    body.cubicTo(850, 875, 730, 860, 650, 815)
    body.closeSubpath()
    shade = QLinearGradient(0, 800, 0, 1200)
    shade.setColorAt(0, QColor(mix(cloth, "#ffffff", 0.1)))
    shade.setColorAt(1, QColor(mix(cloth, INK, 0.2)))
    pen = QPen(QColor(INK), _LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(shade)
    painter.drawPath(body)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG", _PNG_EFFORT):  # type: ignore[call-overload]  # the stub wants bytes
        raise AppError(ErrorKind.DRAWING_FAILED, "no PNG could be written")
    return bytes(buffer.data().data())
