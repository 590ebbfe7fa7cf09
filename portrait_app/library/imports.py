"""Pictures from files: copied in once, with a job that is done and cost nothing here."""

# ruff: noqa: S608 - columns and conditions are written in this file; values are always bound

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
from portrait_app.library.image_files import discard, make_folder, write_whole
from portrait_app.library.names import as_in_use
from portrait_app.library.rescue.journal import Journal
from portrait_app.library.values import stored_moment, stored_text


class LibraryImport:
    """Implements `core.ports.PictureImport`; any thread may use it."""

    def __init__(self, folder: Path, database: Database, clock: Clock) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._adding = Lock()  # one at a time: the same file may be brought twice

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
        was_there = path.exists()  # from an import that was cut off, or brought from this very place
        for below in reversed(PurePosixPath(name).parents[:-1]):
            make_folder(self._folder / below)
        write_whole(path, image.data)
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
    """Return the file's place below the library's folder: by its bytes, so no two have the same."""
    made = file.created.astimezone(UTC)
    year = f"{made.year:04}"  # "%Y" leaves out leading zeros on some systems
    name = f"{year}-{made:%m-%d %H%M%S} {slug(file.request.prompt)} i{file.sha256}"
    return f"pictures/{year}/{made:%m}/{name}.{EXTENSIONS[file.format]}"


def _add_job(connection: sqlite3.Connection, file: ImportedFile, now: datetime) -> int:
    """Store a job that is done. It was not finished here: no day has it among what was done on it."""
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
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT has one
    return cursor.lastrowid


def _picture(file: ImportedFile, job_id: int, name: str) -> Picture:
    record = file.record
    picture = Picture(
        id=0,  # the database's to give
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
        picture, favourite=record.favourite, rating=record.rating, tags=record.tags, note=record.note
    )
