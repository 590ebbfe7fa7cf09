"""The overlay that covers the window during a drag from another program, and accepts the drop anywhere."""

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from portrait_app.ui.kit.dragged_files import files_in, image_kind
from portrait_app.ui.kit.theme import RADIUS, SPACE

_VEIL = 0.85  # opacity of the overlay, 0 to 1


def take_copy(event: QDropEvent) -> None:
    """Accept a drag as a copy, whatever action the source proposes, so that the source keeps its files."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class DropOverlay(QWidget):
    """Hidden until a drag of files, or of an image from a web page, enters `window`. Show `window` first.

    If a web page gives only an address, nothing is imported, and a text on the overlay says so: the user
    did not ask for a connection.

    The overlay gets a drag before the widgets below: a text editor would insert the names of the files.
    Drags that began in this program go to the widgets.
    """

    dropped = Signal(list)  # Paths
    image_dropped = Signal(bytes, str)  # encoded image, encoding: one of _ENCODED

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._words = ""
        self.setAcceptDrops(True)
        self.hide()
        window.windowHandle().installEventFilter(self)

    def _words_for(self, data: QMimeData) -> str:
        if files_in(data) or image_kind(data):
            return self.tr("Drop to import")
        return self.tr(
            "This is only a web address, and nothing is downloaded from it.\nSave the picture "
            "first, then drop its file."
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
        elif kind := image_kind(data):
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
        and (event.mimeData().hasUrls() or bool(image_kind(event.mimeData())))
    )
