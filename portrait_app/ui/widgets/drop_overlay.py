"""What lies over the window while files are dragged in from elsewhere, and takes them wherever they fall."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QWidget

from portrait_app.ui.theme import RADIUS, SPACE

_VEIL = 0.85  # how much of the window it covers


def files_in(data: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that are dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_copy(event: QDropEvent) -> None:
    """Accept a drag, and have whoever it comes from keep the files, whatever it would rather do."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


class DropOverlay(QWidget):
    """Hidden until a drag of files enters `window`, which has to be on the screen.

    It looks at the drag before the widgets do: an editor below would take the files' names as text.
    Drags that began in this program are left to the widgets.
    """

    dropped = Signal(list)  # Paths

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAcceptDrops(True)
        self.setAccessibleName(self._words())
        self.hide()
        window.windowHandle().installEventFilter(self)

    def _words(self) -> str:
        return self.tr("Drop to import")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        del watched
        if event.type() is QEvent.Type.DragEnter and isinstance(event, QDragEnterEvent) and _is_for_us(event):
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
        if files := files_in(event.mimeData()):
            self.dropped.emit(files)

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
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words())
        painter.end()


def _is_for_us(event: QDragEnterEvent) -> bool:
    return (
        event.source() is None
        and QApplication.activeModalWidget() is None
        and bool(files_in(event.mimeData()))
    )
