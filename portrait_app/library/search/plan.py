"""Choose the index that answers a query.

SQLite's planner does not know how common a word is, and its wrong guess costs seconds at a million pictures.
So the index is chosen here. If some condition matches few pictures, the search starts from these and looks
each one up. Else it reads the index of the order, which holds all facts, until it has enough. A test checks
the plans.
"""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import sqlite3
from dataclasses import dataclass, replace
from itertools import chain, islice

from portrait_app.core.search.conditions import MadeIn
from portrait_app.core.search.expression import Search
from portrait_app.core.search.query import LibraryQuery
from portrait_app.library.search.sources import sources
from portrait_app.library.search.sql import (
    COLLECTION,
    WORDS,
    Bound,
    Sql,
    fact_asked,
    facts_asked,
    match_expression,
)
from portrait_app.library.values import stored_moment

_FEW = 30_000  # pictures: looking each up takes 40 ms, half as long as reading the facts of a million
_VERY_FEW = 500  # pictures: so few that no better source is looked for
_COUNTED = 12  # sources: counting each one takes a millisecond
_FAR = 100_000  # pictures: reading the facts of this many takes 10 ms

_BY_ID = {"newest": " DESC", "oldest": ""}
_BY_RANK = {
    "rating": "rating DESC, id DESC",
    "cost": "cost DESC, id DESC",
    "seed": "seed IS NULL, seed, id DESC",
}
_IN_ORDER = {"rating": "pictures_rating", "cost": "pictures_cost", "seed": "pictures_seed"}
_FACTS = "pictures_facts"
_LIVE_MADE = "FROM pictures INDEXED BY pictures_live_created WHERE trashed IS NULL"

