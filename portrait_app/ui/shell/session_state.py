"""Saves and restores the window, the panels and what the subjects remember between sessions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.errors import AppError
from portrait_app.core.ports.system import Settings
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.shell.main_window import MainWindow

_DELAY = 2000  # milliseconds between the last change and the save


class SessionState(QObject):
    """Restores the window at the start, and saves its state after changes."""

    changed = Signal()  # a setting changed, on any thread; it is saved soon
    unsaved = Signal(object)  # AppError; emitted once until saving works again

    def __init__(
        self, settings: Settings, runner: TaskRunner, window: MainWindow, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._runner = runner
        self._window = window
        self._remembered: dict[str, Callable[[], str]] = {}
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._timer.timeout.connect(self.save)
        self.changed.connect(self.save_soon)

    def remember(self, setting: str, read: Callable[[], str]) -> None:
        """Save the result of `read` in a setting whenever the state is saved."""
        self._remembered[setting] = read

    def restore(self) -> None:
        """Restore the window's last state."""
        self._window.restore_geometry_text(
            str(self._settings.value("window_geometry")), str(self._settings.value("window_state"))
        )
        self._window.status_line.set_cell_size(int(self._settings.value("cell_size")))

    def save_soon(self) -> None:
        """Save after a short time without further changes."""
        self._timer.start()

    def save(self) -> None:
        """Save the current state on a worker."""
        self.note()
        self._runner.run(self._settings.save, self._on_saved, self._on_unsaved, lane=Lane.FILES, owner=self)

    def note(self) -> None:
        """Write the current state into the settings, for the next save."""
        geometry, state = self._window.geometry_text()
        self._settings.set("window_geometry", geometry)
        self._settings.set("window_state", state)
        for setting, read in self._remembered.items():
            self._settings.set(setting, read())
        self._timer.stop()  # the save that follows includes these changes

    def _on_saved(self, _none: None) -> None:
        self._has_failed = False

    def _on_unsaved(self, error: AppError) -> None:
        """Report the error once: the settings stay in memory, and each later change tries to save again."""
        if not self._has_failed:
            self._has_failed = True
            self.unsaved.emit(error)
