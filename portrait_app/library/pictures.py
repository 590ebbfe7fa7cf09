"""The SQL of pictures. Every function works in the transaction of the connection that it gets."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence

from portrait_app.core.catalog import STORED_PARAMETERS
from portrait_app.core.metadata.origin import read_origin, write_origin
from portrait_app.core.picture import MOST_RETURNED, Picture
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.conditions import searched_model
from portrait_app.library.values import (
    UNREADABLE,
    moment_from,
    reading_from,
    request_from,
    stored_moment,
    stored_reading,
    stored_text,
    texts_from,
)

_log = logging.getLogger(__name__)

_WINDOW = 1000  # rows read or changed by one statement
_LARGEST = 2**63 - 1
AMONG = "id IN (SELECT value FROM json_each(?))"
_COLUMNS = (
    "id, job_id, sample, created, trashed, favourite, width, height, seed, cost, generation_seconds, "
    "size, format, file, sha256, request_id, understood, record, rating, tags, note, origin, "
    "EXISTS (SELECT 1 FROM missing_files WHERE picture_id = pictures.id) AS missing"
)


def add(connection: sqlite3.Connection, picture: Picture, engine: str) -> None:
    """Store a new picture. The database gives it an id; `picture.id` is ignored."""
    row = _row(picture, engine)
    names = ", ".join(row)
    marks = ", ".join(f":{name}" for name in row)
    connection.execute(f"INSERT INTO pictures ({names}) VALUES ({marks})", row)


def by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Picture]:
    """Return the pictures with these ids, in the order of `ids`; unknown ids are left out."""
    found: list[Picture] = []
    for window in windows(ids):
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM pictures WHERE {AMONG}", (json.dumps(window),)
        ).fetchall()
        collections = _collections(connection, window)
        pictures = {row["id"]: _picture(row, collections.get(row["id"], ())) for row in rows}
        found.extend(pictures[picture_id] for picture_id in window if picture_id in pictures)
    return found


def among(connection: sqlite3.Connection, ids: Sequence[int]) -> set[int]:
    """Return those of `ids` that belong to a picture."""
    # Read a small index: the table's rows are long
    rows = connection.execute(
        f"SELECT id FROM pictures INDEXED BY pictures_facts WHERE {AMONG}", (json.dumps(list(ids)),)
    )
    return {row[0] for row in rows}


def as_changed(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Picture]:
    """Return pictures that were just changed; an empty list if there are more than MANY."""
    return by_ids(connection, ids) if len(ids) <= MOST_RETURNED else []


def of_job(connection: sqlite3.Connection, job_id: int) -> list[Picture]:
    """Return the pictures of a job, in the order of its samples."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM pictures WHERE job_id = ? ORDER BY sample", (job_id,))
    return [_picture(row) for row in rows]


def _collections(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the collections of each picture; pictures in no collection are left out."""
    rows = connection.execute(
        f"""
        SELECT picture_id, json_group_array(name) AS names
        FROM collection_pictures JOIN collections ON id = collection_id
        WHERE picture_{AMONG} GROUP BY picture_id
        """,
        (json.dumps(ids),),
    )
    return {row["picture_id"]: tuple(sorted(json.loads(row["names"]))) for row in rows}


def windows(ids: Sequence[int]) -> Iterator[list[int]]:
    """Yield the ids in lists that are short enough for one statement."""
    for start in range(0, len(ids), _WINDOW):
        yield list(ids[start : start + _WINDOW])


def _row(picture: Picture, engine: str) -> dict[str, str | int | float | None]:
    asked = {row.called: picture.asked(row) for row in STORED_PARAMETERS}
    return {
        "job_id": picture.job_id,
        "sample": picture.sample,
        "created": stored_moment(picture.created),
        "trashed": stored_moment(picture.trashed),
        "favourite": picture.favourite,
        "rating": picture.rating,
        "tags": json.dumps([stored_text(tag) for tag in picture.tags], ensure_ascii=False),
        "note": stored_text(picture.note),
        "width": picture.width,
        "height": picture.height,
        "seed": _whole_number(picture.seed, "seed"),
        "steps": _whole_number(asked["steps"], "steps"),
        "guidance": asked["guidance"],
        "cost": picture.cost,
        "generation_seconds": picture.generation_seconds,
        "size": picture.size,
        "endpoint": stored_text(searched_model(picture)),
        "engine": engine,
        "scheduler": stored_text(str(asked["scheduler"])),
        "format": picture.format,
        "file": picture.file,
        "sha256": picture.sha256,
        "request_id": stored_text(picture.request_id),
        "understood": stored_reading(picture.understood, picture.missed, picture.drawing),
        "prompt": stored_text(picture.request.prompt),
        "negative_prompt": stored_text(picture.request.negative_prompt),
        "record": json.dumps(picture.request.record()),
        "origin": write_origin(picture.origin),
    }


def _whole_number(value: object, what: str) -> int | None:
    """Return an integer that SQLite can store, else None: an odd value must not lose a paid picture."""
    if isinstance(value, int) and -_LARGEST <= value <= _LARGEST:
        return value
    if value is not None:
        _log.warning("A picture's %s cannot be stored: %r", what, value)
    return None


def _picture(row: sqlite3.Row, collections: tuple[str, ...] = ()) -> Picture:
    understood, missed, drawing = reading_from(row["understood"])
    return Picture(
        id=row["id"],
        job_id=row["job_id"],
        sample=row["sample"],
        created=moment_from(row["created"]),
        request=_request(row),
        file=row["file"],
        format=row["format"],
        width=row["width"],
        height=row["height"],
        size=row["size"],
        sha256=row["sha256"],
        seed=row["seed"],
        cost=row["cost"],
        generation_seconds=row["generation_seconds"],
        request_id=row["request_id"],
        understood=understood,
        missed=missed,
        drawing=drawing,
        favourite=bool(row["favourite"]),
        trashed=moment_from(row["trashed"]),
        rating=row["rating"],
        tags=texts_from(row["tags"]),
        note=row["note"],
        collections=collections,
        origin=read_origin(row["origin"]),
        missing=bool(row["missing"]),
    )


def _request(row: sqlite3.Row) -> GenerationRequest:
    """Return the picture's request; an empty request if the stored one cannot be read."""
    try:
        return request_from(row["record"])
    except UNREADABLE as error:
        _log.info("How picture %d was made cannot be read: %s", row["id"], error)
        return GenerationRequest("")
