"""A canvas for one large picture: fitted, at 100 % or at any zoom, and dragged with the pointer."""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE

_STEP = 1.25  # zoom factor for one notch of the wheel
_LARGEST = 16.0  # largest zoom, in device pixels for each pixel of the picture
_SMALLEST = 0.001  # zoom that fits a picture of 65,000 pixels into a small pane
_PIXELS_SHOW = 4.0  # from this zoom on, each pixel of the picture is drawn as a sharp square
_ICON = 48  # side of the icon, in pixels


@dataclass(frozen=True, slots=True)
class VisibleArea:
    """The visible part of a picture, in units that do not depend on the picture's size."""

    zoom: float | None = None  # 1.0 shows the whole picture once; None keeps it fitted after a resize
    centre: QPointF = field(default_factory=lambda: QPointF(0.5, 0.5))  # in widths and heights of the picture


class PictureCanvas(QWidget):
    """Paints a pixmap. At 100 % one picture pixel is one device pixel, at any scaling of the screen."""

    zoom_changed = Signal(float)  # device pixels for each pixel of the picture; 0 without a picture
    visible_area_changed = Signal(
        object
    )  # Sight; emitted when zoomed or moved here, not by `set_visible_area`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pixmap = QPixmap()
        self._size = QSize()  # size of the picture; a stand-in has fewer pixels
        self._message = ""
        self._zoom: float | None = None  # None if fitted
        self._centre = QPointF()  # the picture's point at the centre of the widget, in picture pixels
        self._grabbed: QPointF | None = None  # the picture's point under the pointer while dragging

    # --- content ---

    def show_picture(self, pixmap: QPixmap, size: QSize) -> None:
        """Show a picture of `size` pixels; `pixmap` may be a smaller stand-in. The zoom is kept.

        If one of the two is wide and the other is high, `size` is from before the image was turned upright.
        """
        if (size.width() > size.height()) != (pixmap.width() > pixmap.height()):
            size = size.transposed()
        if size != self._size:
            self._centre = QPointF(size.width() / 2, size.height() / 2)
        self._pixmap, self._size, self._message = pixmap, size, ""
        self._changed()

    def show_message(self, text: str) -> None:
        """Show a message in place of the picture."""
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
        """Device pixels for each pixel of the picture."""
        return self._fit() if self._zoom is None else self._zoom

    def fit(self) -> None:
        self._zoom = None
        self._changed()
        self.visible_area_changed.emit(self.sight)

    def set_zoom(self, zoom: float, at: QPointF | None = None) -> None:
        """Set the zoom, and keep the picture's point at `at` in place (default: the widget's centre)."""
        at = QPointF(self.rect().center()) if at is None else at
        point = self._picture_point(at)
        self._zoom = min(max(zoom, min(self._fit(), 1.0)), _LARGEST)
        self._put(point, at)

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in, or out for negative steps; stop at the whole picture, or at 100 % of a small picture."""
        zoom = self.zoom * _STEP**steps
        if steps < 0 and zoom <= self._fit() <= 1.0:
            self.fit()
        else:
            self.set_zoom(zoom, at)

    @property
    def sight(self) -> VisibleArea:
        if self._zoom is None or self._size.isEmpty():
            return VisibleArea()
        centre = QPointF(self._centre.x() / self._size.width(), self._centre.y() / self._size.height())
        return VisibleArea(self._zoom / self._fit(), centre)

    def set_visible_area(self, sight: VisibleArea) -> None:
        """Show the part of the picture that `sight` describes."""
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

    # --- position of the picture ---

    def picture_rect(self) -> QRectF:
        """Return the rectangle of the picture in widget coordinates."""
        scale = self.zoom / self.devicePixelRatioF()
        size = QSizeF(self._size) * scale
        middle = QPointF(self.width() / 2, self.height() / 2)
        return QRectF(middle - self._centre * scale, size)

    def _picture_point(self, at: QPointF) -> QPointF:
        return (at - self.picture_rect().topLeft()) * self.devicePixelRatioF() / self.zoom

    def _put(self, point: QPointF, at: QPointF) -> None:
        """Move the picture so that its `point` is at `at` in the widget."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._centre = point - (at - middle) * self.devicePixelRatioF() / self.zoom
        self._changed()
        self.visible_area_changed.emit(self.sight)

    def _keep_within(self) -> None:
        """Move a large picture so that it fills the view, and centre a smaller one."""
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
            # Align to whole device pixels; otherwise 100 % would be blurred.
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
