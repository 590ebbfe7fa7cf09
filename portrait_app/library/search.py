"""From a LibraryQuery to SQL, and from there to the ids of everything it shows.

Which index is read is said here, not left to the planner: it knows nothing of how common a word is,
and a wrong guess costs seconds at a million pictures. A test holds the plans.
"""

# ruff: noqa: S608 - columns and conditions are written in this file; values are always bound

import json
import sqlite3
from array import array
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import chain

from portrait_app.core.cancel import Cancel
from portrait_app.core.conditions import InRange
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.query import LibraryQuery
from portrait_app.core.search import Search, Term
from portrait_app.library.pictures import by_ids
from portrait_app.library.search_sql import Bound, Sql, facts_asked, words_sought
from portrait_app.library.values import stored_moment

_SLICE = 16_384  # characters: parsed without holding up the GUI thread, and best for the processor's cache
_LOOKED_AT = 400  # pictures: a common word is among so many a hundred times, and reading them takes 20 ms
_BY_ID = {"newest": "id DESC", "oldest": "id"}
_BY_RANK = {
    "rating": "rating DESC, id DESC",
    "cost": "cost DESC, id DESC",
    "seed": "seed IS NULL, seed, id DESC",
}
_IN_ORDER = {"rating": "pictures_rating", "cost": "pictures_cost", "seed": "pictures_seed"}
_FACTS = "pictures_facts"
_COLLECTION = "SELECT id FROM collections WHERE name = ?"

Statement = tuple[str, tuple[Bound, ...]]


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
        if _takes_trash_out(query, limit):
            in_trash = "SELECT group_concat(id) FROM pictures INDEXED BY pictures_trashed"
            trash = frozenset(_ids(connection, (f"{in_trash} WHERE trashed IS NOT NULL", ()), trash, cancel))
        return _ids(connection, statement(connection, query, limit), trash, cancel)


def _found_by_looking(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int, cancel: Cancel
) -> "array[int] | None":
    """Look at the first pictures that the facts allow, one by one; None if that does not bring enough.

    Where the words do not come in the order that is shown, or most of what they bring has other facts,
    the index of words would be read to its end for a screenful: half a second for a common word.
    """
    by_words_only = query.order.key in _BY_ID and all(term.is_text for term in query.search.terms)
    if by_words_only or not words_sought(query.search):
        return None
    facts = Search(tuple(term for term in query.search.terms if not term.is_text))
    asked = statement(connection, replace(query, search=facts), _LOOKED_AT)
    candidates = _ids(connection, asked, frozenset(), cancel)
    found = array("q")
    for start in range(0, len(candidates), limit):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        pictures = by_ids(connection, candidates[start : start + limit])
        found.extend(picture.id for picture in pictures if query.matches(picture))
        if len(found) >= limit:
            return found[:limit]
    return found if len(candidates) < _LOOKED_AT else None


def statement(connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0) -> Statement:
    """Return the SELECT that answers `query` with one text of ids, and its values."""
    sought = words_sought(query.search)
    order = _BY_ID.get(query.order.key) or _BY_RANK[query.order.key]
    if sought and _takes_trash_out(query, limit):
        source = "(SELECT rowid AS id FROM picture_search WHERE picture_search MATCH ?)"
        return _one_text(f"SELECT id FROM {source} ORDER BY {order}", [sought], limit)
    facts = _filtered(query) + facts_asked(connection, query.search, query.now)
    if sought and query.collection:
        inside = f"id IN (SELECT picture_id FROM collection_pictures WHERE collection_id = ({_COLLECTION}))"
        facts.append((inside, [query.collection]))
    where = " AND ".join(f"({condition})" for condition, _ in facts)
    values = list(chain.from_iterable(bound for _, bound in facts))
    if not sought and query.collection:
        # The collection leads: its primary key has the ids in order.
        source = f"collection_pictures CROSS JOIN pictures INDEXED BY {_FACTS} ON id = picture_id"
        by = f"picture_{order}" if query.order.key in _BY_ID else order
        select = f"SELECT id FROM {source} WHERE collection_id = ({_COLLECTION}) AND {where} ORDER BY {by}"
        return _one_text(select, [query.collection, *values], limit)
    if not sought:
        source = f"pictures INDEXED BY {_index(query)}"
        return _one_text(f"SELECT id FROM {source} WHERE {where} ORDER BY {order}", values, limit)
    # The words lead: they bring ids in order, and each is looked up in the small index.
    source = f"picture_search CROSS JOIN pictures INDEXED BY {_FACTS} ON id = picture_search.rowid"
    by = f"picture_search.row{order}" if query.order.key in _BY_ID else order
    select = f"SELECT id FROM {source} WHERE picture_search MATCH ? AND {where} ORDER BY {by}"
    return _one_text(select, [sought, *values], limit)


def _one_text(select: str, values: list[Bound], limit: int) -> Statement:
    if limit:
        select, values = f"{select} LIMIT ?", [*values, limit]
    return f"SELECT group_concat(id) FROM ({select})", tuple(values)


def _takes_trash_out(query: LibraryQuery, limit: int) -> bool:
    """Say whether words are all that is asked: then what lies in the Trash is taken out of the answer here.

    Looking up a million words in the database, only for that, would take as long as finding them.
    """
    about_words = words_sought(query.search) and all(term.is_text for term in query.search.terms)
    return bool(about_words) and _shows_all(query) and query.order.key in _BY_ID and not limit


def _shows_all(query: LibraryQuery) -> bool:
    shown = query.filter
    conditions = shown.favourite, shown.created_since
    return not shown.trashed and conditions == (None, None) and not query.collection


def _filtered(query: LibraryQuery) -> list[Sql]:
    """Return the filter's own conditions. Literal, for they have to match those of partial indexes."""
    shown = query.filter
    conditions: list[Sql] = [("trashed IS NOT NULL" if shown.trashed else "trashed IS NULL", [])]
    if shown.favourite is not None:
        conditions.append((f"favourite = {shown.favourite:d}", []))
    if shown.created_since is not None:
        conditions.append(("created >= ?", [stored_moment(shown.created_since(query.now))]))
    return conditions


def _index(query: LibraryQuery) -> str:
    """Return the index that a query without words reads."""
    shown = query.filter
    if not shown.trashed and any(_is_one_seed(term) for term in query.search.terms):
        return "pictures_seed"
    if not query.search.is_empty or shown.favourite is False:
        return _FACTS
    if _shows_all(query):
        return _IN_ORDER.get(query.order.key, "pictures_live")
    if query.order.key not in _BY_ID:
        return _FACTS
    if shown.trashed:
        return "pictures_trashed"
    return "pictures_favourite" if shown.favourite else "pictures_live_created"


def _is_one_seed(term: Term) -> bool:
    condition = term.condition
    return (
        isinstance(condition, InRange)
        and condition.field == "seed"
        and condition.low == condition.high
        and not term.excluded
    )


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
