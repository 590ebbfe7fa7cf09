"""Parts of the program for benchmarks, and functions that wait for them."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from portrait_app.core.search.query import FILTERS
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import open_library
from portrait_app.library.thumbnails import THUMBNAILS, SqliteThumbnailStore
from portrait_app.system.clock import SystemClock
from portrait_app.system.paths import resources_folder
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.kit.theme import Theme

_LIMIT = 60_000  # milliseconds: a longer wait is an error


def the_application() -> QApplication:
    """Return the QApplication of this process, with the program's theme."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([])
        Theme(application, resources_folder()).set_appearance("dark")
    return application


class Waiter:
    """Waits as pytest-qt's `qtbot` does, for a `RunningProgram` without pytest."""

    def waitUntil(  # noqa: N802
        self, callback: Callable[[], bool], *, timeout: int = _LIMIT, every: int = 5
    ) -> None:
        end = perf_counter() + timeout / 1000
        while not callback():
            if perf_counter() > end:
                raise TimeoutError(f"waited {timeout} ms in vain")
            pause(every)


def pause(milliseconds: int) -> None:
    """Run the event loop for some milliseconds."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def settle(is_idle: Callable[[], bool]) -> None:
    """Wait until `is_idle` is true in three checks in a row: an idle moment may precede further work."""
    calm = 0
    while calm < 3:
        pause(5)
        calm = calm + 1 if is_idle() else 0


def wait_for(signal: SignalInstance, begin: Callable[[], object]) -> None:
    """Call `begin`, and wait until `signal` is emitted."""
    loop = QEventLoop()
    came: list[bool] = []

    def note() -> None:
        came.append(True)
        loop.quit()

    connection = signal.connect(note)
    begin()
    QTimer.singleShot(_LIMIT, loop, loop.quit)
    if not came:
        loop.exec()
    signal.disconnect(connection)
    if not came:
        raise TimeoutError("waited in vain for a signal")


class Grid:
    """A library's pictures in a grid of 1600 by 900 pixels: view, model, controller and library."""

    def __init__(self, folder: Path) -> None:
        the_application()
        self.library = open_library(folder, SystemClock())
        self.store = SqliteThumbnailStore(folder / THUMBNAILS)
        self.runner = TaskRunner()
        self.model = GalleryModel()
        self.controller = GalleryController(
            self.library, self.runner, SystemClock(), self.model, self.store, self.runner
        )
        self.view = GalleryView()
        self.view.setModel(self.model)
        self.view.attach(self.controller.loader)
        self.view.resize(1600, 900)
        self.view.show()
        wait_for(self.controller.shown, lambda: self.controller.show(FILTERS[0]))
        self.settle()

    def settle(self) -> None:
        """Wait until all requested rows and thumbnails are loaded."""
        settle(lambda: not self.runner.busy)

    def close(self) -> None:
        self.controller.close()
        self.runner.shut_down(_LIMIT)
        self.view.close()
        self.view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.store.close()
        self.library.close()
