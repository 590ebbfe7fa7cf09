"""The front of the library's care: checks, missing files and backups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.care.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.core.backup import Backup
    from portrait_app.ui.care.move_controller import MoveController
    from portrait_app.ui.care.restore_controller import RestoreController
    from portrait_app.ui.curation.controller import CurationController
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.shell.session import Session


class CareFront(QObject):
    """Installs the actions, and opens the controllers. A backup can be restored without an open library."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def fill(self, available: Callable[[], Sequence[Backup]]) -> RestoreController:
        from portrait_app.ui.care.restore_controller import RestoreController

        self._restore = RestoreController(self._shell, available, self)
        return self._restore

    def open(self, session: Session, *, gallery: Gallery, curation: CurationController) -> MoveController:
        from portrait_app.ui.care.absence_controller import AbsenceController
        from portrait_app.ui.care.controller import LibraryCare
        from portrait_app.ui.care.daily_backup import DailyBackup
        from portrait_app.ui.care.housekeeping_controller import HousekeepingController
        from portrait_app.ui.care.move_controller import MoveController

        shell, backend = self._shell, session.backend
        housekeeping = HousekeepingController(backend.housekeeping, shell.runner, self)
        housekeeping.forgotten.connect(curation.drop_missing)
        shell.at_end(housekeeping.stop)
        LibraryCare(shell, gallery, housekeeping, self)
        DailyBackup(shell, backend.backups, self)
        AbsenceController(shell, session.watch, backend.library.folder, gallery, self)
        self._restore.mind(session.queue)
        return MoveController(shell, backend.moving, session.queue, self)
