"""Installs the grid and the inspector in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from portrait_app.ui.gallery.actions import ROWS
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.core.ports.library import Library, ThumbnailStore
    from portrait_app.ui.gallery.gallery import Gallery


class GalleryFront(QObject):
    """Shows an empty grid until a library is open, and offers help if none can be opened."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        #: title of the panel that shows one picture's record
        self._dock = Dock(self.tr("Inspector"), "inspector", shell.window)
        shell.window.add_dock(self._dock, Qt.DockWidgetArea.RightDockWidgetArea, width=296)

    def fill(self) -> None:
        from portrait_app.ui.gallery.inspector import InspectorPanel
        from portrait_app.ui.gallery.model import GalleryModel
        from portrait_app.ui.gallery.opening import Opening
        from portrait_app.ui.gallery.touch_scroll import TouchScroll
        from portrait_app.ui.gallery.view import GalleryView

        shell = self._shell
        self.model = GalleryModel(self)
        self.view = GalleryView()
        self.view.setModel(self.model)
        TouchScroll(self.view)
        shell.window.add_page(WindowPage.GALLERY, self.view)
        self.inspector = InspectorPanel(shell.actions)
        shell.window.add_picture_keys(self.inspector)
        self._dock.fill(self.inspector)
        self.opening = Opening(self.view, shell.actions, self)

    def open(self, library: Library, thumbnails: ThumbnailStore) -> Gallery:
        from portrait_app.ui.gallery.action_target import ActionTarget
        from portrait_app.ui.gallery.controller import GalleryController
        from portrait_app.ui.gallery.gallery import Gallery
        from portrait_app.ui.gallery.grid_state import GridState
        from portrait_app.ui.gallery.picture_actions import PictureActions

        shell = self._shell
        controller = GalleryController(library, shell.runner, shell.clock, self.model, thumbnails, self)
        shell.at_end(controller.close)
        self.view.selection.attach(shell.runner)
        controller.leaving.connect(self.view.selection.discard_hidden)
        target = ActionTarget(self.view, self)
        pictures = PictureActions(
            shell=shell,
            library=library,
            view=self.view,
            target=target,
            gallery=controller,
            inspector=self.inspector,
            parent=self,
        )
        GridState(shell, self.view, controller, self)
        return Gallery(self.view, controller, target, self.inspector, pictures)
