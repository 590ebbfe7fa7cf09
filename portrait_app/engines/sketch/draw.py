"""Draw an appearance as a PNG. This is the engine's only module that uses Qt.

It uses only QImage and QSvgRenderer, so it may run in any thread and without an application object.
"""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)
from PySide6.QtSvg import QSvgRenderer

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.sketch import layers, lorelei
from portrait_app.engines.sketch.art.clothes import NECKLINES
from portrait_app.engines.sketch.builds import BUILDS
from portrait_app.engines.sketch.casting import Appearance
from portrait_app.engines.sketch.palette import INK, mix

_SUBJECT = QRectF(40, -62, 900, 1200)  # always visible: hats, head, hair and the top of the chest
_CROWN = 0.4  # share of a tall picture's spare height that goes above the head
_DOTS_PER_METRE = 2835  # 72 dpi, so that the bytes do not depend on the screen's resolution
_WHITE = "#ffffff"
_MIDDLE = 485  # of the shoulders
# What is drawn of a head in a hat: everything below its brim, and above that what the hat covers.
_BRIM = 320
_UNDER_HAT = QRectF(243, 160, 518, 500)


def draw(look: Appearance, width: int, height: int) -> bytes:
    """Return the portrait as a PNG of `width` x `height` pixels. The same appearance gives the same bytes.

    Raises:
        AppError: DRAWING_FAILED if there is not enough memory, or the art cannot be read.
    """
    image = QImage(width, height, QImage.Format.Format_RGB32)
    if image.isNull():
        raise AppError(ErrorKind.DRAWING_FAILED, f"no canvas of {width} x {height}")
    image.setDotsPerMeterX(_DOTS_PER_METRE)
    image.setDotsPerMeterY(_DOTS_PER_METRE)
    frame = _frame(width, height)
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(width / frame.width(), height / frame.height())
        painter.translate(-frame.topLeft())
        _paint_background(painter, frame, look)
        _paint_person(painter, frame.bottom(), look)
    finally:
        painter.end()  # Qt aborts if the image goes before its painter ends
    return _png(image)


def _frame(width: int, height: int) -> QRectF:
    """Return the part of the canvas that fills the picture: the whole subject and its surroundings.

    A tall picture shows more space below the subject than above it, as a portrait photograph does.
    """
    scale = min(width / _SUBJECT.width(), height / _SUBJECT.height())
    across, down = width / scale, height / scale
    left = _SUBJECT.center().x() - across / 2
    top = _SUBJECT.top() - (down - _SUBJECT.height()) * _CROWN
    return QRectF(left, top, across, down)


def _paint_background(painter: QPainter, frame: QRectF, look: Appearance) -> None:
    colour = look.background
    sweep = QLinearGradient(frame.topLeft(), frame.bottomRight())
    sweep.setColorAt(0, QColor(mix(colour, _WHITE, 0.14)))
    sweep.setColorAt(1, QColor(mix(colour, INK, 0.15)))
    painter.fillRect(frame, sweep)
    if look.scene:
        side = max(frame.width(), frame.height())
        place = QRectF(frame.center().x() - side / 2, frame.bottom() - side, side, side)
        _render(painter, layers.scene(look), place)
    glow = QRadialGradient(QPointF(500, 430), 760)
    for stop, alpha in ((0.0, 0.32), (0.55, 0.13), (1.0, 0.0)):
        light = QColor(_WHITE)
        light.setAlphaF(alpha)
        glow.setColorAt(stop, light)
    painter.fillRect(frame, glow)


def _paint_person(painter: QPainter, bottom: float, look: Appearance) -> None:
    build = BUILDS[look.build]
    painter.save()
    painter.translate(_MIDDLE, bottom)
    painter.scale(build.figure, build.figure)
    painter.translate(-_MIDDLE, -bottom)
    _paint_layer(painter, layers.behind(look), look)
    behind_neck = _neckline(look) in {"crew", "bare"}
    _paint_body(painter, bottom, look)
    if behind_neck:
        _paint_clothes(painter, bottom, look)
    _paint_head(painter, look)
    if not behind_neck:
        _paint_clothes(painter, bottom, look)
    painter.save()
    _place_shoulders(painter, look)
    _render_canvas(painter, layers.over_neck(look))
    painter.restore()
    _paint_layer(painter, layers.over_head(look), look)
    painter.restore()


def _place_shoulders(painter: QPainter, look: Appearance) -> None:
    build = BUILDS[look.build]
    painter.translate(_MIDDLE, -build.lift)
    painter.scale(build.shoulders, 1)
    painter.translate(-_MIDDLE, 0)


def _place_head(painter: QPainter, look: Appearance) -> None:
    """Make room for a head that is lower than an adult's: it stands on the same neck."""
    height = BUILDS[look.build].height
    painter.translate(0, 850)
    painter.scale(1, height)
    painter.translate(0, -850)


