"""Shows files and folders in the desktop's file manager, and says so when nothing opens."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from portrait_app.core.ports.system import RevealFile
from portrait_app.jobs.runner import Lane
from portrait_app.ui.shell.shell import Shell


class Desktop(QObject):
    """The one door to the file manager."""

    def __init__(self, shell: Shell, reveal: RevealFile) -> None:
        super().__init__(shell)
        self._shell = shell
        self._reveal = reveal

    def show_file(self, path: Path) -> None:
        """Show a file selected in its folder, or only its folder where the desktop cannot do more."""

        def shown(could: bool) -> None:
            if not could:
                self.open_folder(path.parent)

        self._shell.runner.run(partial(self._reveal, path), shown, lane=Lane.FILES, owner=self)

    def open_folder(self, folder: Path) -> None:
        """Open a folder. If no program opens it, say where it is."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            words = self.tr("No program on this computer shows folders. This one is {folder}")
            self._shell.say(words.format(folder=folder))
