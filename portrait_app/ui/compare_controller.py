"""Compares the selected pictures, and brings what a person decides about one of them to the library."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from portrait_app.core.differences import MOST_COMPARED
from portrait_app.core.picture import Picture
from portrait_app.ui.actions import Actions
from portrait_app.ui.curation_controller import CurationController
from portrait_app.ui.gallery_controller import GalleryController
from portrait_app.ui.main_window import MainWindow
from portrait_app.ui.views.compare_view import CompareView
from portrait_app.ui.views.gallery_view import GalleryView


class CompareController(QObject):
    """Opens the compare view for the selection; keeps its marks true; picks the winner."""

    said = Signal(str)

    def __init__(
        self,
        *,
        window: MainWindow,
        view: GalleryView,
        compare: CompareView,
        gallery: GalleryController,
        curation: CurationController,
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._view = view
        self._compare = compare
        self._gallery = gallery
        self._curation = curation
        compare.attach(gallery.paths_of, view.pixmap)
        compare.closed.connect(self._close)
        compare.winner_picked.connect(self._pick)
        compare.favourite_clicked.connect(lambda picture_id: curation.toggle_favourite([picture_id]))
        compare.rated.connect(lambda picture_id, stars: curation.rate([picture_id], stars))
        compare.trash_clicked.connect(lambda picture_id: curation.move_to_trash([picture_id]))
        gallery.changed.connect(self._on_changed)
        actions["compare"].triggered.connect(self._open)

    def _open(self) -> None:
        self._gallery.fetch(self._view.selected_ids(), self._show)

    def _show(self, pictures: Sequence[Picture]) -> None:
        if 2 <= len(pictures) <= MOST_COMPARED:
            self._compare.show_pictures(pictures)
            self._window.show_compare()

    def _close(self) -> None:
        self._window.show_gallery()
        self._compare.show_pictures([])

    def _pick(self, picture_id: int) -> None:
        self._curation.set_favourite([picture_id], True)
        self._close()
        self._view.go_to(picture_id)
        self.said.emit(self.tr("Picked: it is a favourite now"))

    def _on_changed(self, pictures: Sequence[Picture]) -> None:
        """Follow the marks; what went to the Trash is no longer compared, one alone is nothing to compare."""
        shown = self._compare.shown_ids
        gone = {picture.id for picture in pictures if picture.trashed is not None}
        if not gone.intersection(shown):
            self._compare.update_pictures(pictures)
            return
        left = [picture_id for picture_id in shown if picture_id not in gone]
        if len(left) > 1:
            self._gallery.fetch(left, self._show)
        else:
            self._close()
