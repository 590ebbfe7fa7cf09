"""The program: objects that live until the program ends, and the window, which can be rebuilt.

Part of the composition root. The window is painted first. What is slow to import or to open follows on a
worker: the library, the engines and the keychain.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from portrait_app import __version__
from portrait_app.backend import is_library_there, open_backend, open_library, redact, reveal_file
from portrait_app.command_line import Arguments
from portrait_app.core.credentials import Credentials
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.opened_libraries import note_opened, was_opened
from portrait_app.house import House
from portrait_app.jobs.interpreter import Interpreter
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.system.clock import SystemClock
from portrait_app.system.crash_reports import CrashReports
from portrait_app.system.paths import Paths, resources_folder
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.shell.uncaught import Uncaught

if TYPE_CHECKING:
    from portrait_app.backend import OpenLibrary
    from portrait_app.core.ports.backend import Backend
    from portrait_app.jobs.model_list import ModelList
    from portrait_app.ui.shell.session import Session

log = logging.getLogger(__name__)
ANEW = 75  # exit code: the program must start again in this process, with another database
MOVE = 76  # exit code: the library must be moved, and the program must start again with it
_PATIENCE = 3000  # milliseconds to wait for workers when the program ends
_LOOK = 15  # milliseconds between two checks of whether the first pictures are shown
_FEWEST_LOOKS = 3
_MOST_LOOKS = 40
_ABSENT = 2000  # milliseconds between two looks for a library whose disk is not there
_UNSEEN = 500  # milliseconds after which a window is filled even if it was not painted, because it is hidden


class Program(QObject):
    """One run of the program, from its first window to the exit code."""

    begun = Signal()  # after the first paint
    library_opened = Signal()

    def __init__(
        self,
        application: QApplication,
        arguments: Arguments,
        paths: Paths,
        settings: JsonSettings,
        folder: Path,
        chosen_backup: Path | None = None,
        started: datetime | None = None,
    ) -> None:
        super().__init__(application)
        self.chosen_backup = chosen_backup  # a backup that is to replace the library's database
        self.move_to: Path | None = None  # the folder that the library is to be moved to
        self.problem: AppError | None = None  # why other starts cannot reach this program
        self._arguments = arguments
        self._folders = {"library": folder, "logs": paths.logs, "data": paths.data}
        self._settings = settings
        self._credentials = Credentials()
        self.uncaught = Uncaught(self)
        self.crash_reports = CrashReports(paths.logs, __version__)
        self._interpreter = Interpreter(self)
        self._runner = TaskRunner(self)
        self._theme = Theme(application, resources_folder(), self)
        self._theme.set_appearance(str(settings.value("appearance")))
        self._clock = SystemClock()
        self._started = started or self._clock.now()
        self._library: OpenLibrary | None = None  # kept here, because its window may close before it is shown
        self._session: Session | None = None
        self._is_begun = False  # whether the session has begun: once, however often the window is rebuilt
        self._is_opening = self._may_make_library = self._is_crash_told = self._is_welcomed = False
        self._brought = list(arguments.files)  # files to import when the library is open
        self._filling = QTimer(self)
        self._filling.timeout.connect(self._fill)
        self._waiting = QTimer(self)
        self._waiting.setInterval(_LOOK)
        self._waiting.timeout.connect(self._open_rest)
        self._absence = QTimer(self, singleShot=True)
        self._absence.setInterval(_ABSENT)
        self._absence.timeout.connect(self._look_for_library)
        self._looks = 0  # number of checks of whether the first pictures are shown
        self._rebuilding = QTimer(self)
        self._rebuilding.setInterval(_LOOK)
        self._rebuilding.timeout.connect(self.rebuild)
        self._build()

    @cached_property
    def _models(self) -> ModelList:
        from portrait_app.jobs.model_list import ModelList  # imports the catalogue: not for the first paint

        return ModelList(self._settings, self._runner, self)

    def _build(self) -> None:
        """Make a window with every subject installed."""
        self._shell = shell = Shell(
            runner=self._runner,
            settings=self._settings,
            models=lambda: self._models,
            clock=self._clock,
            redact=partial(redact, self._credentials),
            version=__version__,
            reveal=reveal_file,
            parent=self,
        )
        self.window = shell.window
        self._house = House(shell)
        self._steps: Iterator[None] | None = None  # steps of filling the window; None before the first paint
        self._is_filled = False
        self._settings.on_change(shell.state.changed.emit)
        shell.window.closing.connect(self._on_closing)
        shell.window.painted.connect(self._begin)

    # --- the window ---

    def start(self) -> None:
        """Show the window as the user left it, then fill it and open the library."""
        self._interpreter.start()
        self._show()

    def _show(self) -> None:
        self._shell.state.restore()
        if self._arguments.size is not None:
            self.window.resize(*self._arguments.size)
        self.window.show()
        QTimer.singleShot(_UNSEEN, self._shell, self._begin)

    def _begin(self) -> None:
        """Begin to fill the window, once its frame is painted."""
        if self._steps is not None:
            return
        self._steps = self._house.fill(self._theme, self._folders)
        next(self._steps)  # makes the grid, which shows the state of the library's opening
        presenter = self._shell.presenter
        self._runner.failed.connect(presenter.present)
        self.uncaught.happened.connect(presenter.present)
        if not self._is_begun:
            self.begun.emit()
            self._begin_session()
        if self._is_opening:  # begun by the former window
            self._house.gallery.opening.begin()
        self._open()
        self._filling.start()

    def _begin_session(self) -> None:
        self._is_begun = True
        from portrait_app.system.logs import configure_logging

        configure_logging(self._folders["logs"], self._credentials)
        self.uncaught.watch()  # the log has set a hook of its own
        if self._settings.load_error is not None:
            self._shell.presenter.present(self._settings.load_error)

    def _fill(self) -> None:
        """Make the next part of the window. Between two parts, the window is painted and handles input."""
        if self._steps is not None and next(self._steps, self) is not self:
            return
        self._filling.stop()
        self._is_filled = True
        self._house.restore.wanted.connect(self._put_back)
        if not self._is_crash_told:
            self._is_crash_told = True
            tell = self._house.dialogs.tell_of_crash
            self._runner.run(self.crash_reports.last, tell, lane=Lane.FILES, owner=self._house)
        self._show_what_is_open()

    def _show_what_is_open(self) -> None:
        """Open what can be opened: the grid needs only the library, the other subjects need the session."""
        if self._steps is None:
            return  # a rebuilt window can show nothing before its first paint
        if self._library is not None and not self._house.shows_library:
            self._house.gallery.opening.end()
            self._house.show_library(self._library.library, self._library.thumbnails)
        if self._session is not None and self._is_filled:
            self._shell.settings_changed.connect(self._session.queue.pump)
            self._house.open(self._session)
            self._house.moving.wanted.connect(self._move)
            # The next start of a library from the command line would look for it in the old folder.
            self._shell.actions["move_library"].setVisible(self._arguments.library is None)
            self._import_brought()
            self._welcome(self._session)

    def _welcome(self, session: Session) -> None:
        """Recover the jobs of the last session and load the key, once the window can show the results."""
        if self._is_welcomed:
            return
        self._is_welcomed = True
        session.queue.recover(hold=True)
        session.keys.loaded.connect(session.queue.go_on)  # jobs that wait at the service need the key
        session.keys.load()
        problems = [] if self.problem is None else [self.problem]
        for error in (*problems, *session.backend.warnings_at_open):
            self._shell.presenter.present(error)
        if session.backend.recovery is not None:
            self._house.restore.tell(session.backend.recovery, self._folders["library"])
        self._interpreter.everything_is_here()
        if self._arguments.demo is not None:
            from portrait_app.ui.create.demo import Demo  # not at the top: few starts need it

            Demo(self._shell, session, self._house.gallery.view, self._arguments.demo, self)

    @property
    def is_filled(self) -> bool:
        """Whether every part of the window exists, with or without a library."""
        return self._is_filled

    @property
    def is_open(self) -> bool:
        """Whether the library is open and every part of the window works."""
        return self._session is not None and self._house.is_open

    def bring(self, files: Sequence[Path]) -> None:
        """Bring the window to the front, and import files as soon as the library is open."""
        self.window.come_to_front()
        self._brought.extend(files)
        self._import_brought()

    def _import_brought(self) -> None:
        if self.is_open and self._brought:
            self._house.imports.bring(self._brought)
            self._brought.clear()

    def end(self, code: int = 0) -> None:
        """End immediately, without a question, with an exit code. Waiting jobs continue at the next start."""
        self._shell.state.note()
        QApplication.exit(code)

    def rebuild(self) -> None:
        """Rebuild the window, for example in another language. The session and its jobs go on.

        An open dialog must be answered first: its caller waits for the answer, and still needs the old
        window.
        """
        if QApplication.activeModalWidget() is not None:
            self._rebuilding.start()
            return
        self._rebuilding.stop()
        self._filling.stop()
        self._shell.state.note()
        self._shell.stop()
        former, window = self._shell, self.window
        self._build()
        self._show()
        self.window.setGeometry(window.geometry())
        window.hide()
        window.deleteLater()
        former.deleteLater()

    def _on_closing(self, event: QCloseEvent) -> None:
        if event.isAccepted():
            self._shell.state.note()

    # --- the session ---

    def _open(self) -> None:
        """Open the library, and then the backend, on a worker. A second call meanwhile has no effect."""
        if self._is_opening or self._session is not None:
            return
        self._absence.stop()
        self._is_opening = True
        if self._library is not None:
            self._waiting.start()  # only the backend failed before; the library is still open
            return
        self._house.gallery.opening.begin()
        chosen_backup = self.chosen_backup
        self.chosen_backup = None  # a retry opens the library without the backup
        folder = self._folders["library"]
        was_open = not self._may_make_library and was_opened(self._settings, folder)

        def open_() -> None:
            # Stored by the worker: if the window closes meanwhile, the library must still be closed.
            self._library = open_library(folder, chosen_backup, was_open=was_open)

        def opened(_none: None) -> None:
            note_opened(self._settings, folder)
            self.library_opened.emit()
            self._shell.presenter.withdraw_kind(ErrorKind.LIBRARY_ABSENT)
            self._show_what_is_open()
            self._looks = 0
            self._waiting.start()

        self._runner.run(open_, opened, self._could_not_open, owner=self)

    def _open_rest(self) -> None:
        """Open the backend once the first pictures are shown, because its imports block every thread."""
        self._looks += 1
        is_early = self._runner.busy or not self._is_filled or self._looks < _FEWEST_LOOKS
        if is_early and self._looks < _MOST_LOOKS:
            return
        self._waiting.stop()
        self._runner.run(self._open_backend, self._attach, self._could_not_open, owner=self)

    def _open_backend(self) -> Backend:
        assert self._library is not None  # noqa: S101 - opened by the step before
        return open_backend(self._library, self._settings, self._credentials, self._folders["data"])

    def _could_not_open(self, error: AppError) -> None:
        self._is_opening = False
        if self._steps is None:
            return  # the rebuilt window tries again
        if error.kind is ErrorKind.LIBRARY_ABSENT:
            opening = self._house.gallery.opening
            opening.wait_for_disk(self._folders["library"], self._open, self._make_library)
            self._absence.start()
            return
        self._shell.presenter.present(error, self._open)
        if self._library is None:
            self._house.gallery.opening.fail(self._open)

    def _look_for_library(self) -> None:
        """Open the library if its disk has come."""

        def looked(is_there: bool) -> None:
            if is_there:
                self._open()
            else:
                self._absence.start()

        look = partial(is_library_there, self._folders["library"])
        self._runner.run(look, looked, lambda _error: self._absence.start(), lane=Lane.WATCH, owner=self)

    def _make_library(self) -> None:
        """Make a new library, because the user says that the former one will not come back."""
        self._may_make_library = True
        self._open()

    def _attach(self, backend: Backend) -> None:
        """Make the session, now that the backend is open."""
        from portrait_app.session import open_session  # imports the queue: not needed by the first paint

        self._session = open_session(
            backend,
            settings=self._settings,
            credentials=self._credentials,
            runner=self._runner,
            started=self._started,
            parent=self,
        )
        self._is_opening = False
        self._models.attach(backend.model_sources, backend.missing)
        self._show_what_is_open()

    def _put_back(self, backup: Path) -> None:
        """Open the library from a backup.

        If the library is open already, the program starts again, because many objects hold its data.
        """
        self.chosen_backup = backup
        if self._library is not None or self._is_opening:
            self.end(ANEW)
        else:
            self._open()

    def _move(self, target: Path) -> None:
        """End, so that the library can be moved while nobody has it open."""
        self.move_to = target
        self.end(MOVE)

    @property
    def is_at_home(self) -> bool:
        """Whether the library's jobs may be sent from this place."""
        return self._session is not None and self._session.backend.is_at_home

    def shut_down(self) -> bool:
        """Stop every worker and close the library; return False if a worker did not end in time."""
        for timer in (self._filling, self._waiting, self._rebuilding, self._absence):
            timer.stop()
        self._shell.stop()
        self._models.close()
        if self._session is not None:
            self._session.close()
        ended = self._runner.shut_down(_PATIENCE)
        try:
            self._settings.save()
        except AppError as error:
            log.warning("The settings could not be saved: %s", error)
        if self._library is not None and ended:
            self._library.thumbnails.close()
            self._library.library.close()
        self._interpreter.stop()
        self.uncaught.stop()
        return ended
