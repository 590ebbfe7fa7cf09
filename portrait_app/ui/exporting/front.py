"""The front of exporting: its actions and its controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.exporting.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.shell.session import Session


class ExportingFront(QObject):
    """Installs the actions that export, and opens the controller, which also handles dragging out."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def open(self, session: Session, *, gallery: Gallery) -> None:
        from portrait_app.ui.exporting.controller import ExportController

        ExportController(self._shell, session.backend.exporter, session.backend.library, gallery, self)
