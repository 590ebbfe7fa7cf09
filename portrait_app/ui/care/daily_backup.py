"""The daily backup: made some time after the start, and every day while the program stays open."""

import logging
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.backups import Backups
from portrait_app.jobs.runner import Lane
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.shell.shell import Shell

_log = logging.getLogger(__name__)

_QUIET = 120_000  # milliseconds after opening the library: other work comes first
_OFTEN = 3_600_000  # milliseconds between two checks whether a backup is due


class DailyBackup(QObject):
    """Makes a backup when one is due. A failure does no harm, so it is reported only once per session."""

    made = Signal()

    def __init__(self, shell: Shell, backups: Backups, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._backups = backups
        self._runner = shell.runner
        self._presenter = shell.presenter
        shell.at_end(self.stop)
        self._cancel = Cancel()
        self._has_failed = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.setInterval(_QUIET)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Make a backup on a worker, if one is due."""
        make = partial(self._backups.make_if_due, self._cancel)
        self._runner.run(make, self._on_done, self._on_failed, lane=Lane.FILES, owner=self)

    def stop(self) -> None:
        """Make no more backups, and cancel the one that is being made."""
        self._timer.stop()
        self._cancel.cancel()

    def _on_done(self, is_made: bool) -> None:
        self._timer.start(_OFTEN)
        if is_made:
            self.made.emit()

    def _on_failed(self, error: AppError) -> None:
        if error.kind is ErrorKind.CANCELLED:
            return
        self._timer.start(_OFTEN)
        _log.info("The daily backup could not be made: %s", error)
        if self._has_failed:
            return
        self._has_failed = True
        if error.kind is ErrorKind.LIBRARY_DAMAGED:  # not an error of the backup itself
            self._presenter.present(error)
        else:
            reason = describe(error).title
            self._shell.say(self.tr("No backup was made today: {reason}").format(reason=reason))
