"""The ids of everything that a LibraryQuery shows, and how many that are."""

import json
import sqlite3
from array import array
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.query import LibraryQuery
from portrait_app.library.pictures import by_ids
from portrait_app.library.search_plan import (
    Statement,
    first_by_facts,
    is_in_one_order,
    is_words_alone,
    plan,
    statement,
)
from portrait_app.library.search_sql import words_sought

_SLICE = 16_384  # characters: parsed without holding up the GUI thread, and best for the processor's cache
_LOOKED_AT = 400  # pictures: a common word is among so many a hundred times, and reading them takes 20 ms
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
    with _interrupted_by(cancel, connection):
        if limit and (ids := _found_by_looking(connection, query, limit, cancel)) is not None:
            return ids
        trash: AbstractSet[int] = frozenset()
        if is_words_alone(query) and not limit:
            trash = frozenset(_ids(connection, _IN_TRASH, trash, cancel))
        return _ids(connection, statement(connection, query, limit), trash, cancel)


def picture_count(connection: sqlite3.Connection, query: LibraryQuery, cancel: Cancel | None = None) -> int:
    """Return how many match, in a third of the time it takes to list them. Raises like `picture_ids`."""
    if is_words_alone(query):
        return len(picture_ids(connection, query, cancel=cancel))
    with _interrupted_by(cancel or Cancel(), connection):
        (count,) = connection.execute(*plan(connection, query).count()).fetchone()
        return int(count)


def _found_by_looking(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int, cancel: Cancel
) -> "array[int] | None":
    """Look at the first pictures in the order that is shown; None if that does not bring enough.

    Where no index has that order, everything would be found and sorted for a screenful: half a second
    for a common word.
    """
    if is_in_one_order(query):
        return None
    words = words_sought(query.search)
    asked = first_by_facts(connection, query, _LOOKED_AT if words else limit)
    if asked is None:
        return None
    found = _ids(connection, asked, frozenset(), cancel)
    if words:
        found = _having_words(connection, query, limit, found, cancel)
    return found if len(found) == limit else None


def _having_words(
    connection: sqlite3.Connection,
    query: LibraryQuery,
    limit: int,
    candidates: "array[int]",
    cancel: Cancel,
) -> "array[int]":
    found = array("q")
    for start in range(0, len(candidates), limit):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        pictures = by_ids(connection, candidates[start : start + limit])
        found.extend(picture.id for picture in pictures if query.matches(picture))
        if len(found) >= limit:
            return found[:limit]
    return found


def _ids(
    connection: sqlite3.Connection, asked: Statement, without: AbstractSet[int], cancel: Cancel
) -> "array[int]":
    # One text instead of a million rows: a quarter of the time, and SQLite builds it without the GIL.
    (text,) = connection.execute(*asked).fetchone()
    ids = array("q")
    start = 0
    while text and start < len(text):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        comma = text.find(",", start + _SLICE)
        end = len(text) if comma < 0 else comma
        found = json.loads(f"[{text[start:end]}]")
        ids.extend(array("q", [number for number in found if number not in without] if without else found))
        start = end + 1
    return ids


@contextmanager
def _interrupted_by(cancel: Cancel, connection: sqlite3.Connection) -> Iterator[None]:
    """Stop what `connection` does in the block when `cancel` is called, before it has begun as well."""
    # SQLite forgets an interruption when no statement is under way: this one is, through all of the block.
    with closing(connection.execute("VALUES (1), (2)")) as under_way, cancel.on_cancel(connection.interrupt):
        under_way.fetchone()
        yield
