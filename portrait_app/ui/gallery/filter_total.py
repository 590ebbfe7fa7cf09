"""The number of pictures in a filter without the search: the second number of "12 of 12,418"."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.ports.library import Library
from portrait_app.core.search.expression import EVERYTHING
from portrait_app.core.search.query import Filter, LibraryQuery
from portrait_app.jobs.runner import Lane, Task, TaskRunner


class FilterTotal(QObject):
    """Counts the pictures of one filter or collection in the background, and remembers the result."""

    changed = Signal()  # the total is known now

    def __init__(self, library: Library, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._place: tuple[Filter, str] | None = None  # filter and collection
        self._known: int | None = None
        self._stale = False
        self._task: Task[int] | None = None
        self._cancel = Cancel()

    def of(self, query: LibraryQuery, shown: int | None) -> int | None:
        """Return the total without the search, or None if there is no search or no total yet.

        Args:
            query: The query whose pictures are shown.
            shown: The number of pictures shown; None while the query is still running.
        """
        place = query.filter, query.collection
        if place != self._place:
            self.drop()
            self._place, self._known = place, None
        if query.search.is_empty:
            self.drop()
            self._known = shown
            return None
        if (self._known is None or self._stale) and self._task is None and shown is not None:
            self._find_out(query)
        return self._known

    def forget(self) -> None:
        """Count again at the next call of `of`, because pictures have come, gone or changed."""
        self.drop()
        self._stale = True

    def drop(self) -> None:
        """Cancel a running count."""
        if self._task is not None:
            self._task.cancel()
            self._cancel.cancel()
            self._task = None

    def _find_out(self, query: LibraryQuery) -> None:
        everything = replace(query, search=EVERYTHING)
        cancel = self._cancel = Cancel()
        library = self._library
        self._stale = False
        self._task = self._runner.run(
            lambda: library.picture_count(everything, cancel),
            self._found_out,
            self._failed,
            lane=Lane.SEARCH,
            owner=self,
        )

    def _found_out(self, total: int) -> None:
        self._task = None
        self._known = total
        self.changed.emit()

    def _failed(self, error: AppError) -> None:
        self._task = None
        self._runner.failed.emit(error)
