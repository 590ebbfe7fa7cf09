"""The names in use, such as schedulers and tags. One index seek finds each, without reading all rows."""

# ruff: noqa: S608 - tables and columns are constants of this file

import sqlite3
from collections.abc import Iterable, Iterator

from portrait_app.core.catalog import find_endpoint
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.conditions import names_of_engine, names_of_model
from portrait_app.library.search.columns import WITHOUT_COLUMN
from portrait_app.library.values import UNREADABLE, request_from

_COLUMNS = {
    "scheduler": ("pictures", "scheduler"),
    "model": ("pictures", "endpoint"),
    "engine": ("pictures", "endpoint"),
    "tag": ("picture_tags", "tag"),
    "collection": ("collections", "name"),
}
_NEXT_SIZE = (
    "SELECT width, height FROM pictures WHERE width = :width AND height > :height ORDER BY height LIMIT 1",
    "SELECT width, height FROM pictures WHERE width > :width ORDER BY width, height LIMIT 1",
)


def stored_names(connection: sqlite3.Connection, field: str) -> list[str]:
    """Return the distinct values of a field's column."""
    table, column = _COLUMNS[field]
    rows = connection.execute(
        f"""
        WITH RECURSIVE found (value) AS (
            SELECT min({column}) FROM {table}
            UNION ALL
            SELECT (SELECT min({column}) FROM {table} WHERE {column} > value) FROM found
            WHERE value IS NOT NULL
        )
        SELECT value FROM found WHERE value IS NOT NULL
        """
    )
    return [row["value"] for row in rows]


def as_in_use(connection: sqlite3.Connection, tags: Iterable[str]) -> set[str]:
    """Return tags in the spelling that is in use; upper and lower case are equal."""
    in_use = {tag.casefold(): tag for tag in stored_names(connection, "tag")}
    return {in_use.get(tag.casefold(), tag) for tag in tags}


def meanings(connection: sqlite3.Connection, field: str, stored: str) -> tuple[str, ...]:
    """Return the names by which the user may search for a stored name; the screen shows the last one."""
    match field:
        case "model":
            return names_of_model(stored, _described(connection, stored).model.name)
        case "engine":
            return names_of_engine(stored, _described(connection, stored).engine)
    return (stored,)


def _described(connection: sqlite3.Connection, slug: str) -> GenerationRequest:
    """Return the newest request of a model that is not shipped: its record describes the model."""
    if find_endpoint(slug) is not None:
        return GenerationRequest(slug)
    query = "SELECT record FROM pictures WHERE endpoint = ? ORDER BY id DESC LIMIT 1"
    row = connection.execute(query, (slug,)).fetchone()
    try:
        return GenerationRequest(slug) if row is None else request_from(row["record"])
    except UNREADABLE:
        return GenerationRequest(slug)


def known_values(connection: sqlite3.Connection, field: str) -> list[str]:
    """Return the values that a search field has in this library, sorted; an empty list if it has no names.

    For a field without a column, the values are those of the catalogue, because reading all records is slow.
    """
    if field == "size":
        return [f"{width}x{height}" for width, height in _sizes(connection)]
    if field in WITHOUT_COLUMN:
        return sorted((str(choice.value) for choice in WITHOUT_COLUMN[field].choices), key=str.casefold)
    if field not in _COLUMNS:
        return []
    named = (meanings(connection, field, stored) for stored in stored_names(connection, field))
    return sorted({names[-1] for names in named if names and names[-1]}, key=str.casefold)


def _sizes(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    width = height = -1
    while True:
        here = {"width": width, "height": height}
        found = (connection.execute(leap, here).fetchone() for leap in _NEXT_SIZE)
        row = next(filter(None, found), None)
        if row is None:
            return
        width, height = row
        yield width, height
