"""Opens a picture of the grid in the viewer, and returns to the same place in the grid."""

from PySide6.QtCore import QObject

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.viewer import Viewer


class BrowseController(QObject):
    """Connects the grid with the viewer."""

    def __init__(self, shell: Shell, gallery: Gallery, viewer: Viewer, parent: QObject) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._viewer = viewer
        self._view = view = gallery.view
        view.activated.connect(lambda index: self._open(index.row()))
        view.quick_look.connect(lambda index: self._open(index.row()))
        viewer.attach(gallery.controller.paths_of, view.pixmap)
        viewer.closed.connect(self._window.show_gallery)
        viewer.current_changed.connect(view.go_to)
        shell.window.page_changed.connect(self._on_page)
        shell.actions["open"].triggered.connect(lambda: self._open_picture(gallery.target.picture))

    def _on_page(self) -> None:
        """Release the picture when another page is shown, so that it does not change the selection."""
        if self._window.page is not WindowPage.VIEWER:
            self._viewer.release()

    def _open_picture(self, picture: Picture | None) -> None:
        row = None if picture is None else self._view.gallery.row_of(picture.id)
        if row is not None:
            self._open(row)

    def _open(self, row: int) -> None:
        if self._viewer.show_row(row):
            self._window.show_page(WindowPage.VIEWER)
