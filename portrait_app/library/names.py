"""The names in use, such as schedulers and tags: read by leaps through an index, never row by row."""

# ruff: noqa: S608 - tables and columns are written in this file

import sqlite3
from collections.abc import Iterable, Iterator

from portrait_app.core.search.conditions import engines_of_model, names_of_model
from portrait_app.library.search.columns import WITHOUT_COLUMN

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
    """Return what the field's column holds, each once."""
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
    """Return tags as they are spelled where they are in use."""
    in_use = {tag.casefold(): tag for tag in stored_names(connection, "tag")}
    return {in_use.get(tag.casefold(), tag) for tag in tags}


def meanings(field: str, stored: str) -> tuple[str, ...]:
    """Return what a person may call a stored name; the last is how it is shown."""
    match field:
        case "model":
            return names_of_model(stored)
        case "engine":
            return engines_of_model(stored)
    return (stored,)


def known_values(connection: sqlite3.Connection, field: str) -> list[str]:
    """Return the values a field of a search has in this library, sorted; none for a field without names.

    For what has no column they are those of the catalogue: all records are not read for that.
    """
    if field == "size":
        return [f"{width}x{height}" for width, height in _sizes(connection)]
    if field in WITHOUT_COLUMN:
        return sorted((str(choice.value) for choice in WITHOUT_COLUMN[field].choices), key=str.casefold)
    if field not in _COLUMNS:
        return []
    named = (meanings(field, stored) for stored in stored_names(connection, field))
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
