"""Looking at pictures: zoom, the grid and the viewer, and the words in between."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from portrait_app.core.picture import Picture
from portrait_app.core.ports.system import Settings
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.subject import Subject
from portrait_app.ui.gallery.view import FindFiles, GalleryView
from portrait_app.ui.kit.toast import Toast
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.main_window import MainWindow
from portrait_app.ui.viewer.viewer import Viewer

_ZOOM_STEP = 1.25


class BrowseController(QObject):
    """Joins the zoom, the grid and the viewer, and remembers how they were left."""

    def __init__(
        self,
        *,
        window: MainWindow,
        view: GalleryView,
        viewer: Viewer,
        subject: Subject,
        gallery: GalleryController,
        curation: CurationController,
        actions: Actions,
        settings: Settings,
        find_files: FindFiles,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._view = view
        self._viewer = viewer
        self._gallery = gallery
        self._settings = settings
        self._go_to = int(settings.value("current_picture"))  # where the last session was
        self._toast = Toast(window.centre)
        window.status_line.cell_size_changed.connect(view.set_cell_size)
        view.cell_size_changed.connect(self._on_cell_size)
        view.activated.connect(lambda index: self._open(index.row()))
        view.quick_look.connect(lambda index: self._open(index.row()))
        view.favourite_clicked.connect(lambda picture_id: curation.toggle_favourite([picture_id]))
        view.trash_clicked.connect(lambda picture_id: curation.move_to_trash([picture_id]))
        view.restore_clicked.connect(lambda picture_id: curation.restore([picture_id]))
        view.attach(gallery.loader, find_files)
        view.selectionModel().currentChanged.connect(self._note_current)
        viewer.attach(gallery.paths_of, view.pixmap)
        viewer.closed.connect(window.show_gallery)
        viewer.current_changed.connect(view.go_to)
        viewer.favourite_clicked.connect(lambda picture_id: curation.toggle_favourite([picture_id]))
        gallery.shown.connect(self._on_shown)
        gallery.begun.connect(view.scroll_to_top)
        gallery.count_changed.connect(window.status_line.set_count)
        curation.undo_offered.connect(self.offer_undo)
        curation.done_quietly.connect(self._toast.withdraw)
        curation.said.connect(self.say)
        actions["open"].triggered.connect(lambda: self._open_picture(subject.picture))
        actions["zoom_in"].triggered.connect(lambda: self._zoom(_ZOOM_STEP))
        actions["zoom_out"].triggered.connect(lambda: self._zoom(1 / _ZOOM_STEP))
        view.set_cell_size(int(settings.value("cell_size")))
        self._on_cell_size(view.cell_size)

    def _on_shown(self) -> None:
        if self._go_to:
            self._view.go_to(self._go_to)
            self._go_to = 0

    def _note_current(self) -> None:
        if (picture_id := self._view.current_id()) and not self._go_to:
            self._settings.set("current_picture", picture_id)

    def say(self, text: str) -> None:
        """Say something in passing."""
        self._toast.show_message(text)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what has been done, and let it be taken back."""
        self.offer(text, self.tr("Undo"), undo)

    def offer(self, text: str, button: str, act: Callable[[], None]) -> None:
        """Say what has been done, and what can be done about it now."""
        self._toast.show_message(text, button, act)

    def _zoom(self, factor: float) -> None:
        self._view.set_cell_size(round(self._view.cell_size * factor))

    def _on_cell_size(self, side: int) -> None:
        self._window.status_line.set_cell_size(side)
        self._settings.set("cell_size", side)

    def _open_picture(self, picture: Picture | None) -> None:
        row = None if picture is None else self._view.gallery.row_of(picture.id)
        if row is not None:
            self._open(row)

    def _open(self, row: int) -> None:
        if self._viewer.show_row(row):
            self._window.show_viewer()
