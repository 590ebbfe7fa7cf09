"""The whole program with its data in a separate folder. Tests can start and end it repeatedly."""

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
    """The part of `qtbot` that a RunningProgram needs. Outside pytest, `Waiter` has it too."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int = 5000) -> None: ...  # noqa: N802


class RunningProgram:
    """One session of the program. All its files are below `home`.

    If `opens`, the constructor waits until the library is open. Otherwise, if `fills`, it waits until all
    parts of the window are filled. `chosen_backup` is a backup to restore before opening. `started` is when
    the session before the restore started. `offers_models` has the first start offer to add a model; most
    tests are about other notices.
    """

    def __init__(
        self,
        home: Path,
        qtbot: Waits,
        *,
        opens: bool = True,
        fills: bool = True,
        chosen_backup: Path | None = None,
        started: datetime | None = None,
        offers_models: bool = False,
        **arguments: object,
    ) -> None:
        self.home = home
        self.qtbot = qtbot
        self.paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
        wishes = Arguments(**arguments)  # type: ignore[arg-type]
        self.settings = session_settings(wishes, self.paths)
        self.settings.override("on_close", "keep")  # no user can answer a question
        if not offers_models:
            self.settings.override("model_offer_dismissed", True)
        self._hooks = sys.excepthook, threading.excepthook
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.program = Program(
            application, wishes, self.paths, self.settings, self.paths.library, chosen_backup, started
        )
        self.window = self.program.window
        self.program.start()
        if opens:
            qtbot.waitUntil(lambda: self.program.is_open, timeout=20_000)
        elif fills:
            qtbot.waitUntil(lambda: self.program.is_filled, timeout=20_000)

    @property
    def backend(self) -> Backend:
        """The library and the other parts behind the window. Tests get them only here."""
        return self.find(Session).backend

    @property
    def view(self) -> GalleryView:
        return self.find(GalleryView)

    @property
    def model(self) -> GalleryModel:
        return self.view.gallery

    @property
    def is_idle(self) -> bool:
        """Whether no task is running and no result is pending."""
        return not self.find(TaskRunner).busy

    def find(self, kind: type[T]) -> T:
        """Return the program's only object of a class."""
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
        """Rebuild the window. Wait until the library is open in it and the old window is deleted."""
        former = self.window
        self.program.rebuild()
        self.window = self.program.window
        self.qtbot.waitUntil(lambda: self.program.is_open, timeout=20_000)
        self.qtbot.waitUntil(lambda: not isValid(former))

    def close(self) -> None:
        """Close the window as the user does, and end the program."""
        self.window.close()
        assert self.program.shut_down()
        stop_logging()
        sys.excepthook, threading.excepthook = self._hooks
        logging.captureWarnings(capture=False)
        self.window.deleteLater()
        self.program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
