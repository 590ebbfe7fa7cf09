"""Run a LibraryQuery: the ids of the pictures that it shows, and their number."""

import sqlite3
from array import array
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.search.query import LibraryQuery
from portrait_app.library.pictures import by_ids
from portrait_app.library.search.hits import has_words
from portrait_app.library.search.ids import read_ids
from portrait_app.library.search.plan import (
    Statement,
    is_words_alone,
    plan,
    plan_by_words,
    plan_of_words_alone,
    statement,
    without_words,
)

_LOOKED_AT = 400  # pictures: reading them takes 20 ms, and at least a hundred of them have a common word
_SAMPLE = 100  # pictures read at once
_IN_TRASH: Statement = (
    "SELECT group_concat(id) FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL",
    (),
)


def picture_ids(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None
) -> "array[int]":
    """Return the ids of the matching pictures, in the query's order; with a limit, the first ones only.

    Raises:
        AppError: CANCELLED.
        sqlite3.OperationalError: interrupted, which also means cancelled.
    """
    cancel = cancel or Cancel()
    query = query.in_one_search
    with _interrupted_by(cancel, connection):
        if query.search.asks_words:
            return _having_words(connection, query, limit, cancel)
        return _ids(connection, statement(connection, query, limit), cancel)


def picture_count(connection: sqlite3.Connection, query: LibraryQuery, cancel: Cancel | None = None) -> int:
    """Return the number of matching pictures, three times as fast as their ids. Raises like `picture_ids`."""
    query = query.in_one_search
    if query.search.asks_words:
        return len(picture_ids(connection, query, cancel=cancel))
    with _interrupted_by(cancel or Cancel(), connection):
        (count,) = connection.execute(*plan(connection, query).count()).fetchone()
        return int(count)


def _having_words(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int, cancel: Cancel
) -> "array[int]":
    if is_words_alone(query) and not limit:
        trash = frozenset(_ids(connection, _IN_TRASH, cancel))
        return _ids(connection, plan_of_words_alone(query).ids(), cancel, without=trash)
    if by_words := plan_by_words(connection, query, limit):
        return _ids(connection, by_words.ids(limit), cancel)
    facts = without_words(query)
    first = _ids(connection, statement(connection, facts, _LOOKED_AT), cancel)
    looked = _Looked(connection, query, first, cancel)
    if len(first) < _LOOKED_AT:
        return looked.found(limit or _LOOKED_AT)
    if limit and looked.is_common and len(found := looked.found(limit)) == limit:
        return found
    hits = has_words(connection, query, cancel, mostly=looked.is_in_most)
    return _ids(connection, statement(connection, facts, limit, hits), cancel)


class _Looked:
    """A sample: the first pictures that match the query's facts, read to see how many contain its words too.

    A common word is found in the sample immediately. How common it is decides how the rest is searched.
    """

    def __init__(
        self, connection: sqlite3.Connection, query: LibraryQuery, first: "array[int]", cancel: Cancel
    ) -> None:
        self._connection = connection
        self._query = query
        self._cancel = cancel
        self._left = first
        self._found: array[int] = array("q")
        self._look()
        self._sampled = len(self._found)

    @property
    def is_common(self) -> bool:
        """Whether the looked-at pictures probably contain enough matches to fill the screen."""
        return self._sampled * _LOOKED_AT >= _SAMPLE * _SAMPLE

    @property
    def is_in_most(self) -> bool:
        return self._sampled * 2 > _SAMPLE

    def found(self, limit: int) -> "array[int]":
        """Return the first `limit` matching ids of the looked-at pictures."""
        while self._left and len(self._found) < limit:
            self._look()
        return self._found[:limit]

    def _look(self) -> None:
        pictures = by_ids(self._connection, self._left[:_SAMPLE])
        self._left = self._left[_SAMPLE:]
        for picture in pictures:
            if self._cancel.cancelled:  # checked each time: matching 400 words takes milliseconds
                raise AppError(ErrorKind.CANCELLED)
            if self._query.matches(picture):
                self._found.append(picture.id)


def _ids(
    connection: sqlite3.Connection,
    asked: Statement,
    cancel: Cancel,
    without: AbstractSet[int] = frozenset(),
) -> "array[int]":
    found = array("q")
    for ids in read_ids(connection, *asked, cancel):
        found.extend(array("q", [number for number in ids if number not in without] if without else ids))
    return found


@contextmanager
def _interrupted_by(cancel: Cancel, connection: sqlite3.Connection) -> Iterator[None]:
    """Interrupt `connection` when `cancel` is called in the block, even between two statements."""
    # SQLite ignores an interrupt if no statement is running. So this statement stays open for the whole
    # block.
    with closing(connection.execute("VALUES (1), (2)")) as under_way, cancel.on_cancel(connection.interrupt):
        under_way.fetchone()
        yield
