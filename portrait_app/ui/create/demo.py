"""`--demo`: the program makes one portrait, saves a screenshot of its window, and ends."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from portrait_app.jobs.carry_out import Outcome
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell

_LOOK = 50  # milliseconds between two checks whether the program is idle
_CALM = 48  # idle checks in a row before the screenshot: by then the queue panel has closed


class Demo(QObject):
    """Triggers Generate, waits for the picture and an idle program, and saves a screenshot."""

    def __init__(
        self,
        shell: Shell,
        session: Session,
        view: GalleryView,
        file: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._view = view
        self._runner = shell.runner
        self._file = file
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        session.queue.delivered.connect(self._on_delivered)
        session.queue.failed.connect(self._on_failed)
        shell.actions["generate"].trigger()

    def _on_delivered(self, _outcome: Outcome) -> None:
        self._timer.start()

    def _on_failed(self, outcome: Outcome) -> None:
        print(f"No portrait was made: {outcome.error}", file=sys.stderr)  # noqa: T201 - the demo's result
        QApplication.exit(1)

    def _look(self) -> None:
        self._calm = 0 if self._runner.busy else self._calm + 1
        if self._calm == 1 and not self._view.selected_count():
            self._view.setCurrentIndex(self._view.model().index(0, 0))  # shows it in the inspector
        if self._calm < _CALM:
            return
        self._timer.stop()
        saved = self._window.grab().save(str(self._file), "PNG")
        words = f"Saved {self._file}" if saved else f"Could not write {self._file}"
        print(words, file=sys.stdout if saved else sys.stderr)
        QApplication.exit(0 if saved else 1)
