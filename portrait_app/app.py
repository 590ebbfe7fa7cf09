"""The composition root: builds every part, hands each what it needs, starts the loop.

The window comes first and paints; what is slow to import or to open (the library, the engines,
the keychain) follows on a worker, and the controllers that need it come to life with it.
"""

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QApplication

from portrait_app import __version__
from portrait_app.backend import Backend, list_backups, open_backend
from portrait_app.command_line import Arguments, display_problem, parse_arguments
from portrait_app.controllers import Controllers, Frame
from portrait_app.core.catalog import ENDPOINTS, SAMPLE_VALUES
from portrait_app.core.credentials import Credentials
from portrait_app.core.errors import AppError
from portrait_app.jobs.interpreter import Interpreter
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.library.lock import LibraryLock
from portrait_app.system.clock import SystemClock
from portrait_app.system.crash_reports import CrashReports
from portrait_app.system.exposure import keep_memory_off_the_disk, take_environment_key
from portrait_app.system.licences import read_licences
from portrait_app.system.logs import configure_logging, stop_logging
from portrait_app.system.paths import Paths, platform_paths, resources_folder, socket_address
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.care.restore_controller import RestoreController
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.curation.collections_panel import CollectionsPanel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.queue.panel import QueuePanel
from portrait_app.ui.shell.about import CREDITS
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.application import Application
from portrait_app.ui.shell.demo import Demo
from portrait_app.ui.shell.dialog_controller import DialogController
from portrait_app.ui.shell.main_window import MainWindow, Parts
from portrait_app.ui.shell.opening import Opening
from portrait_app.ui.shell.presenter import ErrorPresenter
from portrait_app.ui.shell.session_state import SessionState
from portrait_app.ui.shell.single_instance import SingleInstance, Start
from portrait_app.ui.shell.taken import try_again
from portrait_app.ui.shell.termination import Termination
from portrait_app.ui.shell.translation import install_translations
from portrait_app.ui.shell.uncaught import Uncaught
from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer

PROGRAM = f"Portrait Studio {__version__}"
log = logging.getLogger(__name__)
ANEW = 75  # the exit code with which the program begins again, with another database
_PATIENCE = 3000  # milliseconds for workers to finish when the program ends


