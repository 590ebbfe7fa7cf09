"""The SQL of collections. Every function works in the transaction of the connection that it gets."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from portrait_app.core.curation import (
    Collect,
    Collection,
    CreateCollection,
    DeleteCollection,
    OfCollection,
    PreviousMarks,
    RenameCollection,
)
from portrait_app.library.pictures import AMONG, windows
from portrait_app.library.values import stored_moment

_ID = "SELECT id FROM collections WHERE name = ?"
_INSIDE = f"FROM collection_pictures WHERE collection_id = ({_ID}) AND picture_{AMONG}"


def all_collections(connection: sqlite3.Connection) -> list[Collection]:
    """Return the collections, each with its number of pictures outside the Trash."""
    # Count all memberships in one index, then subtract those in the Trash. Only the few pictures in the
    # Trash are looked up, not a million.
    rows = connection.execute(
        """
        SELECT name, ifnull(every.pictures, 0) - ifnull(trashed.pictures, 0)
        FROM collections
        LEFT JOIN (
            SELECT collection_id, count(*) AS pictures FROM collection_pictures GROUP BY collection_id
        ) AS every ON every.collection_id = id
        LEFT JOIN (
            SELECT collection_id, count(*) AS pictures
            FROM pictures INDEXED BY pictures_trashed
            CROSS JOIN collection_pictures INDEXED BY collection_pictures_by_picture
                ON picture_id = pictures.id
            WHERE trashed IS NOT NULL
            GROUP BY collection_id
        ) AS trashed ON trashed.collection_id = id
        """
    )
    return sorted((Collection(*row) for row in rows), key=lambda row: (row.name.casefold(), row.name))


def edit(connection: sqlite3.Connection, edit: OfCollection, now: datetime) -> PreviousMarks:
    """Apply an edit of a collection, and return the former state for undo.

    The former state is empty if the edit changed nothing: the collection is gone, or the name is taken.
    """
    match edit:
        case CreateCollection(name):
            done = _insert(connection, name, stored_moment(now))
        case RenameCollection(name, to):
            done = _rename(connection, name, to)
        case DeleteCollection(name):
            return _delete(connection, name)
    return PreviousMarks.of(edit, {None: []} if done else {})


def put_back(connection: sqlite3.Connection, former: PreviousMarks) -> None:
    """Undo an edit of a collection, or of the pictures in one."""
    match former.edit:
        case CreateCollection(name):
            _delete(connection, name)
        case RenameCollection(name, to):
            _rename(connection, to, name)
        case DeleteCollection(name):
            ((created, ids),) = former.groups()
            _insert(connection, name, created)
            _put_in(connection, name, ids)
        case Collect(name, inside):
            (_take_out if inside else _put_in)(connection, name, former.ids())


def _insert(connection: sqlite3.Connection, name: str, created: object) -> bool:
    sql = "INSERT OR IGNORE INTO collections (name, created) VALUES (?, ?)"
    return connection.execute(sql, (name, created)).rowcount > 0


def _rename(connection: sqlite3.Connection, name: str, to: str) -> bool:
    sql = "UPDATE OR IGNORE collections SET name = :to WHERE name = :name AND name <> :to"
    return connection.execute(sql, {"name": name, "to": to}).rowcount > 0


def _delete(connection: sqlite3.Connection, name: str) -> PreviousMarks:
    """Delete a collection, and return its creation time and its pictures."""
    found = connection.execute("SELECT id, created FROM collections WHERE name = ?", (name,)).fetchone()
    if found is None:
        return PreviousMarks.of(DeleteCollection(name), {})
    inside = connection.execute(
        "SELECT picture_id FROM collection_pictures WHERE collection_id = ?", (found["id"],)
    )
    former = PreviousMarks.of(DeleteCollection(name), {found["created"]: [row[0] for row in inside]})
    connection.execute("DELETE FROM collections WHERE id = ?", (found["id"],))  # deletes its memberships too
    return former


def collect(connection: sqlite3.Connection, ids: Sequence[int], edit: Collect) -> PreviousMarks:
    """Add pictures to a collection or remove them, and return the pictures that this changed."""
    changed: list[int] = []
    for window in windows(ids):
        rows = connection.execute(f"SELECT picture_id {_INSIDE}", (edit.name, json.dumps(window)))
        inside = {row[0] for row in rows}
        changed += [number for number in window if (number in inside) is not edit.inside]
    if edit.inside:
        changed = _put_in(connection, edit.name, changed)
    else:
        _take_out(connection, edit.name, changed)
    return PreviousMarks.of(edit, {not edit.inside: changed})


def _put_in(connection: sqlite3.Connection, name: str, ids: Sequence[int]) -> list[int]:
    """Add those of the pictures that are still in the library, and return them."""
    put_in: list[int] = []
    for window in windows(ids):
        rows = connection.execute(
            f"""
            INSERT OR IGNORE INTO collection_pictures (collection_id, picture_id)
            SELECT collections.id, pictures.id FROM collections, pictures
            WHERE name = ? AND pictures.{AMONG} RETURNING picture_id
            """,
            (name, json.dumps(window)),
        )
        put_in += [row[0] for row in rows.fetchall()]
    return put_in


def _take_out(connection: sqlite3.Connection, name: str, ids: Sequence[int]) -> None:
    for window in windows(ids):
        connection.execute(f"DELETE {_INSIDE}", (name, json.dumps(window)))
