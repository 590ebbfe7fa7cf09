"""Keeps selection and scroll position by picture id, so that both survive a reset of the model."""

from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPersistentModelIndex

from portrait_app.ui.gallery.grid_view import GridView, ranges_of
from portrait_app.ui.gallery.model import GalleryModel

_MOST = 1000  # the most pictures to select again; a larger selection is not fully restored

_Flag = QItemSelectionModel.SelectionFlag


class KeptPlace:
    """A snapshot taken before a reset and restored after it, as far as the pictures still exist."""

    def __init__(self, view: GridView, model: GalleryModel) -> None:
        current = view.currentIndex().row()
        self._current = model.id_at(current)
        self._current_was_visible = current in view.visible_rows()
        self._selected = [
            picture_id
            for first, last in ranges_of(view.selectionModel().selection())
            for picture_id in model.ids_between(first, min(last, first + _MOST))
        ][:_MOST]
        self._anchor = view.scroll_anchor.held
        self._anchored = model.id_at(self._anchor.index.row()) if self._anchor is not None else 0

    def put_back(self, view: GridView, model: GalleryModel) -> None:
        """Restore the selection and the scroll position."""
        selection = QItemSelection()
        for index in map(model.index_of, self._selected):
            if index.isValid():
                selection.select(index, index)
        view.selectionModel().select(selection, _Flag.ClearAndSelect)
        current = model.index_of(self._current)
        if current.isValid():
            view.selectionModel().setCurrentIndex(current, _Flag.NoUpdate)
        anchored = model.index_of(self._anchored)
        if self._anchor is not None and anchored.isValid():
            view.scroll_anchor.put_back(replace(self._anchor, index=QPersistentModelIndex(anchored)))
        if current.isValid() and self._current_was_visible:
            view.scrollTo(current)
