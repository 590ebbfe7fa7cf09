"""The whole program in a folder of its own, started and ended as often as a test likes."""

import logging
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from portrait_app.app import session_settings
from portrait_app.command_line import Arguments
from portrait_app.core.ports.backend import Backend
from portrait_app.jobs.runner import TaskRunner
from portrait_app.program import Program
from portrait_app.system.logs import stop_logging
from portrait_app.system.paths import Paths
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.session import Session

T = TypeVar("T", bound=QObject)


class Waits(Protocol):
    """What a program needs of `qtbot`; outside of pytest something else waits."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int = 5000) -> None: ...  # noqa: N802


class RunningProgram:
    """One session. Everything it writes is below `home`. Where it `opens`, its library is open;
    where it only `fills`, every part of its window is there.

    `wished` is a backup that it opens its library from, and `started` when the session began before that.
    """

    def __init__(
        self,
        home: Path,
        qtbot: Waits,
        *,
        opens: bool = True,
        fills: bool = True,
        wished: Path | None = None,
        started: datetime | None = None,
        **arguments: object,
    ) -> None:
        self.home = home
        self.qtbot = qtbot
        self.paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
        wishes = Arguments(**arguments)  # type: ignore[arg-type]
        self.settings = session_settings(wishes, self.paths)
        self.settings.override("on_close", "keep")  # nobody is there to be asked
        self._hooks = sys.excepthook, threading.excepthook
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.program = Program(
            application, wishes, self.paths, self.settings, self.paths.library, wished, started
        )
        self.window = self.program.window
        self.program.start()
        if opens:
            qtbot.waitUntil(lambda: self.program.is_open, timeout=20_000)
        elif fills:
            qtbot.waitUntil(lambda: self.program.is_filled, timeout=20_000)

    @property
    def backend(self) -> Backend:
        """The library and what else lies behind the window: the one place that reaches for it."""
        return self.find(Session).backend

    @property
    def view(self) -> GalleryView:
        return self.find(GalleryView)

    @property
    def model(self) -> GalleryModel:
        return self.view.gallery

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs or is still to arrive."""
        return not self.find(TaskRunner).busy

    def find(self, kind: type[T]) -> T:
        """Return the program's one object of a class."""
        found = self.window.findChild(kind) or self.program.findChild(kind)
        assert isinstance(found, kind)
        return found

    def action(self, key: str) -> QAction:
        action = self.program.findChild(QAction, key)
        assert isinstance(action, QAction)
        return action

    def wait_for_pictures(self, count: int) -> None:
        self.qtbot.waitUntil(
            lambda: self.model.picture_count == count and self.model.job_count == 0, timeout=20_000
        )

    def rebuild(self) -> None:
        """Have the window built anew, and wait until it can do all it shows and the former one is gone."""
        former = self.window
        self.program.rebuild()
        self.window = self.program.window
        self.qtbot.waitUntil(lambda: self.program.is_open, timeout=20_000)
        self.qtbot.waitUntil(lambda: not isValid(former))

    def close(self) -> None:
        """Close the window as a person does, and end the program."""
        self.window.close()
        assert self.program.shut_down()
        stop_logging()
        sys.excepthook, threading.excepthook = self._hooks
        logging.captureWarnings(capture=False)
        self.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
