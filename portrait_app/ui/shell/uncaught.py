"""Reports uncaught exceptions on the GUI thread to the user; the program goes on."""

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from portrait_app.core.errors import AppError, ErrorKind

_QUIET = 1000  # milliseconds after an exception in which its notice is laid out and painted


class Uncaught(QObject):
    """Emits each distinct exception once, after the previous excepthook (such as the log) has run.

    Exceptions while another one is being shown are only logged: showing an exception could raise the
    next one, endlessly.
    """

    happened = Signal(object)  # AppError
    _noticed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._before = self._first = sys.excepthook
        # Queued, because the exception may come from a paint event, in which nothing can be shown.
        self._noticed.connect(self.happened, Qt.ConnectionType.QueuedConnection)
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.setInterval(_QUIET)
        self.watch()

    def watch(self) -> None:
        """Watch on, after another hook (such as the log's) has taken this one's place."""
        if sys.excepthook != self._hook:
            self._before, sys.excepthook = sys.excepthook, self._hook

    def stop(self) -> None:
        """Restore the previous excepthook."""
        sys.excepthook = self._first

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if not issubclass(kind, Exception) or threading.current_thread() is not threading.main_thread():
            return
        place = "".join(traceback.format_tb(trace))
        if place not in self._told and not self._quiet.isActive():  # a paint event can fail at every frame
            self._told.add(place)
            self._quiet.start()
            details = "".join(traceback.format_exception(kind, error, trace))
            self._noticed.emit(AppError(ErrorKind.UNEXPECTED, details))
