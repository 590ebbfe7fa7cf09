"""Queries the library: the first screenful first, then everything. Only the latest query counts."""

from array import array
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Library
from portrait_app.core.search.query import ORDERS, LibraryQuery, Order
from portrait_app.jobs.runner import Lane, Task, TaskRunner
from portrait_app.ui.gallery.picture_sequence import AnyOrder, NewestFirst, PictureSequence

SCREENFUL = 100  # pictures; about one window, so that the user can soon press the next key

_First = tuple[PictureSequence, list[Picture]]


class LibraryQuestion(QObject):
    """Runs one query at a time. A new query cancels the running one."""

    began = Signal(object, object)  # PictureSequence, list[Picture]: the first screenful and its records
    answered = Signal(object)  # PictureSequence: all pictures
    failed = Signal(object)  # AppError

    def __init__(self, library: Library, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._runner = runner
        self._cancel = Cancel()
        self._task: Task[Any] | None = None
        self._begins = False

    @property
    def open(self) -> bool:
        """Whether a query is running."""
        return self._task is not None

    @property
    def to_begin(self) -> bool:
        """Whether the first screenful is still missing."""
        return self._task is not None and self._begins

    def ask(self, query: LibraryQuery, *, begin: bool) -> None:
        """Query everything that matches; with `begin`, query the first screenful before that."""
        self.drop()
        self._cancel = Cancel()
        self._begins = begin
        if begin:
            self._task = self._runner.run(
                partial(_first, self._library, query, self._cancel),
                partial(self._on_first, query),
                self._on_failed,
                owner=self,
            )
        else:
            self._ask_all(query)

    def drop(self) -> None:
        """Cancel the running query."""
        if self._task is not None:
            self._task.cancel()
            self._cancel.cancel()
            self._task = None

    def _ask_all(self, query: LibraryQuery) -> None:
        self._task = self._runner.run(
            partial(_all, self._library, query, self._cancel),
            self._on_all,
            self._on_failed,
            lane=Lane.SEARCH,
            owner=self,
        )

    def _on_first(self, query: LibraryQuery, first: _First) -> None:
        self._task, self._begins = None, False
        sequence, pictures = first
        if len(sequence) < SCREENFUL:
            self.began.emit(sequence, pictures)
            self.answered.emit(sequence)
            return
        self._ask_all(query)
        self.began.emit(sequence, pictures)

    def _on_all(self, sequence: PictureSequence) -> None:
        self._task = None
        self.answered.emit(sequence)

    def _on_failed(self, error: AppError) -> None:
        self._task = None
        self.failed.emit(error)


def _first(library: Library, query: LibraryQuery, cancel: Cancel) -> _First:
    ids = library.picture_ids(query, SCREENFUL, cancel)
    return _sequence(ids, query.order, cancel), library.pictures(ids)


def _all(library: Library, query: LibraryQuery, cancel: Cancel) -> PictureSequence:
    return _sequence(library.picture_ids(query, cancel=cancel), query.order, cancel)


def _sequence(ids: "array[int]", order: Order, cancel: Cancel) -> PictureSequence:
    return NewestFirst(ids) if order is ORDERS[0] else AnyOrder(ids, lambda: not cancel.cancelled)
