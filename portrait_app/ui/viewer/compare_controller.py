"""Opens the comparison for the selected pictures and carries out the user's decisions."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from portrait_app.core.differences import FEWEST_COMPARED, MOST_COMPARED
from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.compare_view import CompareView


class CompareController(QObject):
    """Opens the compare view, keeps its pictures up to date, and returns to the grid."""

    def __init__(self, shell: Shell, gallery: Gallery, compare: CompareView, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = window = shell.window
        self._view = view = gallery.view
        self._compare = compare
        self._target = target = gallery.target
        self._gallery = gallery.controller
        # Current records of the pictures it was opened with, in order.
        self._compared: dict[int, Picture] = {}
        self._leaving: set[int] = set()  # pictures on their way to the Trash
        self._in_trash = False  # whether the comparison was opened in the Trash
        window.page_changed.connect(self._on_page)
        compare.attach(self._gallery.paths_of, view.pixmap)
        compare.closed.connect(self._close)
        compare.current_changed.connect(lambda picture_id: target.focus_on(self._compared.get(picture_id)))
        compare.winner_picked.connect(self._pick)
        self._gallery.changed.connect(self._on_changed)
        self._gallery.leaving.connect(self._on_leaving)
        self._gallery.begun.connect(self._on_begun)
        self._action = shell.actions["compare"]
        self._action.triggered.connect(self._open)
        gallery.pictures.followed.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        """Enable Compare if enough pictures are selected, even while one of them is in focus."""
        self._action.setEnabled(FEWEST_COMPARED <= self._view.selected_count() <= MOST_COMPARED)

    def _open(self) -> None:
        self._target.act(lambda ids: self._gallery.fetch(ids, self._show))

    def _show(self, pictures: Sequence[Picture]) -> None:
        if FEWEST_COMPARED <= len(pictures) <= MOST_COMPARED:
            self._compared = {picture.id: picture for picture in pictures}
            self._in_trash = self._gallery.query.filter.trashed
            self._compare.show_pictures(pictures)
            self._window.show_page(WindowPage.COMPARE)

    def _on_page(self) -> None:
        """Release the pictures when another page is shown, for whatever reason."""
        if self._window.page is not WindowPage.COMPARE:
            self._compared = {}
            self._compare.show_pictures([])

    def _on_begun(self) -> None:
        """Return to the grid when a search or filter changes its pictures during a comparison."""
        if self._window.page is WindowPage.COMPARE:
            self._window.show_page(WindowPage.GALLERY, keep_focus=not self._compare.has_focus)

    def _close(self) -> None:
        """Return to the grid and select the compared pictures; one restored from the Trash was deselected."""
        ids, current = self._compare.shown_ids, self._compare.current_id
        self._window.show_gallery()
        shown = [picture_id for picture_id in ids if self._view.gallery.row_of(picture_id) is not None]
        self._view.select_ids(shown, current)

    def _pick(self, picture_id: int) -> None:
        self._window.show_gallery()
        self._view.go_to(picture_id)
        self._shell.say(self.tr("Picked: it is now a favourite"))

    def _on_changed(self, pictures: Sequence[Picture]) -> None:
        """Update the marks. A picture in the Trash leaves the comparison until it is restored."""
        self._compared |= {picture.id: picture for picture in pictures if picture.id in self._compared}
        self._leaving.difference_update(picture.id for picture in pictures)
        self._show_left()

    def _on_leaving(self, ids: Sequence[int]) -> None:
        """Leave out pictures on their way to the Trash: the next key is for the next picture."""
        self._leaving |= self._compared.keys() & ids
        if self._leaving and not self._in_trash:
            self._show_left()

    def _show_left(self) -> None:
        rows = self._compared.values()
        left = [
            row for row in rows if self._in_trash or (row.trashed is None and row.id not in self._leaving)
        ]
        if [row.id for row in left] == self._compare.shown_ids:
            self._compare.update_pictures(left)
            self._target.focus_on(self._compared.get(self._compare.current_id))
        elif len(left) >= FEWEST_COMPARED:
            self._compare.show_pictures(left)
        else:
            self._window.show_gallery()