def _paint_layer(painter: QPainter, elements: str, look: Appearance) -> None:
    painter.save()
    _place_head(painter, look)
    _render_canvas(painter, elements)
    painter.restore()


def _paint_head(painter: QPainter, look: Appearance) -> None:
    painter.save()
    _place_head(painter, look)
    if layers.hides_crown(look):
        clip = QPainterPath()
        clip.setFillRule(Qt.FillRule.WindingFill)
        clip.addRect(QRectF(-500, _BRIM, 2000, 1200))
        clip.addEllipse(_UNDER_HAT)
        painter.setClipPath(clip)
    _render(painter, layers.head(look), QRectF(0, 0, lorelei.CANVAS, lorelei.CANVAS))
    painter.restore()


def _body(bottom: float, look: Appearance) -> QPainterPath:
    """Return the outline of the shoulders, down to the picture's lower edge."""
    x, y, across, _ = lorelei.NECKS[look.variants["head"]]
    left, right, hem = x - across, x + across, max(bottom + 40, y + 700)
    body = QPainterPath(QPointF(left + 30, y - 44))
    body.cubicTo(left - 60, y + 20, 130, y + 30, 40, y + 170)
    body.cubicTo(0, y + 260, -10, y + 460, -16, hem)
    body.lineTo(996, hem)
    body.cubicTo(990, y + 460, 980, y + 260, 940, y + 166)
    body.cubicTo(860, y + 36, right + 70, y + 26, right - 20, y - 40)
    body.closeSubpath()
    return body


def _neckline(look: Appearance) -> str:
    """Return the form of the neckline. Children have narrow necks, which their clothes leave free."""
    form = look.garment.part.neck
    return "round" if BUILDS[look.build].cheeks and form in {"crew", "closed"} else form


def _paint_body(painter: QPainter, bottom: float, look: Appearance) -> None:
    """Paint the shoulders: bare where the clothes leave them free, else in the colour of the clothes."""
    painter.save()
    _place_shoulders(painter, look)
    covered = _neckline(look) == "crew"
    painter.setPen(QPen(QColor(INK), 12))
    painter.setBrush(_fabric(look) if covered else QColor(look.colours["skin"][-1]))
    painter.drawPath(_body(bottom, look))
    painter.restore()


def _fabric(look: Appearance) -> QLinearGradient:
    y = lorelei.NECKS[look.variants["head"]][1]
    fabric = QLinearGradient(0, y - 40, 0, y + 420)
    fabric.setColorAt(0, QColor(mix(look.clothes, _WHITE, 0.1)))
    fabric.setColorAt(1, QColor(mix(look.clothes, INK, 0.22)))
    return fabric


def _paint_clothes(painter: QPainter, bottom: float, look: Appearance) -> None:
    painter.save()
    _place_shoulders(painter, look)
    form = _neckline(look)
    cloth = _body(bottom, look)
    if NECKLINES.get(form):
        opening = QPainterPath()
        opening.addPolygon(QPolygonF([QPointF(x, y) for x, y in NECKLINES[form]]))
        opening.closeSubpath()
        cloth = cloth.subtracted(opening)
        painter.setPen(QPen(QColor(INK), 12))
        painter.setBrush(_fabric(look))
        painter.drawPath(cloth)
    painter.save()
    painter.setClipPath(cloth)
    _render_canvas(painter, layers.upon_clothes(look))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(INK), 12))
    painter.drawPath(cloth)
    if form == "crew":
        _paint_collar(painter, look)
    painter.restore()


def _paint_collar(painter: QPainter, look: Appearance) -> None:
    x, y, across, down = lorelei.NECKS[look.variants["head"]]
    painter.setBrush(QColor(mix(look.clothes, INK, 0.2)))
    painter.drawEllipse(QPointF(x, y - 6), across + 34, down + 40)
    painter.setBrush(QColor(look.colours["skin"][-1]))
    painter.drawEllipse(QPointF(x, y - 6), across + 2, down + 8)


_CANVAS = QRectF(-300, -300, 1600, 1900)  # shapes outside of it are cut off


def _render_canvas(painter: QPainter, elements: str) -> None:
    """Render elements whose coordinates are the canvas's."""
    if elements:
        box = f"{_CANVAS.x()} {_CANVAS.y()} {_CANVAS.width()} {_CANVAS.height()}"
        _render(painter, layers.document(elements, box), _CANVAS)


def _render(painter: QPainter, svg: str, place: QRectF) -> None:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    if not renderer.isValid():
        raise AppError(ErrorKind.DRAWING_FAILED, "unreadable art")
    renderer.render(painter, place)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
        raise AppError(ErrorKind.DRAWING_FAILED, "the PNG could not be written")
    return bytes(buffer.data().data())
