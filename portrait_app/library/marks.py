"""The SQL of edits of pictures. Old values are read before a change, so that the change can be undone."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter

from portrait_app.core.curation import (
    AddTags,
    Collect,
    Edit,
    Marks,
    PictureEdit,
    PreviousMarks,
    RemoveTags,
    RenameTags,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
    Stored,
    Tag,
    TagEdit,
)
from portrait_app.library import collections
from portrait_app.library.names import as_in_use
from portrait_app.library.pictures import AMONG, windows
from portrait_app.library.values import stored_moment

_COLUMNS: dict[type[Edit], str] = {
    SetFavourite: "favourite",
    SetRating: "rating",
    SetTrashed: "trashed",
    AddTags: "tags",
    RemoveTags: "tags",
    RenameTags: "tags",
    SetNote: "note",
}
_Groups = defaultdict[Stored, list[int]]
_Values = list[tuple[int, Stored]]  # ids of pictures, each with its new value


def edit(
    connection: sqlite3.Connection, ids: Sequence[int], edit: PictureEdit, now: datetime
) -> PreviousMarks:
    """Apply an edit to pictures, and return the former values for undo."""
    if isinstance(edit, Collect):
        return collections.collect(connection, ids, edit)
    column = _COLUMNS[type(edit)]
    changed = _change(connection, edit, now)
    former: _Groups = defaultdict(list)
    new: _Values = []
    select = f"SELECT id, {column} FROM pictures INDEXED BY pictures_facts WHERE {AMONG}"
    for window in windows(ids):
        for picture_id, value in connection.execute(select, (json.dumps(window),)).fetchall():
            if changed(value) != value:
                former[value].append(picture_id)
                new.append((picture_id, changed(value)))
    _set(connection, column, new)
    return PreviousMarks.of(edit, former)


def put_back(connection: sqlite3.Connection, former: PreviousMarks) -> None:
    """Give pictures their former values."""
    if isinstance(former.edit, Collect):
        collections.put_back(connection, former)
        return
    column = _COLUMNS[type(former.edit)]
    _set(connection, column, [(picture_id, value) for value, ids in former.groups() for picture_id in ids])


def _set(connection: sqlite3.Connection, column: str, values: _Values) -> None:
    """Write all values with one statement, in the order of ids.

    FTS5 flushes its memory after each statement, and whenever an id is smaller than the one before.
    """
    connection.execute(
        f"""
        UPDATE pictures SET {column} = new.value
        FROM (
            SELECT json_extract(value, '$[0]') AS picture_id, json_extract(value, '$[1]') AS value
            FROM json_each(?)
        ) AS new
        WHERE id = new.picture_id
        """,
        (json.dumps(sorted(values, key=itemgetter(0))),),
    )


def _change(connection: sqlite3.Connection, edit: PictureEdit, now: datetime) -> Callable[[Stored], Stored]:
    """Return a function from the old value of a column to the new one."""
    if isinstance(edit, AddTags | RemoveTags | RenameTags):
        return _tag_change(connection, edit)
    new: Stored = None
    match edit:
        case SetFavourite(favourite):
            new = int(favourite)
        case SetRating(stars):
            new = stars
        case SetNote(note):
            new = note
        case SetTrashed(True):
            moment = stored_moment(now)
            return lambda old: moment if old is None else old
    return lambda _old: new


def _tag_change(connection: sqlite3.Connection, edit: TagEdit) -> Callable[[Stored], Stored]:
    if isinstance(edit, RenameTags):
        return _renamed(connection, edit)
    if isinstance(edit, RemoveTags):
        return lambda old: _written(_read(old).difference(edit.tags))
    spelled = as_in_use(connection, edit.tags)
    return lambda old: _written(_read(old) | spelled)


def _renamed(connection: sqlite3.Connection, edit: RenameTags) -> Callable[[Stored], Stored]:
    renamed = frozenset(edit.tags)
    # Only the spelling of another tag counts: "Client" may become "client".
    is_own_spelling = edit.to.casefold() in {tag.casefold() for tag in renamed}
    to = {edit.to} if is_own_spelling else as_in_use(connection, [edit.to])

    def change(old: Stored) -> Stored:
        tags = _read(old)
        return _written((tags - renamed) | to) if tags & renamed else old

    return change


def all_tags(connection: sqlite3.Connection) -> list[Tag]:
    """Return the tags, each with its number of pictures outside the Trash."""
    rows = connection.execute(
        """
        SELECT tag, count(*) - count(trashed.id) FROM picture_tags
        LEFT JOIN (SELECT id FROM pictures INDEXED BY pictures_trashed WHERE trashed IS NOT NULL) AS trashed
            ON trashed.id = picture_id
        GROUP BY tag
        """
    )
    return sorted((Tag(*row) for row in rows), key=lambda row: (row.name.casefold(), row.name))


def tagged(connection: sqlite3.Connection, tags: Sequence[str]) -> list[int]:
    """Return the ids of the pictures with one of these tags, in ascending order."""
    rows = connection.execute(
        """
        SELECT DISTINCT picture_id FROM picture_tags
        WHERE tag IN (SELECT value FROM json_each(?)) ORDER BY picture_id
        """,
        (json.dumps(list(tags)),),
    )
    return [row[0] for row in rows]


def _read(tags: Stored) -> set[str]:
    return set(json.loads(str(tags)))


def _written(tags: set[str]) -> str:
    return json.dumps(sorted(tags), ensure_ascii=False)


def all_favourites(connection: sqlite3.Connection, ids: Sequence[int]) -> bool:
    """Say whether every one of these pictures is a favourite."""
    other = f"SELECT 1 FROM pictures INDEXED BY pictures_facts WHERE {AMONG} AND favourite = 0 LIMIT 1"
    return not any(connection.execute(other, (json.dumps(window),)).fetchone() for window in windows(ids))


def marks(connection: sqlite3.Connection, ids: Sequence[int]) -> Marks:
    """Return the marks that pictures have in common."""
    # All ids are one JSON text, which is parsed once per query. Only small indexes are read.
    among = (json.dumps(list(ids)),)
    count, favourites, lowest, highest, first, last = connection.execute(
        f"""
        SELECT count(*), total(favourite), min(rating), max(rating), min(note), max(note)
        FROM pictures INDEXED BY pictures_facts WHERE {AMONG}
        """,
        among,
    ).fetchone()
    tags = connection.execute(
        f"SELECT tag, count(*) FROM picture_tags WHERE picture_{AMONG} GROUP BY tag ORDER BY tag", among
    )
    inside = connection.execute(
        f"""
        SELECT name, count(*) FROM collection_pictures JOIN collections ON id = collection_id
        WHERE picture_{AMONG} GROUP BY name ORDER BY name
        """,
        among,
    )
    return Marks(
        count,
        int(favourites),
        lowest if lowest == highest else None,
        dict(tags.fetchall()),
        dict(inside.fetchall()),
        (first or "") if first == last else None,
    )
