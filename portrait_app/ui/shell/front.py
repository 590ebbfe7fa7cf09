"""The program's own actions: settings, About, log files, Quit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.shell.program_actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.core.licence import Licence
    from portrait_app.ui.shell.dialog_controller import DialogController


class ShellFront(QObject):
    """Adds the actions that need no library."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def fill(
        self, theme: Theme, read_licences: Callable[[], Sequence[Licence]], folders: Mapping[str, Path]
    ) -> DialogController:
        from portrait_app.ui.shell.dialog_controller import DialogController

        return DialogController(
            shell=self._shell, theme=theme, read_licences=read_licences, folders=folders, parent=self
        )
