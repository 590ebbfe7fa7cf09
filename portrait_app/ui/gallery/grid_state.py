"""Zoom and position of the grid: connected to the status bar and saved between sessions."""

from PySide6.QtCore import QObject

from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.hidden_question import selection_words
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.shell import Shell

_ZOOM_STEP = 1.25


class GridState(QObject):
    """Connects the grid with the status bar, and restores zoom and position of the last session."""

    def __init__(self, shell: Shell, view: GalleryView, gallery: GalleryController, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._settings = shell.settings
        self._status_line = shell.window.status_line
        self._go_to = int(self._settings.value("current_picture"))  # id of the last session's current picture
        self._status_line.cell_size_changed.connect(view.set_cell_size)
        view.cell_size_changed.connect(self._on_cell_size)
        view.attach(gallery.loader)
        view.selectionModel().currentChanged.connect(self._note_current)
        gallery.shown.connect(self._on_shown)
        gallery.begun.connect(view.show_beginning)
        view.selection.changed.connect(self._show_selection)
        gallery.count_changed.connect(self._status_line.set_count)
        shell.actions["zoom_in"].triggered.connect(lambda: self._zoom(_ZOOM_STEP))
        shell.actions["zoom_out"].triggered.connect(lambda: self._zoom(1 / _ZOOM_STEP))
        view.set_cell_size(int(self._settings.value("cell_size")))
        self._on_cell_size(view.cell_size)

    def _on_shown(self) -> None:
        if self._go_to:
            self._view.go_to(self._go_to)
            self._go_to = 0

    def _note_current(self) -> None:
        if (picture_id := self._view.current_id()) and not self._go_to:
            self._settings.set("current_picture", picture_id)

    def _show_selection(self) -> None:
        selection = self._view.selection
        selected, hidden = len(selection.pictures), selection.hidden_count or 0
        # The one picture that everybody sees needs no words.
        self._status_line.set_selection(selection_words(selected, hidden) if selected > 1 or hidden else "")

    def _zoom(self, factor: float) -> None:
        self._view.set_cell_size(round(self._view.cell_size * factor))

    def _on_cell_size(self, side: int) -> None:
        self._status_line.set_cell_size(side)
        self._settings.set("cell_size", side)
