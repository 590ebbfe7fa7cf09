"""The grid's message while the library opens, and the help if it cannot be opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.actions import Actions

_NOTICED = 300  # milliseconds; a message for a shorter time would only flicker
_LONG = 2000  # milliseconds until a user wonders why nothing happens


class Opening(QObject):
    """Shows no message if the library opens quickly, which is nearly always the case."""

    def __init__(self, view: GalleryView, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._actions = actions
        self._noticed = QTimer(self, singleShot=True)
        self._noticed.setInterval(_NOTICED)
        self._noticed.timeout.connect(self._say_so)
        self._long = QTimer(self, singleShot=True)
        self._long.setInterval(_LONG)
        self._long.timeout.connect(self._explain)

    def begin(self) -> None:
        """Start the timers, because the library is being opened."""
        self._actions["restore_library"].setEnabled(False)
        self._view.set_empty_text("")
        self._noticed.start()
        self._long.start()

    def end(self) -> None:
        """Stop the timers and clear the message, because the library is open."""
        self._noticed.stop()
        self._long.stop()
        self._view.set_empty_text("")

    def fail(self, again: Callable[[], object]) -> None:
        """Say that the library could not be opened; `again` is the callback of "Try again"."""
        self.end()
        self._actions["restore_library"].setEnabled(True)
        self._view.set_empty_text(
            self.tr("The library could not be opened."),
            (
                (self.tr("Try again"), again),
                (self.tr("Restore a backup…"), self._actions["restore_library"].trigger),
                (self.tr("Choose another folder…"), self._actions["settings"].trigger),
            ),
        )

    def wait_for_disk(self, folder: Path, again: Callable[[], object], make: Callable[[], object]) -> None:
        """Say that the library in `folder` is not there. `make` makes a new one in its place."""
        self.end()
        words = self.tr(
            "There is no library in “{folder}”. Is its disk plugged in? The library opens by itself as soon "
            "as it is there. Nothing was made in its place."
        )
        self._view.set_empty_text(
            words.format(folder=folder),
            (
                (self.tr("Look again"), again),
                (self.tr("Choose another folder…"), self._actions["settings"].trigger),
                (self.tr("Make a new library there"), make),
            ),
        )

    def _say_so(self) -> None:
        self._view.set_empty_text(self.tr("Opening the library…"))

    def _explain(self) -> None:
        self._view.set_empty_text(
            self.tr(
                "Still opening the library. Updating it from an earlier version, or restoring a "
                "backup, can take a minute."
            )
        )
