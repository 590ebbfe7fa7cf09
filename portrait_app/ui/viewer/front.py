"""Installs the viewer and the comparison in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.actions import ROWS

if TYPE_CHECKING:
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.gallery.model import GalleryModel
    from portrait_app.ui.viewer.large_views import LargeViews


class ViewerFront(QObject):
    """Adds the pages for the viewer and the comparison."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)

    def fill(self, model: GalleryModel) -> None:
        from portrait_app.ui.viewer.compare_view import CompareView
        from portrait_app.ui.viewer.large_views import LargeViews
        from portrait_app.ui.viewer.viewer import Viewer

        shell = self._shell
        self._looking = LargeViews(Viewer(model, shell.runner), CompareView(shell.runner))
        shell.window.add_page(WindowPage.VIEWER, self._looking.viewer)
        shell.window.add_page(WindowPage.COMPARE, self._looking.compare)

    def open(self, *, gallery: Gallery) -> LargeViews:
        from portrait_app.ui.viewer.browse_controller import BrowseController
        from portrait_app.ui.viewer.compare_controller import CompareController
        from portrait_app.ui.viewer.full_screen import FullScreen
        from portrait_app.ui.viewer.slideshow import Slideshow

        viewer = self._looking.viewer
        BrowseController(self._shell, gallery, viewer, self)
        full_screen = FullScreen(self._shell, viewer, self)
        Slideshow(self._shell, gallery, viewer, full_screen, self)
        CompareController(self._shell, gallery, self._looking.compare, self)
        return self._looking
