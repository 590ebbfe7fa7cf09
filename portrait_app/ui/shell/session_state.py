"""What comes back at the next start: window, panels, and what the subjects remember."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.errors import AppError
from portrait_app.core.ports.system import Settings
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.shell.main_window import MainWindow

_DELAY = 2000  # milliseconds after a change until it is written


class SessionState(QObject):
    """Puts the window back as it was left, and writes down how it is left."""

    changed = Signal()  # a setting did, on any thread: it is written soon
    unsaved = Signal(object)  # AppError: said once, until saving works again

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
        """Write what `read` returns into a setting whenever the state is written."""
        self._remembered[setting] = read

    def restore(self) -> None:
        """Show the window as it was left."""
        self._window.restore_geometry_text(
            str(self._settings.value("window_geometry")), str(self._settings.value("window_state"))
        )
        self._window.status_line.set_cell_size(int(self._settings.value("cell_size")))

    def save_soon(self) -> None:
        """Write what changed, once nothing has changed for a moment."""
        self._timer.start()

    def save(self) -> None:
        """Write down how everything is left, on a worker."""
        self.note()
        self._runner.run(self._settings.save, self._on_saved, self._on_unsaved, lane=Lane.FILES, owner=self)

    def note(self) -> None:
        """Put how everything is left into the settings, for the next save."""
        geometry, state = self._window.geometry_text()
        self._settings.set("window_geometry", geometry)
        self._settings.set("window_state", state)
        for setting, read in self._remembered.items():
            self._settings.set(setting, read())
        self._timer.stop()  # these changes are part of it

    def _on_saved(self, _none: None) -> None:
        self._has_failed = False

    def _on_unsaved(self, error: AppError) -> None:
        """Nothing is lost while the program runs, and each change is another try."""
        if not self._has_failed:
            self._has_failed = True
            self.unsaved.emit(error)
