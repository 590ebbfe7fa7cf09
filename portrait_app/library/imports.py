"""Copy picture files into the library. Each gets a job that is done and cost nothing."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from threading import Lock

from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.job import JobState
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.picture import Picture
from portrait_app.core.ports.system import Clock
from portrait_app.library import pictures
from portrait_app.library.database import Database
from portrait_app.library.file_names import EXTENSIONS, slug
from portrait_app.library.names import as_in_use
from portrait_app.library.rescue.journal import Journal
from portrait_app.library.safe_files import discard, make_folder, write_atomically
from portrait_app.library.values import stored_moment, stored_text


class LibraryImport:
    """Implements `PictureImport`; any thread may use it."""

    def __init__(self, folder: Path, database: Database, clock: Clock) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._adding = Lock()  # one import at a time: two threads may bring the same file

    def known(self, file: ImportedFile) -> Picture | None:
        with self._database.read() as connection:
            return _known(connection, file)

    def add(self, file: ImportedFile, image: GeneratedImage) -> Picture:
        with self._adding:
            here = self.known(file)
            return self._add(file, image) if here is None else here

    def _add(self, file: ImportedFile, image: GeneratedImage) -> Picture:
        name = _name(file)
        path = self._folder / name
        was_there = path.exists()  # from an interrupted import, or the imported file is this very file
        for below in reversed(PurePosixPath(name).parents[:-1]):
            make_folder(self._folder / below)
        write_atomically(path, image.data)
        try:
            with self._database.write(durable=True) as connection:
                job_id = _add_job(connection, file, self._clock.now())
                picture = _picture(file, job_id, name)
                picture = replace(picture, tags=tuple(sorted(as_in_use(connection, picture.tags))))
                pictures.add(connection, picture, file.request.engine)
                Journal(self._folder).note(connection, job_id)
                return pictures.of_job(connection, job_id)[0]
        except BaseException:
            if not was_there:
                discard(path)
            raise


def _known(connection: sqlite3.Connection, file: ImportedFile) -> Picture | None:
    marks = ", ".join("?" for _ in file.originals)
    row = connection.execute(
        f"SELECT id FROM pictures WHERE sha256 IN ({marks}) ORDER BY sha256 <> ?, id",
        (*file.originals, file.sha256),
    ).fetchone()
    return None if row is None else pictures.by_ids(connection, [row["id"]])[0]


def _name(file: ImportedFile) -> str:
    """Return the file's path below the library's folder. It contains the SHA-256, so it is unique."""
    made = file.created.astimezone(UTC)
    year = f"{made.year:04}"  # "%Y" leaves out leading zeros on some systems
    name = f"{year}-{made:%m-%d %H%M%S} {slug(file.request.prompt)} i{file.sha256}"
    return f"pictures/{year}/{made:%m}/{name}.{EXTENSIONS[file.format]}"


def _add_job(connection: sqlite3.Connection, file: ImportedFile, now: datetime) -> int:
    """Store a done job without an end time: it was not made here, so it belongs to no day's jobs."""
    cursor = connection.execute(
        "INSERT INTO jobs (state, endpoint, engine, created, record) VALUES (?, ?, ?, ?, ?)",
        (
            JobState.DONE,
            stored_text(file.request.endpoint),
            file.request.engine,
            stored_moment(now),
            json.dumps(file.request.record()),
        ),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT always has one
    return cursor.lastrowid


def _picture(file: ImportedFile, job_id: int, name: str) -> Picture:
    record = file.record
    picture = Picture(
        id=0,  # given by the database
        job_id=job_id,
        sample=0,
        created=file.created,
        request=file.request,
        file=name,
        format=file.format,
        width=file.width,
        height=file.height,
        size=file.size,
        sha256=file.sha256,
        seed=file.seed,
        origin=file.origin,
    )
    if record is None:
        return replace(picture, rating=file.photo.rating, tags=file.photo.tags)
    return replace(
        picture,
        favourite=record.favourite,
        rating=record.rating,
        tags=record.tags,
        note=record.note,
        drawing=record.drawing,
    )
