"""Make pictures of files that have no row, and remove rows of pictures. No file is changed."""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import GeneratedImage
from portrait_app.core.errors import AppError
from portrait_app.core.file_errors import file_errors
from portrait_app.core.job import Job
from portrait_app.core.picture import Picture
from portrait_app.library import jobs, pictures
from portrait_app.library.check import can_adopt, job_and_sample, stop_if
from portrait_app.library.database import Database
from portrait_app.library.places import place_of

_log = logging.getLogger(__name__)

CheckImage = Callable[[bytes], GeneratedImage]  # raises AppError if the bytes are not a whole image


def adopt(
    folder: Path, database: Database, files: Sequence[str], check_image: CheckImage, cancel: Cancel
) -> list[Picture]:
    """Add a picture for each file whose job is done and whose sample has no picture; return the new pictures.

    Files that are not whole images are skipped. Raises AppError: CANCELLED, or the database failed.
    """
    adopted: list[Picture] = []
    for file in files:
        stop_if(cancel)
        origin = job_and_sample(file)
        if origin is None:
            continue
        try:
            path = place_of(folder, file)
            with file_errors(path):
                image = check_image(path.read_bytes())
                changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except AppError as error:
            _log.info("%s cannot be a picture: %s", file, error)
            continue
        with database.write(durable=True) as connection:
            adopted += enter(connection, file, origin, image, changed)
    return adopted


def enter(
    connection: sqlite3.Connection,
    file: str,
    origin: tuple[int, int],
    image: GeneratedImage,
    changed: datetime,
) -> list[Picture]:
    """Add a picture for a file if its job is done and its sample has no picture; return the new picture."""
    job_id, sample = origin
    taken = connection.execute("SELECT 1 FROM pictures WHERE job_id = ? AND sample = ?", origin).fetchone()
    if taken or not can_adopt(jobs.state(connection, job_id)):
        return []
    job = jobs.get(connection, job_id)
    picture = _picture(connection, job, sample, file, image, changed)
    pictures.add(connection, picture, jobs.engine_of(connection, job_id))
    return [known for known in pictures.of_job(connection, job_id) if known.sample == sample]


def _picture(
    connection: sqlite3.Connection, job: Job, sample: int, file: str, image: GeneratedImage, changed: datetime
) -> Picture:
    """Return a picture from the facts of its job and its file. The seed is not known."""
    paid = connection.execute(
        "SELECT cost, generation_seconds, request_id FROM jobs WHERE id = ?", (job.id,)
    ).fetchone()
    return Picture(
        id=0,  # given by the database
        job_id=job.id,
        sample=sample,
        created=job.finished or changed,
        request=job.request,
        file=file,
        format=image.format,
        width=image.width,
        height=image.height,
        size=len(image.data),
        sha256=hashlib.sha256(image.data).hexdigest(),
        cost=None if paid["cost"] is None else paid["cost"] / max(job.request.samples, 1),
        generation_seconds=paid["generation_seconds"],
        request_id=paid["request_id"],
    )


def forget(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Remove the rows of pictures. No other row refers to a picture, and its job stays."""
    connection.execute(
        "DELETE FROM pictures WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
