"""The controller of the grid: queries the library and keeps the grid's model up to date."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.local_zone import LOCAL
from portrait_app.core.picture import MOST_RETURNED, Picture
from portrait_app.core.ports.library import Library, ThumbnailStore
from portrait_app.core.ports.system import Clock
from portrait_app.core.search.expression import EVERYTHING, Search
from portrait_app.core.search.query import FILTERS, ORDERS, Filter, LibraryQuery, Order
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from portrait_app.ui.gallery.filter_total import FilterTotal
from portrait_app.ui.gallery.grid_query import GridQuery
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import PictureSequence
from portrait_app.ui.gallery.record_reader import RecordReader
from portrait_app.ui.shell.count import Count


class GalleryController(QObject):
    """Keeps the model in step with the library, which is only queried off the GUI thread.

    Callers report new and changed pictures. Errors go to `TaskRunner.failed`, and the grid stays as it is.
    """

    begun = Signal()  # the first pictures of a new query are shown
    shown = Signal()  # all pictures of the query are shown
    refused = Signal()  # the query failed; `query` is again the one whose pictures are shown
    count_changed = Signal(object)  # Count
    changed = Signal(list)  # pictures, as they are now
    leaving = Signal(object)  # ids of pictures that an edit is about to take out of the grid

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
        self._rows = RecordReader(library, runner, model, self)
        self._query = LibraryQuery(FILTERS[0], self._now())
        self._shown_query: LibraryQuery | None = None
        self._complete = False
        self._question = GridQuery(library, runner, self)
        self._question.began.connect(self._on_began)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)
        self._leaving: dict[int, bool] = {}  # pictures on their way to the Trash (True) or back (False)
        self._meanwhile: dict[int, Picture] = {}  # pictures that changed while a query was running
        self._total = FilterTotal(library, runner, self)
        self._total.changed.connect(self._count_again)
        self._count: Count | None = None
        self._looking = Cancel()  # cancels the look for missing files
        self.loader = ThumbnailLoader(runner, store, self.paths_of, self)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._count_again)

    # --- queries ---

    @property
    def query(self) -> LibraryQuery:
        """The latest query. Until the library answers, not all of its pictures are shown."""
        return self._query

    @property
    def count(self) -> int:
        """The number of pictures shown."""
        return self._model.picture_count

    def picture(self, picture_id: int) -> Picture | None:
        """Return a picture's current record, or None if the record is not in memory."""
        return self._model.picture(picture_id)

    def loaded(self, ids: Sequence[int]) -> list[Picture]:
        """Return the records of those pictures whose records are in memory."""
        return [picture for picture in map(self._model.picture, ids) if picture is not None]

    def fetch(self, ids: Sequence[int], found: Callable[[list[Picture]], None]) -> None:
        """Read pictures in the background and call `found` with them, in the order of `ids`."""
        self._runner.run(partial(self._library.pictures, list(ids)), found, owner=self)

    def find_values(self, field_key: str, found: Callable[[list[str]], None]) -> None:
        """Read the known values of a field of `core.search.fields` and call `found` with them."""
        self._runner.run(partial(self._library.known_values, field_key), found, lane=Lane.SEARCH, owner=self)

    def show(
        self, shown: Filter, search: Search = EVERYTHING, order: Order = ORDERS[0], collection: str = ""
    ) -> None:
        """Run a new query: show the first screenful immediately and all pictures soon after."""
        asked_for_missing = _asks_for_missing(self._query)
        self._query = LibraryQuery(shown, self._now(), search, order, collection)
        self._ask(begin=True)
        if _asks_for_missing(self._query) and not asked_for_missing:
            self._find_missing()

    def _find_missing(self) -> None:
        """Look which files are missing. If that has changed, repeat the query."""
        self._looking.cancel()
        self._looking = Cancel()

        def found(changed: list[int]) -> None:
            if changed:
                self.look_again()

        def failed(error: AppError) -> None:
            if error.kind is not ErrorKind.CANCELLED:
                self._runner.failed.emit(error)

        find = partial(self._library.find_missing, self._looking)
        self._runner.run(find, found, failed, lane=Lane.FILES, owner=self)

    def refresh(self) -> None:
        """Repeat the query with the current time, because "today" may be another day by now."""
        self._query = replace(self._query, now=self._now())
        self._ask(begin=self._question.to_begin)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(LOCAL)

    def _ask(self, *, begin: bool) -> None:
        self._meanwhile.clear()
        self._question.ask(self._query, begin=begin)

    def _on_began(self, sequence: PictureSequence, pictures: list[Picture]) -> None:
        self._shown_query = self._query
        self._complete = not self._question.open
        self._model.show(sequence, pictures)
        self._hide_leaving()
        self.begun.emit()

    def _on_answered(self, sequence: PictureSequence) -> None:
        is_renewal = self._complete and _is_same_place(self._shown_query, self._query)
        self._shown_query = self._query
        self._complete = True
        self._model.show(sequence, is_renewal=is_renewal)
        self._hide_leaving()
        meanwhile = list(self._meanwhile.values())
        self._meanwhile.clear()
        self._place(meanwhile)
        self._count_again()
        self.shown.emit()

    def _on_failed(self, error: AppError) -> None:
        self._query = self._shown_query or self._query  # the grid stays as it is
        self._runner.failed.emit(error)
        self.refused.emit()

    def _count_again(self) -> None:
        """Emit the count if it changed, and request the filter's total if there is a search."""
        if self._shown_query is None:
            return
        total = self._total.of(self._shown_query, self.count if self._complete else None)
        count = Count(self.count, self._complete, total)
        if count != self._count:
            self._count = count
            self.count_changed.emit(count)

    # --- new and changed pictures ---

    def pictures_arrived(self, pictures: Sequence[Picture]) -> None:
        """Add new pictures to the grid if they match the query, and create their thumbnails."""
        if self._query.now.date() != self._now().date():
            self.refresh()
        self._place(pictures)
        self.loader.make(pictures)

    def pictures_changed(self, pictures: Sequence[Picture]) -> None:
        """Update changed pictures, at most MANY."""
        self._place(pictures)
        self.changed.emit(list(pictures))

    def take_out(self, ids: Sequence[int], *, trashed: bool) -> None:
        """Take pictures out of the grid before an edit moves them to the Trash, or back.

        The next key is then for the next picture, however long the library takes. Call `release` after
        the edit. More than MANY pictures stay in the grid until then.
        """
        self.leaving.emit(ids)
        if len(ids) <= MOST_RETURNED:
            self._leaving.update(dict.fromkeys(ids, trashed))
            self._hide_leaving()

    def release(self, ids: Sequence[int]) -> None:
        """Let the grid show these pictures again, wherever they belong after the edit."""
        for picture_id in ids:
            self._leaving.pop(picture_id, None)

    def _hide_leaving(self) -> None:
        trashed = self._query.filter.trashed
        self._model.remove([one for one, to_trash in self._leaving.items() if to_trash is not trashed])

    def look_again(self) -> None:
        """Reload everything, after more than MANY pictures have changed."""

        def read(pictures: list[Picture]) -> None:
            self._show_anew(pictures)
            self.changed.emit(pictures)

        self.fetch(self._model.held_ids(), read)

    def _show_anew(self, pictures: Sequence[Picture]) -> None:
        """Repeat the query; `pictures` are the current records of the pictures in memory."""
        self._total.forget()
        self._model.update(pictures)
        self.refresh()

    def _place(self, pictures: Sequence[Picture]) -> None:
        """Add pictures that match the query, and remove those that do not match."""
        if not pictures:
            return
        if self._question.open:  # the running query may return older records than these
            self._meanwhile.update((picture.id, picture) for picture in pictures)
        self._total.forget()
        matching = [picture for picture in pictures if self._query.matches(picture)]
        if len(pictures) > MOST_RETURNED or not self._can_place(matching):
            self._show_anew(pictures)
            return
        self._model.insert(matching)
        self._model.remove([picture.id for picture in pictures if not self._query.matches(picture)])
        self._count_again()

    def _can_place(self, pictures: Sequence[Picture]) -> bool:
        """Return whether all pictures can be placed: each is shown already or its position is known.

        A shown picture keeps its position even if the order is by rating. Otherwise the picture would move
        away while the user rates it.
        """
        in_time = self._query.order is ORDERS[0]
        return in_time or all(self._model.row_of(picture.id) is not None for picture in pictures)

    # --- files ---

    def paths_of(self, ids: Sequence[int]) -> Mapping[int, Path]:
        """Return the paths of the originals. Call this on a worker, because it queries the library."""
        return {picture.id: self._library.path(picture) for picture in self._library.pictures(ids)}

    def close(self) -> None:
        """Cancel all queries and thumbnail work, so that the program can end."""
        self._question.drop()
        self._looking.cancel()
        self._total.drop()
        self.loader.close()


def _is_same_place(one: LibraryQuery | None, other: LibraryQuery) -> bool:
    """Return whether two queries find the same pictures, in whatever order and at whatever time."""
    return one is not None and replace(one, now=other.now, order=other.order) == other


def _asks_for_missing(query: LibraryQuery) -> bool:
    return query.in_one_search.search.asks_for("missing")
