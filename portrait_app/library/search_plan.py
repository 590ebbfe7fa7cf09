"""Which index answers a query.

That is said here, not left to SQLite's planner: it knows nothing of how common a word is, and a wrong
guess costs seconds at a million pictures. What few pictures have leads, and each of those is looked up;
else the index of the order, or the one of all facts, is read to its end. A test holds the plans.
"""

# ruff: noqa: S608 - columns and conditions are written in this file; values are always bound

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from portrait_app.core.conditions import Condition, HasFlag, InRange, MadeIn
from portrait_app.core.query import LibraryQuery
from portrait_app.library.search_sql import Bound, Sql, fact_asked, facts_asked, words_sought
from portrait_app.library.values import stored_moment

_FEW = 20_000  # pictures: to look each up takes 30 ms, a third of reading the facts of a million
_MANY = 200_000  # pictures with the words: to look each up takes longer than reading the facts of a million
_CANDIDATES = 5_000  # pictures: to look at the facts of the first so many takes 5 ms

_BY_ID = {"newest": " DESC", "oldest": ""}
_BY_RANK = {
    "rating": "rating DESC, id DESC",
    "cost": "cost DESC, id DESC",
    "seed": "seed IS NULL, seed, id DESC",
}
_IN_ORDER = {"rating": "pictures_rating", "cost": "pictures_cost", "seed": "pictures_seed"}
_FACTS = "pictures_facts"
_WORDS = "SELECT rowid AS hit FROM picture_search WHERE picture_search MATCH ?"
_COLLECTION = (
    "SELECT picture_id AS hit FROM collection_pictures"
    " WHERE collection_id = (SELECT id FROM collections WHERE name = ?)"
)