class Program(QObject):
    """Everything that lives as long as the program does."""

    def __init__(
        self,
        application: QApplication,
        arguments: Arguments,
        paths: Paths,
        settings: JsonSettings,
        folder: Path,
        wished: Path | None = None,
        started: datetime | None = None,
    ) -> None:
        super().__init__(application)
        self.wished = wished  # a backup that is to take the place of the library's database
        self._arguments = arguments
        self._paths = paths
        self._settings = settings
        self._folder = folder
        self._credentials = Credentials()
        redact = configure_logging(paths.logs, self._credentials)
        self._uncaught = Uncaught(self)
        self.crash_reports = CrashReports(paths.logs, __version__)
        self._interpreter = Interpreter(self)
        self._runner = TaskRunner(self)
        self._theme = Theme(application, resources_folder(), self)
        self._theme.set_appearance(str(self._settings.value("appearance")))
        self._clock = SystemClock()
        self._backend: Backend | None = None
        self._controllers: Controllers | None = None
        self._brought = list(arguments.files)  # to be imported, once there is a library

        self._actions = Actions(self)
        self._presenter = ErrorPresenter(redact, self._clock, __version__)
        self._runner.failed.connect(self._presenter.present)
        self._uncaught.happened.connect(self._presenter.present)
        self._parameters = ParameterModel(ENDPOINTS[0], self)
        self._gallery_model = GalleryModel(self)
        viewer = Viewer(self._gallery_model, self._runner)
        compare = CompareView(self._runner)
        self._parts = Parts(
            parameters=ParameterPanel(self._parameters),
            gallery=GalleryView(),
            viewer=viewer,
            compare=compare,
            inspector=InspectorPanel(self._actions),
            collections=CollectionsPanel(),
            queue=QueuePanel(self._actions),
            notices=self._presenter.notices,
        )
        self._parts.gallery.setModel(self._gallery_model)
        choice = EngineChoice(self._parts.parameters, self._parameters, settings, self)
        self.window = MainWindow(self._actions, self._parts)
        self._parts.parameters.set_ready(False)
        self._actions["reset"].triggered.connect(self._parts.parameters.reset)
        self._actions["sample"].triggered.connect(lambda: self._parameters.set_values(SAMPLE_VALUES))
        self._dialogs = DialogController(
            window=self.window,
            actions=self._actions,
            presenter=self._presenter,
            settings=settings,
            runner=self._runner,
            theme=self._theme,
            version=__version__,
            credits_=CREDITS,
            read_licences=partial(read_licences, resources_folder()),
            folders={"library": folder, "logs": paths.logs},
            parent=self,
        )
        self._restore = RestoreController(
            window=self.window,
            actions=self._actions,
            presenter=self._presenter,
            runner=self._runner,
            available=partial(list_backups, folder),
            parent=self,
        )
        self._restore.wanted.connect(self._put_back)
        self._frame = Frame(
            window=self.window,
            parts=self._parts,
            actions=self._actions,
            presenter=self._presenter,
            dialogs=self._dialogs,
            restore=self._restore,
            viewer=viewer,
            compare=compare,
            parameters=self._parameters,
            choice=choice,
            gallery=self._gallery_model,
            settings=settings,
            credentials=self._credentials,
            runner=self._runner,
            clock=self._clock,
            started=started or self._clock.now(),
            program=PROGRAM,
        )
        self._opening = Opening(self._parts.gallery, self._actions, self)
        self._state = SessionState(self._settings, self._runner, self.window, self._parameters, self)
        self._state.unsaved.connect(self._presenter.present)
        self._settings.on_change(self._state.changed.emit)
        self.window.closing.connect(self._on_closing)

    def start(self) -> None:
        """Show the window as it was left, then open the library behind it."""
        self._interpreter.start()
        self._state.restore()
        if self._arguments.size is not None:
            self.window.resize(*self._arguments.size)
        self.window.show()
        if self._settings.load_error is not None:
            self._presenter.present(self._settings.load_error)
        self._runner.run(
            self.crash_reports.last, self._dialogs.tell_of_crash, lane=Lane.FILES, owner=self._dialogs
        )
        QTimer.singleShot(0, self._open)

    @property
    def is_open(self) -> bool:
        """Whether the library is open and the window can do all it shows."""
        return self._controllers is not None

    def bring(self, files: Sequence[Path]) -> None:
        """Come to the front, and import files as soon as the library is open."""
        self.window.come_to_front()
        if self._controllers is None:
            self._brought.extend(files)
        elif files:
            self._controllers.imports.bring(files)

    def tell(self, error: AppError) -> None:
        """Show what is not as it should be."""
        self._presenter.present(error)

    def end(self) -> None:
        """End at once, asking nothing: jobs that wait go on at the next start."""
        self._state.note()
        QApplication.exit(0)

    def _on_closing(self, event: QCloseEvent) -> None:
        if event.isAccepted():
            self._state.note()

    def _put_back(self, backup: Path) -> None:
        """Open the library from a backup: with all else anew where it is open, for much has read from it."""
        self.wished = backup
        if self.is_open:
            self._state.note()
            QApplication.exit(ANEW)
        else:
            self._open()

    def _open(self) -> None:
        self._opening.begin()
        wished, self.wished = self.wished, None  # a second try is without

        def open_() -> Backend:
            # Kept by the worker: a window closed meanwhile never hears of it, and it is to be closed too.
            self._backend = open_backend(self._folder, self._settings, self._credentials, wished)
            return self._backend

        self._runner.run(open_, self._attach, self._could_not_open, owner=self)

    def _could_not_open(self, error: AppError) -> None:
        self._presenter.present(error, self._open)
        self._opening.fail(self._open)

    def _attach(self, backend: Backend) -> None:
        """Bring the controllers to life, now that there is something to control."""
        self._opening.end()
        self._actions.library_is_open()
        self._parts.parameters.set_ready(True)
        self._controllers = Controllers(self._frame, backend, self)
        self._controllers.start()
        if self._brought:
            self._controllers.imports.bring(self._brought)
            self._brought.clear()
        if backend.recovery is not None:
            self._restore.tell(backend.recovery, self._folder)
        for error in backend.to_say:
            self._presenter.present(error)
        self._interpreter.everything_is_here()
        if self._arguments.demo is not None:
            Demo(
                window=self.window,
                view=self._parts.gallery,
                actions=self._actions,
                queue=self._controllers.queue,
                runner=self._runner,
                file=self._arguments.demo,
                parent=self,
            )

    def shut_down(self) -> bool:
        """Stop every worker and close the library; False where a worker would not end."""
        if self._controllers is not None:
            self._controllers.stop()
        ended = self._runner.shut_down(_PATIENCE)
        try:
            self._settings.save()
        except AppError as error:
            log.warning("The settings could not be saved: %s", error)
        if self._backend is not None and ended:
            self._backend.thumbnails.close()
            self._backend.library.close()
        self._interpreter.stop()
        self._uncaught.stop()
        return ended


