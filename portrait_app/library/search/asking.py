"""The ids of everything that a LibraryQuery shows, and how many that are."""

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
from portrait_app.library.search.sql import words_sought

_LOOKED_AT = 400  # pictures: a common word is among so many a hundred times, and reading them takes 20 ms
_SAMPLE = 100  # pictures read at once
_IN_TRASH: Statement = (
    "SELECT group_concat(id) FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL",
    (),
)


def picture_ids(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None
) -> "array[int]":
    """Return the ids of what matches, in the query's order; with a limit only the first so many.

    Raises:
        AppError: CANCELLED.
        sqlite3.OperationalError: interrupted, which means the same.
    """
    cancel = cancel or Cancel()
    query = query.in_one_search
    with _interrupted_by(cancel, connection):
        if words_sought(query.search):
            return _having_words(connection, query, limit, cancel)
        return _ids(connection, statement(connection, query, limit), cancel)


def picture_count(connection: sqlite3.Connection, query: LibraryQuery, cancel: Cancel | None = None) -> int:
    """Return how many match, in a third of the time it takes to list them. Raises like `picture_ids`."""
    query = query.in_one_search
    if words_sought(query.search):
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
    hits = has_words(connection, query.search, cancel, mostly=looked.is_in_most)
    return _ids(connection, statement(connection, facts, limit, hits), cancel)


class _Looked:
    """The first pictures with the facts that are asked for, read to see how many have the words as well.

    A common word is found among them at once, and how common it is says how the others are best found.
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
        """Whether enough for a screenful are likely to be among all of them."""
        return self._sampled * _LOOKED_AT >= _SAMPLE * _SAMPLE

    @property
    def is_in_most(self) -> bool:
        return self._sampled * 2 > _SAMPLE

    def found(self, limit: int) -> "array[int]":
        """Return those that match, the `limit` first of them."""
        while self._left and len(self._found) < limit:
            self._look()
        return self._found[:limit]

    def _look(self) -> None:
        pictures = by_ids(self._connection, self._left[:_SAMPLE])
        self._left = self._left[_SAMPLE:]
        for picture in pictures:
            if self._cancel.cancelled:  # asked each time: 400 words are looked for in milliseconds
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
    """Stop what `connection` does in the block when `cancel` is called, before it has begun as well."""
    # SQLite forgets an interruption when no statement is under way: this one is, through all of the block.
    with closing(connection.execute("VALUES (1), (2)")) as under_way, cancel.on_cancel(connection.interrupt):
        under_way.fetchone()
        yield
