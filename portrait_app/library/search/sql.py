"""Translate the terms of a search to SQL. A test compares the results with `core.search.conditions`."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import sqlite3
from collections.abc import Callable
from datetime import datetime
from itertools import chain

from portrait_app.core.search.conditions import (
    PLAIN,
    Condition,
    HasFlag,
    HasName,
    HasSize,
    HasWords,
    InRange,
    MadeIn,
)
from portrait_app.core.search.expression import AnyOf, Search, Term
from portrait_app.library.names import meanings, stored_names
from portrait_app.library.search.columns import WITHOUT_COLUMN, flag, number, text
from portrait_app.library.search.schema import EVERY
from portrait_app.library.values import stored_moment

Bound = int | float | str | bytearray
Sql = tuple[str, list[Bound]]  # a condition or a SELECT, and the values bound to it

WORDS = "SELECT rowid AS hit FROM picture_search WHERE picture_search MATCH ?"
COLLECTION = (
    "SELECT picture_id AS hit FROM collection_pictures"
    " WHERE collection_id = (SELECT id FROM collections WHERE name = ?)"
)
MISSING = "SELECT picture_id AS hit FROM missing_files"

WordsSql = Callable[[Search], Sql]  # the condition that a picture contains the words of a search

_FLAGS = {
    "favourite": "favourite = 1",
    "rated": "rating > 0",
    "tagged": "pictures.tags <> '[]'",
    "noted": "pictures.note <> ''",
    "collected": "id IN (SELECT picture_id FROM collection_pictures)",
    "missing": f"id IN ({MISSING})",
}


def match_expression(search: Search) -> str:
    """Return the FTS5 expression for the words of a search; empty if the search has no words."""
    sought, left_out = _phrases(search)
    if not sought and not left_out:
        return ""
    expression = " AND ".join(sought) or f'"{EVERY}"'
    return f"({expression}) NOT ({' OR '.join(left_out)})" if left_out else expression


def non_match_expression(search: Search) -> str:
    """Return the FTS5 expression for the pictures that the words of a search do not match."""
    sought, left_out = _phrases(search)
    if sought:
        return f'"{EVERY}" NOT ({match_expression(search)})'
    return " OR ".join(left_out)  # a NOT inside a NOT would take seconds, and could not be interrupted


def _phrases(search: Search) -> tuple[list[str], list[str]]:
    """Return the FTS5 phrases that a search wants, and those that it excludes."""
    sought: list[str] = []
    left_out: list[str] = []
    for term in search.terms:
        if term.is_text:
            (left_out if term.excluded else sought).append(_phrase(term.condition))
    return sought, left_out


def _phrase(condition: Condition | AnyOf) -> str:
    if isinstance(condition, AnyOf):
        return f"({' OR '.join(f'({match_expression(search)})' for search in condition.searches)})"
    if not isinstance(condition, HasWords):
        raise TypeError("not words")
    # A word contains no quote: it consists of letters and digits, or is one character of another script.
    phrase = f'"{" ".join(condition.phrase)}"{"*" if condition.begun else ""}'
    return f"{condition.text or _PLAIN} : {phrase}"


def facts_asked(
    connection: sqlite3.Connection, search: Search, now: datetime, words: WordsSql | None = None
) -> list[Sql]:
    """Return the conditions on columns of `pictures`; dates are relative to the local time `now`.

    Terms with words are left out, but for alternatives of words and others, where `words` is given.
    """
    terms = [term for term in search.terms if not term.is_text and (words or not term.asks_words)]
    return [fact_asked(connection, term, now, words) for term in terms]


def fact_asked(
    connection: sqlite3.Connection, term: Term, now: datetime, words: WordsSql | None = None
) -> Sql:
    """Return the condition of one term. `words` answers the words among its alternatives."""
    if isinstance(term.condition, AnyOf):
        return _unless(term.excluded, _any_of(connection, term.condition, now, words))
    if term.is_text:
        raise TypeError("words are not a column")
    return _unless(term.excluded, _fact(connection, term.condition, now))


def _any_of(connection: sqlite3.Connection, choice: AnyOf, now: datetime, words: WordsSql | None) -> Sql:
    of_words = tuple(
        search
        for search in choice.searches
        if all(term.is_text and not term.excluded for term in search.terms)
    )
    # One question of the index answers all alternatives that are words alone.
    asked = [Search((Term(AnyOf(of_words)),))] if of_words else []
    asked += [search for search in choice.searches if search not in of_words]
    return joined("OR", [_every(connection, search, now, words) for search in asked])


def _every(connection: sqlite3.Connection, search: Search, now: datetime, words: WordsSql | None) -> Sql:
    texts = Search(tuple(term for term in search.terms if term.is_text))
    parts = facts_asked(connection, search, now, words)
    if not texts.is_empty:
        if words is None:
            raise TypeError("words are not a column")
        parts.append(words(texts))
    return joined("AND", parts)


def joined(operator: str, parts: list[Sql]) -> Sql:
    """Return the condition that joins `parts` with AND or OR."""
    condition = f" {operator} ".join(f"({part})" for part, _values in parts)
    return condition, list(chain.from_iterable(values for _part, values in parts))


def _unless(excluded: bool, fact: Sql) -> Sql:
    condition, values = fact
    # An unknown value (NULL) matches no condition, so an excluding term does not hide it either.
    return (f"({condition}) IS NOT TRUE", values) if excluded else fact


def _fact(connection: sqlite3.Connection, condition: Condition, now: datetime) -> Sql:
    match condition:
        case InRange():
            return _in_range(condition)
        case HasSize():
            return _has_size(condition)
        case MadeIn():
            return _made_in(condition, now)
        case HasFlag():
            return _unless(condition.unset, (_FLAGS.get(condition.flag) or flag(condition.flag), []))
        case HasWords():
            return f"has_words({text(condition.text)}, ?, ?)", [" ".join(condition.phrase), condition.begun]
        case HasName():
            return _has_name(connection, condition)


def _in_range(condition: InRange) -> Sql:
    asked = number(condition.field)
    parts = [f"{asked} IS NOT NULL"]
    values: list[Bound] = []
    if condition.low is not None:
        parts.append(f"{asked} {'>' if condition.above else '>='} ?")
        values.append(condition.low)
    if condition.high is not None:
        parts.append(f"{asked} {'<' if condition.below else '<='} ?")
        values.append(condition.high)
    return " AND ".join(parts), values


def _has_size(condition: HasSize) -> Sql:
    if condition.either:
        return "? IN (width, height)", [condition.width or 0]
    sides = {"width": condition.width, "height": condition.height}
    asked = {side: pixels for side, pixels in sides.items() if pixels is not None}
    return " AND ".join(f"{side} = ?" for side in asked), list(asked.values())


def _made_in(condition: MadeIn, now: datetime) -> Sql:
    since, until = condition.span(now)
    parts: list[str] = []
    values: list[Bound] = []
    if since is not None:
        parts.append("created >= ?")
        values.append(stored_moment(since))
    if until is not None:
        parts.append("created < ?")
        values.append(stored_moment(until))
    return " AND ".join(parts), values


def _has_name(connection: sqlite3.Connection, condition: HasName) -> Sql:
    if condition.field in {"tag", "collection"}:
        select, listed = pictures_named(connection, condition)
        return f"id IN ({select})", listed
    if condition.field in WITHOUT_COLUMN:
        return f"has_name({text(condition.field)}, ?, ?)", [" ".join(condition.name), condition.begun]
    column = "scheduler" if condition.field == "scheduler" else "endpoint"
    names: list[Bound] = [*_names_meant(connection, condition)]
    return f"{column} IN ({', '.join('?' * len(names))})", names  # a literal list is faster for a few names


def pictures_named(connection: sqlite3.Connection, condition: HasName) -> Sql:
    """Return the SELECT of the `picture_id`s with a tag or in a collection. An id may appear twice."""
    names: list[Bound] = [json.dumps(_names_meant(connection, condition))]
    if condition.field == "tag":
        return f"SELECT picture_id FROM picture_tags WHERE tag IN {_LISTED}", names
    of_these = f"SELECT id FROM collections WHERE name IN {_LISTED}"
    return f"SELECT picture_id FROM collection_pictures WHERE collection_id IN ({of_these})", names


def _names_meant(connection: sqlite3.Connection, condition: HasName) -> list[str]:
    """Return the stored names that match. Comparing the few names in use is cheaper than every row."""
    return [
        name
        for name in stored_names(connection, condition.field)
        if any(map(condition.accepts, meanings(connection, condition.field, name)))
    ]


_PLAIN = f"{{{' '.join(PLAIN)}}}"
_LISTED = "(SELECT value FROM json_each(?))"
