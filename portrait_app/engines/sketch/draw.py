"""Draw an appearance as a PNG. This is the engine's only module that uses Qt.

It uses only QImage and QSvgRenderer, so it may run in any thread and without an application object.
"""

from dicebear import Avatar
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPen, QRadialGradient
from PySide6.QtSvg import QSvgRenderer

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.sketch import lorelei
from portrait_app.engines.sketch.casting import Appearance
from portrait_app.engines.sketch.palette import INK, mix

_SUBJECT = QRectF(50, -16, 880, 1010)  # always visible: head, hair and the top of the shoulders
_CROWN = 0.4  # share of a tall picture's spare height that goes above the head
_DOTS_PER_METRE = 2835  # 72 dpi, so that the bytes do not depend on the screen's resolution
_WHITE = "#ffffff"


def draw(look: Appearance, width: int, height: int) -> bytes:
    """Return the portrait as a PNG of `width` x `height` pixels. The same appearance gives the same bytes.

    Raises:
        AppError: DRAWING_FAILED if there is not enough memory, or the art cannot be read.
    """
    image = QImage(width, height, QImage.Format.Format_RGB32)
    head = QSvgRenderer(QByteArray(_svg(look).encode()))
    if image.isNull() or not head.isValid():
        raise AppError(ErrorKind.DRAWING_FAILED, f"no canvas of {width} x {height}, or unreadable art")
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    frame = _frame(width, height)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(width / frame.width(), height / frame.height())
    painter.translate(-frame.topLeft())
    _paint_background(painter, frame, look.background)
    _paint_shoulders(painter, frame.bottom(), look)
    head.render(painter, QRectF(0, 0, lorelei.CANVAS, lorelei.CANVAS))
    painter.end()
    return _png(image)


def _svg(look: Appearance) -> str:
    options: dict[str, object] = {"seed": "portrait"}  # has no effect: every option is set below
    for component in lorelei.style().components():
        options[f"{component}Probability"] = 100 if component in look.variants else 0
    for component, variant in look.variants.items():
        options[f"{component}Variant"] = variant
    for name, stops in look.colours.items():
        options[f"{name}Color"] = list(stops)
        options[f"{name}ColorOrder"] = "fixed"
        options[f"{name}ColorFill"] = "linear" if len(stops) > 1 else "solid"
        options[f"{name}ColorAngle"] = 90
    return Avatar(lorelei.style(), options).to_string()


def _frame(width: int, height: int) -> QRectF:
    """Return the part of the canvas that fills the picture: the whole subject and its surroundings.

    A tall picture shows more space below the subject than above it, as a portrait photograph does.
    """
    scale = min(width / _SUBJECT.width(), height / _SUBJECT.height())
    across, down = width / scale, height / scale
    left = _SUBJECT.center().x() - across / 2
    top = _SUBJECT.top() - (down - _SUBJECT.height()) * _CROWN
    return QRectF(left, top, across, down)


def _paint_background(painter: QPainter, frame: QRectF, colour: str) -> None:
    sweep = QLinearGradient(frame.topLeft(), frame.bottomRight())
    sweep.setColorAt(0, QColor(mix(colour, _WHITE, 0.14)))
    sweep.setColorAt(1, QColor(mix(colour, INK, 0.15)))
    painter.fillRect(frame, sweep)
    glow = QRadialGradient(QPointF(500, 430), 760)
    for stop, alpha in ((0.0, 0.32), (0.55, 0.13), (1.0, 0.0)):
        light = QColor(_WHITE)
        light.setAlphaF(alpha)
        glow.setColorAt(stop, light)
    painter.fillRect(frame, glow)


def _paint_shoulders(painter: QPainter, bottom: float, look: Appearance) -> None:
    """Paint the clothes down to the picture's lower edge, and a collar round the neck."""
    x, y, across, down = lorelei.NECKS[look.variants["head"]]
    left, right, hem = x - across, x + across, max(bottom + 40, y + 600)
    body = QPainterPath(QPointF(left + 30, y - 44))
    body.cubicTo(left - 70, y + 26, 40, y + 20, -40, y + 190)
    body.cubicTo(-90, y + 300, -96, y + 480, -104, hem)
    body.lineTo(1060, hem)
    body.cubicTo(1052, y + 480, 1046, y + 300, 992, y + 186)
    body.cubicTo(920, y + 34, right + 90, y + 26, right - 20, y - 40)
    body.closeSubpath()
    fabric = QLinearGradient(0, y - 40, 0, y + 420)
    fabric.setColorAt(0, QColor(mix(look.clothes, _WHITE, 0.1)))
    fabric.setColorAt(1, QColor(mix(look.clothes, INK, 0.22)))
    painter.setPen(QPen(QColor(INK), 12))
    painter.setBrush(fabric)
    painter.drawPath(body)
    painter.setBrush(QColor(mix(look.clothes, INK, 0.2)))
    painter.drawEllipse(QPointF(x, y - 6), across + 34, down + 40)
    painter.setBrush(QColor(look.colours["skin"][-1]))
    painter.drawEllipse(QPointF(x, y - 6), across + 2, down + 8)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
        raise AppError(ErrorKind.DRAWING_FAILED, "the PNG could not be written")
    return bytes(buffer.data().data())