def session_settings(arguments: Arguments, paths: Paths) -> JsonSettings:
    """Return the settings, with what the command line says for this session only."""
    settings = JsonSettings(paths.settings_file)
    for key, value in (
        ("library_folder", arguments.library and str(arguments.library.resolve())),
        ("api_url", arguments.api),
        ("appearance", arguments.appearance),
    ):
        if value:
            settings.override(key, value)
    return settings


def library_folder(arguments: Arguments) -> Path:
    """Return the library's folder: as the command line or the settings say, or the platform's place."""
    paths = platform_paths()
    return Path(str(session_settings(arguments, paths).value("library_folder")) or paths.library)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    keep_memory_off_the_disk()
    take_environment_key()  # before anything is started that would inherit it
    arguments = parse_arguments(argv)
    if arguments.check:
        from portrait_app.check_command import check_library  # what a window must not wait for

        return check_library(library_folder(arguments), thorough=arguments.check == "thorough")
    if arguments.selftest:
        from portrait_app.selftest import selftest  # likewise

        return selftest()
    if problem := display_problem():
        print(problem, file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return 1
    application = Application(sys.argv[:1])
    application.setApplicationName("portrait-studio")
    application.setApplicationDisplayName("Portrait Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("portrait-studio")
    application.setWindowIcon(QIcon(str(resources_folder() / "icons" / "portrait-studio.svg")))
    install_translations(application, resources_folder() / "translations", QLocale())
    folder = library_folder(arguments)
    lock = LibraryLock(folder)
    instance = SingleInstance(lock, socket_address(folder, platform_paths()), application)
    while (start := instance.begin(arguments.files)) is Start.TAKEN:
        if not try_again(folder, lock):
            return 1
    if start is Start.HANDED_OVER:
        print("This library is open already; its window comes to the front.")  # noqa: T201 - a second start
        return 0
    code, wished, started = ANEW, None, SystemClock().now()
    while code == ANEW:
        code, wished = _run(application, arguments, folder, instance, wished, started)
        arguments = replace(arguments, files=())  # they were brought once
    instance.end()
    return code


def _run(
    application: Application,
    arguments: Arguments,
    folder: Path,
    instance: SingleInstance,
    wished: Path | None,
    started: datetime,
) -> tuple[int, Path | None]:
    """Run the program once; return its exit code, and with ANEW the backup to open the library from."""
    paths = platform_paths()
    settings = session_settings(arguments, paths)
    program = Program(application, arguments, paths, settings, folder, wished, started)
    program.crash_reports.watch()
    instance.called.connect(program.bring)
    application.brought.connect(program.bring)
    if instance.problem is not None:
        program.tell(instance.problem)
    termination = Termination(program)
    termination.asked.connect(program.end)
    program.start()
    code = application.exec()
    termination.stop()
    ended = program.shut_down()
    program.crash_reports.stop()
    stop_logging()
    if not ended:
        # A keychain that hangs, or a disk that is gone, would hold the process for ever. What was
        # paid for is on disk already.
        os._exit(code)
    program.window.deleteLater()
    program.deleteLater()
    wished = program.wished
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code, wished
