"""The front of importing: its action and its controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.importing.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.create.controller import GenerationController
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.importing.controller import ImportController
    from portrait_app.ui.shell.session import Session


class ImportingFront(QObject):
    """Installs the action that imports, and opens the controller, which also handles drops on the window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def open(
        self, session: Session, *, gallery: Gallery, generation: GenerationController
    ) -> ImportController:
        from portrait_app.jobs.file_import import FileImport
        from portrait_app.ui.importing.controller import ImportController

        files = FileImport(session.backend.reader, session.backend.importing)
        return ImportController(self._shell, files, gallery.controller, generation.fill_panel, self)
