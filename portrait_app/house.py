"""The window's table of contents: every subject, what it is given, and the order in which subjects open.

Part of the composition root. A subject is installed before the first paint, filled with widgets just after
the first paint, and opened once there is a library. Each subject gets what it needs of the subjects below it
by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.backend import list_backups
from portrait_app.system.paths import resources_folder
from portrait_app.ui.account.front import AccountFront
from portrait_app.ui.care.front import CareFront
from portrait_app.ui.create.front import CreateFront
from portrait_app.ui.curation.front import CurationFront
from portrait_app.ui.exporting.front import ExportingFront
from portrait_app.ui.gallery.front import GalleryFront
from portrait_app.ui.importing.front import ImportingFront
from portrait_app.ui.kit.theme import Theme
from portrait_app.ui.models.front import ModelsFront
from portrait_app.ui.money.front import MoneyFront
from portrait_app.ui.queue.front import QueueFront
from portrait_app.ui.search.front import SearchFront
from portrait_app.ui.shell.front import ShellFront
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.front import ViewerFront

if TYPE_CHECKING:
    from portrait_app.core.ports.library import Library, ThumbnailStore
    from portrait_app.ui.shell.session import Session


class House(QObject):
    """All subjects of one window."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        # This is also the order of the docks in the View menu.
        self._create = CreateFront(shell)
        self.gallery = GalleryFront(shell)
        self._queue = QueueFront(shell)
        self._curation = CurationFront(shell)
        self._program = ShellFront(shell)
        self._search = SearchFront(shell)
        self._viewer = ViewerFront(shell)
        self._account = AccountFront(shell)
        self._money = MoneyFront(shell)
        self._models = ModelsFront(shell)
        self._exporting = ExportingFront(shell)
        self._importing = ImportingFront(shell)
        self._care = CareFront(shell)
        shell.window.fill_menus()
        self.shows_library = False
        self.is_open = False

    def fill(self, theme: Theme, folders: Mapping[str, Path]) -> Iterator[None]:
        """Make the widgets that need no library, step by step after the first paint, the grid first."""
        from portrait_app.system.licences import read_licences

        self.gallery.fill()
        self._search.fill()
        yield
        self._create.fill()
        self._models.fill()
        yield
        self._queue.fill()
        yield
        self._curation.fill(self.gallery.inspector)
        self._importing.fill(self.gallery.inspector)
        self._viewer.fill(self.gallery.model)
        yield
        self.dialogs = self._program.fill(theme, partial(read_licences, resources_folder()), folders)
        self.restore = self._care.fill(partial(list_backups, folders["library"]))

    def show_library(self, library: Library, thumbnails: ThumbnailStore) -> None:
        """Show the pictures as soon as the library is open."""
        self._gallery = self.gallery.open(library, thumbnails)
        self._found = self._search.open(gallery=self._gallery)
        self.shows_library = True
        self._found.start()

    def open(self, session: Session) -> None:
        """Open the other subjects, once the session exists."""
        self._shell.actions.library_is_open()
        gallery, search, dialogs = self._gallery, self._found, self.dialogs
        looking = self._viewer.open(gallery=gallery)
        curation = self._curation.open(session, gallery=gallery, search=search, looking=looking)
        account = self._account.open(session, dialogs=dialogs)
        jobs = self._queue.open(session, gallery=gallery, search=search, curation=curation)
        money = self._money.open(session, panel=self._queue.panel, jobs=jobs, dialogs=dialogs)
        self._models.open(session, money=money, dialogs=dialogs)
        generation = self._create.open(
            session, gallery=gallery, search=search, account=account, jobs=jobs, money=money, dialogs=dialogs
        )
        self._exporting.open(session, gallery=gallery)
        self.imports = self._importing.open(session, gallery=gallery, generation=generation)
        self.moving = self._care.open(session, gallery=gallery, curation=curation)
        gallery.pictures.follow()
        self.is_open = True
