"""`python -m tests.benchmarks.started_program HOME window|pictures`: measures a start of the program.

It runs until the window, or the first pictures, are painted. It prints a JSON object: for the first paint and
for the first pictures in the grid, the moment, the CPU seconds until then, and the memory in MB.
"""

import json
import os
import sys
from pathlib import Path
from time import monotonic, process_time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from portrait_app.app import session_settings
from portrait_app.command_line import Arguments
from portrait_app.program import Program
from portrait_app.system.paths import Paths
from tests.support.english import speak_english

_LOOK = 2  # milliseconds between two checks
_STATM = Path("/proc/self/statm")


def now() -> dict[str, float]:
    """Return the moment, the CPU seconds until it, and the resident memory in MB, 0 if unknown."""
    pages = int(_STATM.read_text().split()[1]) if _STATM.exists() else 0
    memory = pages * os.sysconf("SC_PAGE_SIZE") / 1e6 if pages else 0
    return {"moment": monotonic(), "cpu": process_time(), "memory": memory}


class FirstPaints(QObject):
    """Records when the window is painted, and when the grid shows its first pictures."""

    def __init__(self, program: Program, awaited: str) -> None:
        super().__init__(program)
        self._program = program
        self._awaited = awaited
        self.seen: dict[str, dict[str, float]] = {}
        program.window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() is QEvent.Type.Paint and not self._timer.isActive():
            self._timer.start()
            QTimer.singleShot(0, self, self._note_window)  # after the paint
        return False

    def _note_window(self) -> None:
        self.seen["window"] = now()

    def _look(self) -> None:
        if "pictures" not in self.seen and self._shows_pictures():
            self.seen["pictures"] = now()
        if self._awaited in self.seen and self._program.is_open:
            QApplication.exit(0)

    def _shows_pictures(self) -> bool:
        module = sys.modules.get("portrait_app.ui.gallery.view")  # importing it here would distort the result
        view = None if module is None else self._program.window.findChild(module.GalleryView)
        if view is None or not view.gallery.picture_count:
            return False
        return view.pixmap(view.gallery.id_at(0)) is not None


def main() -> None:
    home = Path(sys.argv[1])
    paths = Paths(home / "data", home / "config", home / "cache", home / "logs")
    application = QApplication(sys.argv[:1])
    speak_english(application)
    arguments = Arguments()
    settings = session_settings(arguments, paths)
    program = Program(application, arguments, paths, settings, paths.library)
    paints = FirstPaints(program, sys.argv[2])
    program.start()
    application.exec()
    ended = program.shut_down()
    print(json.dumps(paints.seen), flush=True)
    if not ended:
        os._exit(0)


if __name__ == "__main__":
    main()
