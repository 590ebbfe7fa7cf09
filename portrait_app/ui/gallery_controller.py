"""What the grid shows and what is done to it: the library on one side, the model on the other."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.core.ports import Clock, Library, ThumbnailStore
from portrait_app.core.query import Filter, LibraryQuery, filter_by_key
from portrait_app.jobs.runner import Lane, Task, TaskRunner
from portrait_app.jobs.thumbnail_loader import ThumbnailLoader
from portrait_app.ui.models.gallery_model import GalleryModel
from portrait_app.ui.row_reader import RowReader

_MANY = 500  # pictures: showing everything anew is quicker than moving each


class GalleryController(QObject):
    """Keeps the model true to the library, which is only ever asked off the GUI thread.

    A write shows once it is done. Errors go to `TaskRunner.failed`, and what is shown stays.
    """

    shown = Signal(str)  # the filter's key: its pictures are there now
    count_changed = Signal(int)  # pictures that match
    changed = Signal(list)  # pictures, as they are now
    trashed = Signal(list)  # ids that have just gone to the Trash

    def __init__(
        self,
        library: Library,
        runner: TaskRunner,
        clock: Clock,
        model: GalleryModel,
        store: ThumbnailStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._clock = clock
        self._model = model
        self._rows = RowReader(library, runner, model, self)
        self._query = self._query_for(filter_by_key(""))
        self._asking: Task[array[int]] | None = None
        self._meanwhile: dict[int, Picture] = {}  # what changed while the library was asked
        self._count = -1
        self.loader = ThumbnailLoader(runner, store, self.paths_of, self)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._count_again)

    # --- what is shown ---

    @property
    def query(self) -> LibraryQuery:
        return self._query

    @property
    def count(self) -> int:
        """How many pictures match."""
        return self._model.picture_count

    def picture(self, picture_id: int) -> Picture | None:
        """Return what is known of a picture now; None where its row is not in memory."""
        return self._model.picture(picture_id)

    def loaded(self, ids: Sequence[int]) -> list[Picture]:
        """Return those of the pictures whose rows are in memory."""
        return [picture for picture in map(self._model.picture, ids) if picture is not None]

    def show(self, filter_key: str) -> None:
        """Show the pictures of a row of `core.query.FILTERS`."""
        self._query = self._query_for(filter_by_key(filter_key))
        self._ask()

    def refresh(self) -> None:
        """Ask the library again; what "today" is may have changed too."""
        self.show(self._query.filter.key)

    def _query_for(self, row: Filter) -> LibraryQuery:
        return LibraryQuery(row, self._clock.now().astimezone())

    def _ask(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._meanwhile.clear()
        self._asking = self._runner.run(
            partial(self._library.picture_ids, self._query), self._answered, self._ask_failed, owner=self
        )

    def _answered(self, ids: "array[int]") -> None:
        self._asking = None
        if not self._model.holds(ids):
            self._model.set_ids(ids)
        meanwhile = list(self._meanwhile.values())
        self._meanwhile.clear()
        self._place(meanwhile)
        self._count_again()
        self.shown.emit(self._query.filter.key)

    def _ask_failed(self, error: AppError) -> None:
        self._asking = None
        self._runner.failed.emit(error)

    def _count_again(self) -> None:
        if self.count != self._count:
            self._count = self.count
            self.count_changed.emit(self._count)

    # --- what happens ---

    def pictures_arrived(self, pictures: Sequence[Picture]) -> None:
        """Show new pictures where they match, and have their thumbnails made."""
        if self._query.now.date() != self._clock.now().astimezone().date():
            self.refresh()
        self._place(pictures)
        self.loader.make(pictures)

    def set_favourite(self, ids: Sequence[int], favourite: bool) -> None:
        self._write(partial(self._library.set_favourite, list(ids), favourite))

    def toggle_favourite(self, ids: Sequence[int]) -> None:
        """Unmark the pictures if all are favourites, mark them all otherwise."""
        ids = list(ids)

        def toggle() -> list[Picture]:
            every = all(picture.favourite for picture in self._library.pictures(ids))
            return self._library.set_favourite(ids, not every)

        self._write(toggle)

    def move_to_trash(self, ids: Sequence[int]) -> None:
        self._write(partial(self._library.set_trashed, list(ids), True), self._tell_trashed)

    def restore(self, ids: Sequence[int]) -> None:
        self._write(partial(self._library.set_trashed, list(ids), False))

    def _tell_trashed(self, pictures: list[Picture]) -> None:
        self.trashed.emit([picture.id for picture in pictures])

    def _write(
        self,
        write: Callable[[], list[Picture]],
        then: Callable[[list[Picture]], None] | None = None,
    ) -> None:
        def written(pictures: list[Picture]) -> None:
            self._place(pictures)
            self.changed.emit(pictures)
            if then is not None and pictures:
                then(pictures)

        self._runner.run(write, written, owner=self)

    def _place(self, pictures: Sequence[Picture]) -> None:
        """Bring pictures into the view where they match, and out of it where they do not."""
        if self._asking is not None:  # the answer may be older than these
            self._meanwhile.update((picture.id, picture) for picture in pictures)
        if len(pictures) > _MANY:
            self.refresh()
            self._model.update(pictures)
            return
        self._model.insert([picture for picture in pictures if self._query.matches(picture)])
        self._model.remove([picture.id for picture in pictures if not self._query.matches(picture)])

    # --- files ---

    def paths_of(self, ids: Sequence[int]) -> Mapping[int, Path]:
        """Return where the originals are. For workers: it asks the library."""
        return {picture.id: self._library.path(picture) for picture in self._library.pictures(ids)}

    def find_files(self, ids: Sequence[int], found: Callable[[list[Path]], None]) -> None:
        """Have `found` called with the originals that are there, in the order of `ids`."""
        ids = list(ids)

        def find() -> list[Path]:
            return [path for path in self.paths_of(ids).values() if path.exists()]

        self._runner.run(find, found, lane=Lane.FILES, owner=self)

    def close(self) -> None:
        """Stop loading, so that the program can end."""
        self.loader.close()
