"""The process: parse the command line, keep a second start away, run the program, and end."""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtGui import QIcon

from portrait_app import __version__
from portrait_app.command_line import Arguments, display_problem, parse_arguments
from portrait_app.core.engines import with_key
from portrait_app.core.opened_libraries import was_opened
from portrait_app.library.lock import LibraryLock
from portrait_app.program import ANEW, MOVE, Program
from portrait_app.system.clock import SystemClock
from portrait_app.system.exposure import keep_memory_off_the_disk, take_environment_key
from portrait_app.system.paths import Paths, platform_paths, resources_folder, socket_address
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.shell.application import Application
from portrait_app.ui.shell.library_in_use import try_again
from portrait_app.ui.shell.single_instance import SingleInstance, Start
from portrait_app.ui.shell.translation import install_translations


def session_settings(arguments: Arguments, paths: Paths) -> JsonSettings:
    """Return the settings, with the overrides of the command line for this session."""
    settings = JsonSettings(paths.settings_file)
    for key, value in (
        ("library_folder", arguments.library and str(arguments.library.resolve())),
        (with_key().address, arguments.api),
        ("appearance", arguments.appearance),
    ):
        if value:
            settings.override(key, value)
    return settings


def library_folder(arguments: Arguments) -> Path:
    """Return the library's folder: from the command line, the settings, or the platform's default."""
    paths = platform_paths()
    return Path(str(session_settings(arguments, paths).value("library_folder")) or paths.library)


def _speak() -> None:
    """Load the translations for what is said in a terminal."""
    application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    install_translations(application, resources_folder() / "translations", QLocale())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program, and return its exit code."""
    keep_memory_off_the_disk()
    take_environment_key()  # before any child process could inherit it
    arguments = parse_arguments(argv, _speak)
    if arguments.check:
        _speak()
        from portrait_app.check_command import check_library  # not at the top: the window does not need it

        return check_library(library_folder(arguments), thorough=arguments.check == "thorough")
    if arguments.selftest:
        from portrait_app.selftest import selftest  # the same

        return selftest()
    if display_problem():
        _speak()
        print(display_problem(), file=sys.stderr)  # noqa: T201 - no window to show it in
        return 1
    application = Application(sys.argv[:1])
    application.setApplicationName("portrait-studio")
    application.setApplicationDisplayName("Portrait Studio")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("portrait-studio")
    application.setWindowIcon(QIcon(str(resources_folder() / "icons" / "portrait-studio.svg")))
    install_translations(application, resources_folder() / "translations", QLocale())
    code = MOVE
    while code == MOVE:  # then it goes on with the library in its new folder
        code = _use_library(application, arguments)
        arguments = replace(arguments, files=())  # the first run has imported them
    return code


def _use_library(application: Application, arguments: Arguments) -> int:
    """Run the program with the library's folder, and return its exit code."""
    folder = library_folder(arguments)
    settings = session_settings(arguments, platform_paths())
    lock = LibraryLock(folder, makes_folder=not was_opened(settings, folder))
    instance = SingleInstance(lock, socket_address(folder, platform_paths()), application)
    while (start := instance.begin(arguments.files)) is Start.TAKEN:
        if not try_again(folder, lock):
            return 1
    if start is Start.HANDED_OVER:
        words = QCoreApplication.translate(
            "command_line", "This library is already open. Its window comes to the front."
        )
        print(words)  # noqa: T201 - has no window
        return 0
    ended, started = _Ended(ANEW), SystemClock().now()
    while ended.code == ANEW:
        ended = _run(application, arguments, folder, instance, ended.chosen_backup, started)
        arguments = replace(arguments, files=())
    if ended.code == MOVE and ended.move_to is not None:
        _move(folder, ended.move_to, at_home=ended.at_home)
    instance.end()
    return ended.code


def _move(source: Path, target: Path, *, at_home: bool) -> None:
    """Move the closed library, with a window that shows how far it is."""
    from portrait_app.library.moving import move  # not at the top: few sessions need it
    from portrait_app.ui.care.move_dialog import MoveDialog  # the same

    def switch() -> None:
        settings = JsonSettings(platform_paths().settings_file)
        settings.set("library_folder", str(target))
        settings.set("old_library", str(source))
        settings.save()

    dialog = MoveDialog(
        str(target),
        lambda report, cancel: move(
            source, target, at_home=at_home, switch=switch, report=report, cancel=cancel
        ),
    )
    dialog.exec()
    dialog.deleteLater()


@dataclass(frozen=True, slots=True)
class _Ended:
    """How one run of the program has ended."""

    code: int
    chosen_backup: Path | None = None  # with ANEW, the backup to open the library from
    move_to: Path | None = None  # with MOVE, the new folder of the library
    at_home: bool = False  # with MOVE, whether jobs may be sent from the old folder


def _run(
    application: Application,
    arguments: Arguments,
    folder: Path,
    instance: SingleInstance,
    chosen_backup: Path | None,
    started: datetime,
) -> _Ended:
    """Run the program once."""
    paths = platform_paths()
    settings = session_settings(arguments, paths)
    program = Program(application, arguments, paths, settings, folder, chosen_backup, started)
    program.crash_reports.watch()
    instance.called.connect(program.bring)
    application.brought.connect(program.bring)
    at_end: list[Callable[[], None]] = []

    def listen() -> None:
        """Listen for other starts and termination signals. Imports sockets, so not before the first paint."""
        from portrait_app.ui.shell.termination import Termination

        instance.listen()
        program.problem = instance.problem
        termination = Termination(program)
        termination.asked.connect(program.end)
        at_end.append(termination.stop)

    program.begun.connect(listen)
    program.library_opened.connect(instance.hold)  # its disk may have come after the start
    program.start()
    code = application.exec()
    for stop in at_end:
        stop()
    ended = program.shut_down()
    program.crash_reports.stop()
    from portrait_app.system.logs import stop_logging  # imported after the first paint, like all logging

    stop_logging()
    if not ended:
        # Waiting for a keychain that hangs, or for a missing disk, would keep the process forever. What was
        # paid for is on disk already.
        os._exit(code)
    program.window.deleteLater()
    program.deleteLater()
    how = _Ended(code, program.chosen_backup, program.move_to, program.is_at_home)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return how
