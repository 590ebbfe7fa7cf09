"""Keeps windows on the screen: no larger than it, and scrolled where their content does not fit."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

_FRAME = QSize(16, 40)  # of a window that is not shown yet: its title bar and edges, roughly


def room_for(window: QWidget) -> QRect:
    """Return where on its screen a window can be, without its frame."""
    frame = window.frameGeometry().size() - window.size()
    if frame.isEmpty():
        frame = _FRAME
    place = window.screen().availableGeometry()
    return QRect(
        place.x() + frame.width() // 2,
        place.y() + frame.height() - frame.width() // 2,
        place.width() - frame.width(),
        place.height() - frame.height(),
    )


def bring_on_screen(window: QWidget) -> None:
    """Make a window smaller and move it, if it is not whole on its screen."""
    room = room_for(window)
    window.setMinimumSize(window.minimumSize().boundedTo(room.size()))
    size = window.size().boundedTo(room.size())
    if size != window.size():
        window.resize(size)
    at = window.geometry().topLeft()
    inside = QPoint(
        max(room.left(), min(at.x(), room.left() + room.width() - window.width())),
        max(room.top(), min(at.y(), room.top() + room.height() - window.height())),
    )
    if inside != at:
        window.move(window.pos() + inside - at)


class OwnDialogs(QObject):
    """Brings Qt's own dialogs above `window` on the screen, such as questions and file dialogs."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowBlocked:
            QTimer.singleShot(0, self, _bring_modal_on_screen)  # it is blocked before the dialog is shown
        return super().eventFilter(watched, event)


def _bring_modal_on_screen() -> None:
    dialog = QApplication.activeModalWidget()
    is_native = dialog is None or dialog.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    if dialog is not None and dialog.isVisible() and not is_native:
        bring_on_screen(dialog)


class Dialog(QDialog):
    """A dialog that is never larger than its screen: what does not fit scrolls, above its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        OwnDialogs(self)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() is QEvent.Type.Show or (
            event.type() is QEvent.Type.LayoutRequest and self.isVisible()
        ):
            _let_scroll(self)
            bring_on_screen(self)
        return handled


def _let_scroll(dialog: QDialog) -> None:
    """Put all but the last part of a dialog, its buttons, into a scroll area, if the screen is too small."""
    column = dialog.layout()
    if not isinstance(column, QVBoxLayout) or column.count() < 2:
        return
    room, least = room_for(dialog).size(), column.totalMinimumSize()
    height = max(least.height(), column.totalMinimumHeightForWidth(min(dialog.width(), room.width())))
    if least.width() <= room.width() and height <= room.height():
        return
    body = QWidget()
    inner = QVBoxLayout(body)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(column.spacing())
    while column.count() > 1:
        stretch = column.stretch(0)
        part = column.takeAt(0)
        if part is None:
            break
        if (widget := part.widget()) is not None:
            inner.addWidget(widget, stretch)
        elif (layout := part.layout()) is not None:
            inner.addLayout(layout, stretch)
        else:
            inner.addItem(part)
    column.insertWidget(0, Scrolled(body), 1)
    dialog.setMinimumSize(0, 0)


class Scrolled(QScrollArea):
    """Shows `body`, wants to be as large as it is, and scrolls it up and down where there is less room."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(body)

    def sizeHint(self) -> QSize:
        width = self._body.sizeHint().width() + self._bar()
        if not self._body.hasHeightForWidth():
            return QSize(width, self._body.sizeHint().height())
        shown = max(self.width() - self._bar(), self._body.minimumSizeHint().width())
        return QSize(width, self._body.heightForWidth(shown))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._body.minimumSizeHint().width() + self._bar(), super().minimumSizeHint().height())

    def _bar(self) -> int:
        return self.verticalScrollBar().sizeHint().width()
