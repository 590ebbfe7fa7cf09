"""Installs the search above the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.search.actions import ROWS
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.search.controller import SearchController


class SearchFront(QObject):
    """Adds the bar with the search field, the filters and the sort order."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        shell.window.add_tool_bar(self.tr("Library"))

    def fill(self) -> None:
        from portrait_app.ui.search.library_bar import LibraryBar

        self.bar = LibraryBar()
        self._shell.window.fill_tool_bar(self.bar)

    def open(self, *, gallery: Gallery) -> SearchController:
        from portrait_app.ui.search.controller import SearchController

        return SearchController(self._shell, gallery, self.bar, self)