Statement = tuple[str, tuple[Bound, ...]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The source of the ids, the conditions, and the order in which the ids are returned."""

    source: str
    where: str
    values: tuple[Bound, ...]
    order: str

    def ids(self, limit: int = 0) -> Statement:
        """Return the SELECT of one text with all ids; with a limit, the first ids only."""
        select = f"SELECT id FROM {self.source} WHERE {self.where} ORDER BY {self.order}"
        if limit:
            return f"SELECT group_concat(id) FROM ({select} LIMIT ?)", (*self.values, limit)
        return f"SELECT group_concat(id) FROM ({select})", self.values

    def count(self) -> Statement:
        """Return the SELECT of the number of ids."""
        return f"SELECT count(*) FROM {self.source} WHERE {self.where}", self.values


def is_words_alone(query: LibraryQuery) -> bool:
    """Say whether the query consists of words alone, in the order of ids, which the full-text index has."""
    return query.order.key in _BY_ID and bool(match_expression(query.search)) and _asks_no_fact(query)


def without_words(query: LibraryQuery) -> LibraryQuery:
    """Return the query without its words."""
    return replace(query, search=Search(tuple(term for term in query.search.terms if not term.asks_words)))


def plan_of_words_alone(query: LibraryQuery) -> Plan:
    """Return the plan of all pictures with the words, including those in the Trash.

    Looking up a million pictures just to leave out the Trash would double the time of the search.
    """
    source = "(SELECT rowid AS id FROM picture_search WHERE picture_search MATCH ?)"
    return Plan(source, "TRUE", (match_expression(query.search),), _order(query))


def plan_by_words(connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0) -> Plan | None:
    """Return the plan that looks up each picture with the words; None if too many pictures have them."""
    words = match_expression(query.search)
    if any(term.asks_words and not term.is_text for term in query.search.terms):
        return None
    if not (limit and is_words_alone(query)) and not _have_few(connection, query, words):
        return None
    # FTS5 returns rows in the order of ids. SQLite uses that only if `picture_search.rowid` is the sort
    # column.
    source = f"picture_search CROSS JOIN pictures INDEXED BY {_FACTS} ON id = picture_search.rowid"
    conditions: list[Sql] = [("picture_search MATCH ?", [words]), *_facts(connection, query)]
    return _planned(source, conditions, _order(query, "picture_search.rowid"))


def statement(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0, with_words: Sql | None = None
) -> Statement:
    """Return the SELECT of one text with all ids, or the first `limit`. The arguments are those of `plan`."""
    return plan(connection, query, limit, with_words).ids(limit)


def plan(
    connection: sqlite3.Connection, query: LibraryQuery, limit: int = 0, with_words: Sql | None = None
) -> Plan:
    """Return the plan for all pictures of a query, or for the first `limit`.

    The plan does not search for the query's words. `with_words` is the SQL condition for them.
    """
    conditions = _facts(connection, query)
    if with_words:
        conditions.append(with_words)
    index = _index(query, with_words)
    leader = _leader(connection, query) if index in {_FACTS, *_IN_ORDER.values()} else None
    if leader:
        select, values = leader
        source = f"({select}) CROSS JOIN pictures INDEXED BY {_FACTS} ON id = hit"
        return _planned(source, conditions, _order(query, "hit"), values)
    if limit and query.order.key in _BY_ID:
        conditions += _from_there(connection, query)
    return _planned(f"pictures INDEXED BY {index}", conditions, _order(query))


def _planned(source: str, conditions: list[Sql], order: str, leading: list[Bound] | None = None) -> Plan:
    where = " AND ".join(f"({condition})" for condition, _values in conditions)
    values = chain.from_iterable(values for _condition, values in conditions)
    return Plan(source, where, (*(leading or ()), *values), order)


def _order(query: LibraryQuery, key: str = "id") -> str:
    """Return the ORDER BY columns; `key` is the column with the ids."""
    return _BY_RANK.get(query.order.key) or f"{key}{_BY_ID[query.order.key]}"


def _facts(connection: sqlite3.Connection, query: LibraryQuery) -> list[Sql]:
    """Return all conditions except words. The filter is literal SQL, so that it matches partial indexes."""
    shown = query.filter
    conditions: list[Sql] = [("trashed IS NOT NULL" if shown.trashed else "trashed IS NULL", [])]
    if shown.favourite is not None:
        conditions.append((f"favourite = {shown.favourite:d}", []))
    if shown.created_since is not None:
        conditions.append(("created >= ?", [stored_moment(shown.created_since(query.now))]))
    if query.collection:
        conditions.append((f"id IN ({COLLECTION})", [query.collection]))
    return conditions + facts_asked(connection, query.search, query.now)


def _index(query: LibraryQuery, with_words: Sql | None) -> str:
    """Return the index to read if no condition matches few pictures."""
    shown = query.filter
    conditions = shown.favourite, shown.created_since
    is_filter_alone = query.search.is_empty and not query.collection and not with_words
    if shown.trashed:
        is_trash = is_filter_alone and conditions == (None, None) and query.order.key in _BY_ID
        return "pictures_trashed" if is_trash else _FACTS
    if query.order.key in _IN_ORDER:
        return _IN_ORDER[query.order.key]
    if is_filter_alone and shown.created_since is None:
        return {None: "pictures_live", True: "pictures_favourite", False: _FACTS}[shown.favourite]
    return _FACTS


def _asks_no_fact(query: LibraryQuery) -> bool:
    shown = query.filter
    conditions = shown.favourite, shown.created_since
    shows_all = not shown.trashed and conditions == (None, None) and not query.collection
    return shows_all and all(term.is_text for term in query.search.terms)


def _leader(connection: sqlite3.Connection, query: LibraryQuery) -> Sql | None:
    """Return the SELECT that the fewest pictures match; None if even that matches many."""
    best: Sql | None = None
    fewest = _FEW + 1
    for source in islice(sources(connection, query), _COUNTED):
        number = _number(connection, source, fewest - 1)
        if number < fewest:
            best, fewest = source, number
        if fewest <= _VERY_FEW:
            break
    return best


def _have_few(connection: sqlite3.Connection, query: LibraryQuery, words: str) -> bool:
    terms = query.search.terms
    if all(term.excluded for term in terms if term.is_text):
        return False  # most pictures match, and counting them takes long
    return _number(connection, (WORDS, [words]), _FEW) <= _FEW


def _number(connection: sqlite3.Connection, source: Sql, most: int) -> int:
    """Return the number of rows of a source. Counting stops at `most + 1`."""
    select, values = source
    counted = f"SELECT count(*) FROM ({select} LIMIT ?)"
    (count,) = connection.execute(counted, (*values, most + 1)).fetchone()
    return int(count)


def _from_there(connection: sqlite3.Connection, query: LibraryQuery) -> list[Sql]:
    """Return the condition to start reading at the first picture of a period, if many others come before it.

    Ids grow with time, but an imported picture may be older than its neighbours. So the first id is looked
    up.
    """
    newest = query.order.key == "newest"
    for term in query.search.terms:
        if not isinstance(term.condition, MadeIn) or term.excluded or query.filter.trashed:
            continue
        since, until = term.condition.span(query.now)
        bound, beyond = (until, "created >= ?") if newest else (since, "created < ?")
        if bound is None:
            continue
        passed: Sql = f"SELECT id {_LIVE_MADE} AND {beyond}", [stored_moment(bound)]
        if _number(connection, passed, _FAR) <= _FAR:
            continue
        within, values = fact_asked(connection, term, query.now)
        end, sign = ("max", "<=") if newest else ("min", ">=")
        (first,) = connection.execute(f"SELECT {end}(id) {_LIVE_MADE} AND {within}", values).fetchone()
        return [("FALSE", [])] if first is None else [(f"id {sign} ?", [first])]
    return []