Statement = tuple[str, tuple[Bound, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the ids come from, on which conditions, and how they are sorted where they are not yet."""

    source: str
    where: str
    values: tuple[Bound, ...]
    order: str

    def ids(self, limit: int = 0) -> Statement:
        """Return the SELECT of one text with all ids, or with a limit the first so many."""
        select = f"SELECT id FROM {self.source} WHERE {self.where} ORDER BY {self.order}"
        if limit:
            return f"SELECT group_concat(id) FROM ({select} LIMIT ?)", (*self.values, limit)
        return f"SELECT group_concat(id) FROM ({select})", self.values

    def count(self) -> Statement:
        """Return the SELECT of their number."""
        return f"SELECT count(*) FROM {self.source} WHERE {self.where}", self.values


def is_words_alone(query: LibraryQuery) -> bool:
    """Say whether words are all that is asked, in an order that the index of words has."""
    return query.order.key in _BY_ID and bool(words_sought(query.search)) and _is_of_words(query)


def is_in_one_order(query: LibraryQuery) -> bool:
    """Say whether one index has nothing but what is asked for, in the order that is shown."""
    if words_sought(query.search):
        return query.order.key in _BY_ID and all(term.is_text for term in query.search.terms)
    return _index(query) != _FACTS


def statement(connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0) -> Statement:
    """Return the SELECT of one text of ids: all, or the `limit` first.

    All that have words alone are with those in the Trash. To look a million up, only for that, would
    take as long as finding them.
    """
    if is_words_alone(query) and not limit:
        source = "(SELECT rowid AS id FROM picture_search WHERE picture_search MATCH ?)"
        return Plan(source, "TRUE", (words_sought(query.search),), _order(query)).ids()
    return plan(connection, query, limit).ids(limit)


def plan(connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0) -> Plan:
    """Return the plan of a whole answer, or of the `limit` first of it."""
    facts = _facts(connection, query)
    words = words_sought(query.search)
    asked_words: Sql = (_WORDS, [words])
    leader = _leader(connection, query, limit)
    if words and leader == asked_words:
        # They come in the order of ids. SQLite knows that of this column only.
        source = f"picture_search CROSS JOIN pictures INDEXED BY {_FACTS} ON id = picture_search.rowid"
        return _planned(
            source, [("picture_search MATCH ?", [words]), *facts], _order(query, "picture_search.rowid")
        )
    if words:
        facts.append((f"+id IN ({_WORDS})", [words]))
    if leader is None:
        return _planned(f"pictures INDEXED BY {_index(query)}", facts, _order(query))
    select, values = leader
    source = f"({select}) CROSS JOIN pictures INDEXED BY {_FACTS} ON id = hit"
    return _planned(source, facts, _order(query, "hit"), values)


def first_by_facts(connection: sqlite3.Connection, query: LibraryQuery, limit: int) -> Statement | None:
    """Return the SELECT of those that the facts allow among the first pictures in the order that is shown.

    It is quick, and need not bring as many as there are. Words are not looked at. None for the Trash.
    """
    if query.filter.trashed:
        return None
    index = _IN_ORDER.get(query.order.key, "pictures_live")
    live = f"SELECT id AS hit FROM pictures INDEXED BY {index} WHERE trashed IS NULL"
    first = f"{live} ORDER BY {_order(query)} LIMIT {_CANDIDATES}"
    source = f"({first}) CROSS JOIN pictures INDEXED BY {_FACTS} ON id = hit"
    where, values = _all_of(_facts(connection, query))
    return f"SELECT group_concat(id) FROM (SELECT id FROM {source} WHERE {where} LIMIT ?)", (*values, limit)


def _planned(source: str, conditions: list[Sql], order: str, leading: list[Bound] | None = None) -> Plan:
    where, values = _all_of(conditions)
    return Plan(source, where, (*(leading or ()), *values), order)


def _all_of(conditions: list[Sql]) -> Sql:
    where = " AND ".join(f"({condition})" for condition, _values in conditions)
    return where, list(chain.from_iterable(values for _condition, values in conditions))


def _order(query: LibraryQuery, key: str = "id") -> str:
    """Return the columns of the order; `key` is the one that ids come from."""
    return _BY_RANK.get(query.order.key) or f"{key}{_BY_ID[query.order.key]}"


def _facts(connection: sqlite3.Connection, query: LibraryQuery) -> list[Sql]:
    """Return all conditions but those of words; the filter's literal, to match those of partial indexes."""
    shown = query.filter
    conditions: list[Sql] = [("trashed IS NOT NULL" if shown.trashed else "trashed IS NULL", [])]
    if shown.favourite is not None:
        conditions.append((f"favourite = {shown.favourite:d}", []))
    if shown.created_since is not None:
        conditions.append(("created >= ?", [stored_moment(shown.created_since(query.now))]))
    if query.collection:
        conditions.append((f"id IN ({_COLLECTION})", [query.collection]))
    return conditions + facts_asked(connection, query.search, query.now)


def _index(query: LibraryQuery) -> str:
    """Return the index that is read where nothing leads."""
    shown = query.filter
    by_id = query.order.key in _BY_ID
    if _is_of_words(query):
        return _IN_ORDER.get(query.order.key, "pictures_live")
    if not query.search.is_empty or query.collection or shown.favourite is False or not by_id:
        return _FACTS
    if shown.trashed:
        return "pictures_trashed"
    return "pictures_favourite" if shown.favourite else "pictures_live_created"


def _is_of_words(query: LibraryQuery) -> bool:
    """Say whether nothing is asked but words, or nothing at all."""
    shown = query.filter
    conditions = shown.favourite, shown.created_since
    shows_all = not shown.trashed and conditions == (None, None) and not query.collection
    return shows_all and all(term.is_text for term in query.search.terms)


def _leader(connection: sqlite3.Connection, query: LibraryQuery, limit: int) -> Sql | None:
    """Return the SELECT of what is asked for that shall be read first; None for the index of the order."""
    words = words_sought(query.search)
    if not words and _index(query) != _FACTS:
        return None
    asked_words: Sql = (_WORDS, [words])
    if words and limit and is_in_one_order(query):
        return asked_words
    asked_collection: Sql = (_COLLECTION, [query.collection])
    sources = [
        *([asked_words] if words else []),
        *([asked_collection] if query.collection else []),
        *_with_index(connection, query),
    ]
    for source in sources:
        if _is_within(connection, source, _FEW):
            return source
    if limit and query.order.key in _BY_ID and (words or query.collection):
        return sources[0]  # in the order of ids: reading ends with the last that is wanted
    if not words or (limit and _is_of_words(query)):
        return None  # of common words, enough are among the first in the order
    return asked_words if _is_within(connection, asked_words, _MANY) else None


def _is_within(connection: sqlite3.Connection, source: Sql, most: int) -> bool:
    select, values = source
    counted = f"SELECT count(*) FROM ({select} LIMIT ?)"
    (count,) = connection.execute(counted, (*values, most + 1)).fetchone()
    return bool(count <= most)


def _with_index(connection: sqlite3.Connection, query: LibraryQuery) -> Iterator[Sql]:
    """Yield the SELECTs of what is asked for and has an index of its own, each id once as `hit`."""
    shown = query.filter
    if shown.trashed:
        yield "SELECT id AS hit FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL", []
        return  # the other indexes are of what is not there
    if shown.favourite:
        yield _live("pictures_favourite", ("favourite = 1", []))
    if shown.created_since is not None:
        since = stored_moment(shown.created_since(query.now))
        yield _live("pictures_live_created", ("created >= ?", [since]))
    for term in query.search.terms:
        index = _own_index(term.condition)
        if index and not term.excluded:
            yield _live(index, fact_asked(connection, term, query.now))


def _live(index: str, fact: Sql) -> Sql:
    condition, values = fact
    return f"SELECT id AS hit FROM pictures INDEXED BY {index} WHERE trashed IS NULL AND {condition}", values


def _own_index(condition: Condition) -> str:
    match condition:
        case InRange():
            return _IN_ORDER.get(condition.field, "")
        case MadeIn():
            return "pictures_live_created"
        case HasFlag(flag="favourite"):
            return "pictures_favourite"
        case HasFlag(flag="rated"):
            return "pictures_rating"
    return ""
