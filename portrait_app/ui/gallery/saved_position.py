"""Keeps the current picture and the scroll position by id while the rows of the grid change."""

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex

from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import PictureSequence
from portrait_app.ui.gallery.scroll_anchor import Anchor
from portrait_app.ui.gallery.selection import PictureSelection

_NEAR = 10_000  # rows in which a neighbour is searched for


class SavedPosition:
    """The place of the user in a grid. The view says when rows go, come or are all replaced."""

    def __init__(self, view: GridView, model: GalleryModel, selection: PictureSelection) -> None:
        self._view = view
        self._model = model
        self._selection = selection
        self._current = 0  # id of the current picture; while a question hides it, of the one that was
        self._was_visible = False
        self._anchor: Anchor | None = None
        self._anchored = 0  # id of the picture at the anchor
        self._rows: PictureSequence | None = None  # before a reset by an edit
        self._had_selection = False

    # --- a reset ---

    def hold(self) -> None:
        """Note the place before a reset of the model."""
        current = self._view.currentIndex()
        if picture_id := self._model.id_at(current.row()):
            self._current = picture_id
        # A picture that comes back from a search that hid it comes into view.
        self._was_visible = not current.isValid() or current.row() in self._view.visible_rows()
        # Only an edit makes a neighbour the current picture. A question that hides it may show it again.
        self._rows = self._model.snapshot() if self._model.is_renewal else None
        self._anchor = self._view.scroll_anchor.held
        self._anchored = self._model.id_at(self._anchor.index.row()) if self._anchor is not None else 0
        self._had_selection = len(self._selection.pictures) > 0

    def put_back(self) -> None:
        """Return to the place after a reset, as far as the pictures still exist."""
        self._make_current(self._nearest_to(self._current))
        anchored = self._model.index_of(self._nearest_to(self._anchored))
        if self._anchor is not None and anchored.isValid():
            anchor = replace(self._anchor, index=QPersistentModelIndex(anchored))
            self._view.scroll_anchor.put_back(anchor)
        if self._was_visible:
            self._view.scrollTo(self._view.currentIndex())
        self._anchor = self._rows = None
        self.select_neighbour()

    def _nearest_to(self, picture_id: int) -> int:
        """Return the picture itself, or the next one that is still in the grid, or 0."""
        if self._rows is None or self._model.row_of(picture_id) is not None:
            return picture_id
        row = self._rows.row_of(picture_id)
        if row is None:
            return 0
        after, before = self._rows.between(row, row + _NEAR), self._rows.between(row - _NEAR, row)[::-1]
        return next((one for one in (*after, *before) if self._model.row_of(one) is not None), 0)

    # --- single rows ---

    def rows_inserted(self) -> None:
        """Return to the current picture if a search or filter hid it until now."""
        if not self._view.currentIndex().isValid() and self._make_current(self._current):
            self._view.scrollTo(self._view.currentIndex())

    def about_to_remove(self, first: int, last: int) -> None:
        """Note whether selected pictures are about to go."""
        pictures = self._selection.pictures
        self._had_selection = any(one in pictures for one in self._model.ids_between(first, last))

    def select_neighbour(self) -> None:
        """Select the current picture if an edit took all selected pictures out of the grid."""
        current = self._model.id_at(self._view.currentIndex().row())
        if self._had_selection and current and not self._selection.pictures:
            self._selection.select_ids([current])
        self._had_selection = False

    def _make_current(self, picture_id: int) -> bool:
        index = self._model.index_of(picture_id)
        if index.isValid():
            self._selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        return index.isValid()
