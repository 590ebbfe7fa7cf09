"""What lies over the window while pictures are dragged in from elsewhere, and takes them anywhere on it."""

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from portrait_app.ui.kit.dragged_files import files_in
from portrait_app.ui.kit.theme import RADIUS, SPACE

_VEIL = 0.85  # how much of the window it covers
_ENCODED = ("png", "jpeg", "webp")  # in the order of preference: image/png and so on


def _image_kind(data: QMimeData) -> str:
    """Return how an image that is dragged without a file is encoded; empty where there is none."""
    return next((kind for kind in _ENCODED if data.hasFormat(f"image/{kind}")), "")


def take_copy(event: QDropEvent) -> None:
    """Accept a drag, and have whoever it comes from keep the files, whatever it would rather do."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class DropOverlay(QWidget):
    """Hidden until a drag of files, or of an image from a web page, enters `window`, which has to be shown.

    Of a web page that gives only an address nothing is taken, which it says: nobody asked for a connection.

    It looks at the drag before the widgets do: an editor below would take the files' names as text.
    Drags that began in this program are left to the widgets.
    """

    dropped = Signal(list)  # Paths
    image_dropped = Signal(bytes, str)  # encoded, and its kind: png, jpeg, webp

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words = ""
        self.setAcceptDrops(True)
        self.hide()
        window.windowHandle().installEventFilter(self)

    def _words_for(self, data: QMimeData) -> str:
        if files_in(data) or _image_kind(data):
            return self.tr("Drop to import")
        return self.tr(
            "This is only an address on the web, and nothing is fetched from there.\n"
            "Save the picture first, then drop its file."
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent) and _is_for_us(event):
            self._words = self._words_for(event.mimeData())
            self.setAccessibleName(self._words)
            self.setGeometry(self._window.rect())
            self.show()
            self.raise_()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_copy(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        del event
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        take_copy(event)
        self.hide()
        data = event.mimeData()
        if files := files_in(data):
            self.dropped.emit(files)
        elif kind := _image_kind(data):
            self.image_dropped.emit(bytes(data.data(f"image/{kind}").data()), kind)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        palette = self.palette()
        veil = palette.color(QPalette.ColorRole.Window)
        veil.setAlphaF(_VEIL)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2, Qt.PenStyle.DashLine))
        inset = SPACE * 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 2 * RADIUS, 2 * RADIUS
        )
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.setFont(font)
        room = self.rect().adjusted(2 * inset, 2 * inset, -2 * inset, -2 * inset)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        painter.end()


def _is_for_us(event: QDragEnterEvent) -> bool:
    return (
        event.source() is None
        and QApplication.activeModalWidget() is None
        and (event.mimeData().hasUrls() or bool(_image_kind(event.mimeData())))
    )
