"""The check that the program's window opens, with everything in it."""

import time
from pathlib import Path

from portrait_app.selftest.check import Check, require

_PATIENCE = 60  # seconds until the window must be open, on the slowest machine


def _window(scratch: Path) -> str:
    """Open the program's window with a new library.

    A failure while the window is built may depend on this system alone: on its language, fonts or screens.
    """
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from portrait_app.command_line import Arguments
    from portrait_app.program import Program
    from portrait_app.system.exposure import forget_environment_key
    from portrait_app.system.logs import stop_logging
    from portrait_app.system.paths import Paths
    from portrait_app.system.settings import JsonSettings

    application = QApplication.instance()
    require(isinstance(application, QApplication), "there is no application for a window")
    assert isinstance(application, QApplication)  # noqa: S101 - just required
    forget_environment_key()  # the service would be asked about it
    paths = Paths(scratch / "data", scratch / "config", scratch / "cache", scratch / "logs")
    program = Program(application, Arguments(), paths, JsonSettings(paths.settings_file), paths.library)
    errors: list[str] = []
    program.uncaught.happened.connect(lambda error: errors.append(str(error)))
    try:
        program.start()
        until = time.monotonic() + _PATIENCE
        while not (program.is_open or errors) and time.monotonic() < until:
            application.processEvents()
            time.sleep(0.001)
        require(not errors, "; ".join(errors))
        require(program.is_open, f"it is not open after {_PATIENCE} s")
        size = program.window.size()
    finally:
        program.window.close()
        program.shut_down()
        stop_logging()
        program.window.deleteLater()
        program.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return f"opened with a new library, {size.width()} x {size.height()}"


WINDOW = Check("the window", _window)
