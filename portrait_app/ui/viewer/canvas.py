"""One picture, large: fitted, at 100 % or at any zoom, moved about with the pointer."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE

_STEP = 1.25  # of the zoom, for one notch of the wheel
_LARGEST = 16.0  # device pixels for one of the picture
_SMALLEST = 0.001  # of a picture that is as wide as any format allows
_PIXELS_SHOW = 4.0  # from this zoom on, pixels are squares
_ICON = 48  # pixels


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a picture is seen, in terms that hold for a picture of another size."""

    zoom: float | None = None  # 1.0 for all of it; None: fitted, also when the room changes
    centre: QPointF = field(default_factory=lambda: QPointF(0.5, 0.5))  # in widths and heights


class PictureCanvas(QWidget):
    """Paints a pixmap. At 100 % one of its pixels is one of the screen's, however the screen is scaled."""

    zoom_changed = Signal(float)  # device pixels for one of the picture, 0 without a picture
    sight_changed = Signal(object)  # Sight, by the person's hand

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pixmap = QPixmap()
        self._size = QSize()  # of the picture, which a stand-in has fewer pixels than
        self._message = ""
        self._zoom: float | None = None  # None: fitted
        self._centre = QPointF()  # the picture's point in the middle, in its pixels
        self._grabbed: QPointF | None = None  # the picture's point at the pointer while it is dragged

    # --- what is shown ---

    def show_picture(self, pixmap: QPixmap, size: QSize) -> None:
        """Show a picture of `size` pixels; `pixmap` may be a smaller stand-in. The zoom is kept.

        A size that lies on the other side than the pixmap is the file's, before it is turned upright.
        """
        if (size.width() > size.height()) != (pixmap.width() > pixmap.height()):
            size = size.transposed()
        if size != self._size:
            self._centre = QPointF(size.width() / 2, size.height() / 2)
        self._pixmap, self._size, self._message = pixmap, size, ""
        self._changed()

    def show_message(self, text: str) -> None:
        """Say in place why there is no picture."""
        self._pixmap, self._size, self._message = QPixmap(), QSize(), text
        self._changed()

    @property
    def message(self) -> str:
        return self._message

    # --- zoom ---

    @property
    def fitted(self) -> bool:
        return self._zoom is None

    @property
    def zoom(self) -> float:
        """Device pixels for one pixel of the picture."""
        return self._fit() if self._zoom is None else self._zoom

    def fit(self) -> None:
        self._zoom = None
        self._changed()
        self.sight_changed.emit(self.sight)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom so that the picture's point at `at`, in this widget, stays there; else the middle does."""
        at = QPointF(self.rect().center()) if at is None else at
        point = self._picture_point(at)
        self._zoom = min(max(zoom, min(self._fit(), 1.0)), _LARGEST)
        self._put(point, at)

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in, or out with negative steps: as far as all of the picture, or 100 % of a small one."""
        zoom = self.zoom * _STEP**steps
        if steps < 0 and zoom <= self._fit() <= 1.0:
            self.fit()
        else:
            self.set_zoom(zoom, at)

    @property
    def sight(self) -> Sight:
        if self._zoom is None or self._size.isEmpty():
            return Sight()
        centre = QPointF(self._centre.x() / self._size.width(), self._centre.y() / self._size.height())
        return Sight(self._zoom / self._fit(), centre)

    def set_sight(self, sight: Sight) -> None:
        """Show the same part as another canvas does."""
        self._zoom = None if sight.zoom is None else sight.zoom * self._fit()
        self._centre = QPointF(sight.centre.x() * self._size.width(), sight.centre.y() * self._size.height())
        self._changed()

    def _fit(self) -> float:
        if self._size.isEmpty():
            return 1.0
        ratio = self.devicePixelRatioF()
        fits = min(self.width() / self._size.width(), self.height() / self._size.height())
        return max(fits * ratio, _SMALLEST)

    def _changed(self) -> None:
        self._keep_within()
        self.update()
        self.zoom_changed.emit(0.0 if self._size.isEmpty() else self.zoom)

    # --- where the picture is ---

    def picture_rect(self) -> QRectF:
        """Return where the picture is, in this widget."""
        scale = self.zoom / self.devicePixelRatioF()
        size = QSizeF(self._size) * scale
        middle = QPointF(self.width() / 2, self.height() / 2)
        return QRectF(middle - self._centre * scale, size)

    def _picture_point(self, at: QPointF) -> QPointF:
        return (at - self.picture_rect().topLeft()) * self.devicePixelRatioF() / self.zoom

    def _put(self, point: QPointF, at: QPointF) -> None:
        """Bring a point of the picture to a place in this widget."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._centre = point - (at - middle) * self.devicePixelRatioF() / self.zoom
        self._changed()
        self.sight_changed.emit(self.sight)

    def _keep_within(self) -> None:
        """Leave no room beside a picture that is larger than the view, and centre a smaller one."""
        scale = self.zoom / self.devicePixelRatioF()

        def within(centre: float, picture: int, view: int) -> float:
            half = view / scale / 2
            return picture / 2 if picture <= 2 * half else min(max(centre, half), picture - half)

        self._centre = QPointF(
            within(self._centre.x(), self._size.width(), self.width()),
            within(self._centre.y(), self._size.height(), self.height()),
        )

    # --- events ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))
        if self._message:
            self._paint_message(painter)
        elif not self._pixmap.isNull():
            smooth = self.zoom < _PIXELS_SHOW or self._pixmap.size() != self._size
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            ratio = self.devicePixelRatioF()
            rect = self.picture_rect()
            # On whole device pixels, or 100 % would be blurred.
            rect.moveTo(round(rect.left() * ratio) / ratio, round(rect.top() * ratio) / ratio)
            painter.drawPixmap(rect, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()

    def _paint_message(self, painter: QPainter) -> None:
        width = min(self.width() - 4 * SPACE, 420)
        area = QRectF((self.width() - width) / 2, self.height() / 2 - _ICON - SPACE, width, self.height() / 2)
        left = round(self.width() / 2 - _ICON / 2)
        glyph = icon("file-x", QPalette.ColorRole.PlaceholderText).pixmap(
            QSize(_ICON, _ICON), self.devicePixelRatioF()
        )
        painter.drawPixmap(left, round(area.top()), glyph)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(
            area.adjusted(0, _ICON + 2 * SPACE, 0, 0), flags | Qt.TextFlag.TextWordWrap, self._message
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._pixmap.isNull():
            self._grabbed = self._picture_point(event.position())
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None and not self.fitted:
            self._put(self._grabbed, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.fitted:
            self.set_zoom(1.0, event.position())
        else:
            self.fit()
