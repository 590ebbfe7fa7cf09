"""`python -m tests.benchmarks.started_program HOME window|pictures`: starts, and tells when it saw them."""

import json
import os
import sys
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from portrait_app.app import session_settings
from portrait_app.command_line import Arguments
from portrait_app.program import Program
from portrait_app.system.paths import Paths
from portrait_app.ui.gallery.view import GalleryView


class FirstPaints(QObject):
    """Notes when the grid is painted first, and when it is with its first pictures."""

    def __init__(self, program: Program, awaited: str) -> None:
        super().__init__(program)
        view = program.window.findChild(GalleryView)
        assert isinstance(view, GalleryView)
        self._program = program
        self._view = view
        self._awaited = awaited
        self.seen: dict[str, float] = {}
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() is QEvent.Type.Paint:
            self.seen.setdefault("window", monotonic())
            model = self._view.gallery
            if model.picture_count and model.picture(model.id_at(0)) is not None:
                self.seen.setdefault("pictures", monotonic())
            if self._awaited in self.seen and self._program.is_open:
                QTimer.singleShot(0, self, lambda: QApplication.exit(0))
        return False

    def look_again(self) -> None:
        """Have the empty grid painted once more when the library is open: nothing else would."""
        self._view.viewport().update()


def main() -> None:
    home = Path(sys.argv[1])
    paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
    application = QApplication(sys.argv[:1])
    arguments = Arguments()
    settings = session_settings(arguments, paths)
    program = Program(application, arguments, paths, settings, paths.library)
    paints = FirstPaints(program, sys.argv[2])
    nudge = QTimer(program, interval=200)
    nudge.timeout.connect(paints.look_again)
    nudge.start()
    program.start()
    application.exec()
    ended = program.shut_down()
    print(json.dumps(paints.seen), flush=True)
    if not ended:
        os._exit(0)


if __name__ == "__main__":
    main()
