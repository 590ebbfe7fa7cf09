"""Small sets of pictures that one index finds for a query. A search starts from the smallest such set."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import sqlite3
from collections.abc import Iterator

from portrait_app.core.search.conditions import Condition, HasFlag, HasName, HasSize, InRange, MadeIn
from portrait_app.core.search.expression import AnyOf
from portrait_app.core.search.query import LibraryQuery
from portrait_app.library.search.sql import COLLECTION, MISSING, Sql, fact_asked, pictures_named
from portrait_app.library.values import stored_moment

_OF_NUMBER = {
    "rating": "pictures_rating",
    "cost": "pictures_cost",
    "seed": "pictures_seed",
    "steps": "pictures_steps",
    "guidance": "pictures_guidance",
}
_OF_FLAG = {"favourite": "pictures_favourite", "rated": "pictures_rating"}
_OF_NAME = {"scheduler": "pictures_scheduler", "model": "pictures_endpoint", "engine": "pictures_endpoint"}
_OF_TRASH_TOO = {"pictures_scheduler", "pictures_endpoint", "pictures_size"}


def sources(connection: sqlite3.Connection, query: LibraryQuery) -> Iterator[Sql]:
    """Yield SELECTs of distinct ids as `hit`. Every picture that the query shows is in each of them."""
    shown = query.filter
    if query.collection:
        yield COLLECTION, [query.collection]
    if shown.trashed:
        yield "SELECT id AS hit FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL", []
        return  # most other indexes leave out the Trash
    if shown.favourite:
        yield _live("pictures_favourite", ("favourite = 1", []))
    if shown.created_since is not None:
        since = stored_moment(shown.created_since(query.now))
        yield _live("pictures_live_created", ("created >= ?", [since]))
    for term in query.search.terms:
        if term.excluded:
            continue
        if isinstance(term.condition, HasName) and term.condition.field in {"tag", "collection"}:
            select, names = pictures_named(connection, term.condition)
            yield f"SELECT DISTINCT picture_id AS hit FROM ({select})", names
        elif term.condition == HasFlag("missing"):
            yield MISSING, []
        elif index := _index_of(term.condition):
            fact, values = fact_asked(connection, term, query.now)
            if index == "pictures_seed":  # this index begins with `seed IS NULL`, to sort unknown seeds last
                fact = f"(seed IS NULL) = 0 AND {fact}"
            if index in _OF_TRASH_TOO:
                yield f"SELECT id AS hit FROM pictures INDEXED BY {index} WHERE {fact}", values
            else:
                yield _live(index, (fact, values))


def _live(index: str, fact: Sql) -> Sql:
    condition, values = fact
    return f"SELECT id AS hit FROM pictures INDEXED BY {index} WHERE trashed IS NULL AND {condition}", values


def _index_of(condition: Condition | AnyOf) -> str:
    match condition:
        case InRange(field=field):
            return _OF_NUMBER.get(field, "")
        case HasFlag(flag=flag, unset=False):
            return _OF_FLAG.get(flag, "")
        case HasName(field=field):
            return _OF_NAME.get(field, "")
        case MadeIn():
            return "pictures_live_created"
        case HasSize(width=int(), either=False):
            return "pictures_size"
    return ""
