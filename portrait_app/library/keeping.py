"""Store a delivery: first the image files, then their rows and the job's end in one transaction."""

import hashlib
import logging
from collections.abc import Sequence
from itertools import count
from pathlib import Path, PurePosixPath
from threading import Lock

from portrait_app.core.delivery import Delivery, GeneratedImage
from portrait_app.core.file_errors import file_errors
from portrait_app.core.job import Job, JobState, check_transition
from portrait_app.core.picture import Picture
from portrait_app.core.ports.system import Clock
from portrait_app.library import jobs, pictures
from portrait_app.library.database import Database
from portrait_app.library.file_names import picture_file
from portrait_app.library.rescue.journal import Journal
from portrait_app.library.safe_files import make_folder, sync_folder, write_atomically
from portrait_app.library.spool import Spool

_log = logging.getLogger(__name__)


class Keeping:
    """Stores one delivery at a time. After a crash, the next try reuses the files already written."""

    def __init__(
        self, folder: Path, database: Database, spool: Spool, journal: Journal, clock: Clock
    ) -> None:
        self._folder = folder
        self._database = database
        self._spool = spool
        self._journal = journal
        self._clock = clock
        self._lock = Lock()

    def keep(self, job_id: int, delivery: Delivery) -> list[Picture]:
        """Store a delivery; a second call changes nothing. See `Library.keep`."""
        if not delivery.images:
            raise ValueError("a delivery without images is no delivery")
        with self._lock:  # one delivery at a time, so that no other thread takes the file name
            with self._database.read() as connection:
                job = jobs.get(connection, job_id)
                if job.state is JobState.DONE:
                    return pictures.of_job(connection, job_id)
            check_transition(job.state, JobState.DONE)
            arrived = [self._store(job, sample, delivery) for sample in range(len(delivery.images))]
            kept = self._enter(job_id, arrived, delivery)
        if not self._spool.remove(job_id):
            _log.warning("The reply of job %d is stored and could not be removed from the spool", job_id)
        return kept

    def _store(self, job: Job, sample: int, delivery: Delivery) -> Picture:
        image = delivery.images[sample]
        return Picture(
            id=0,  # given by the database
            job_id=job.id,
            sample=sample,
            created=self._clock.now(),
            request=job.request.with_values(**delivery.used),
            file=self._write(job, sample, image),
            format=image.format,
            width=image.width,
            height=image.height,
            size=len(image.data),
            sha256=hashlib.sha256(image.data).hexdigest(),
            seed=image.seed,
            cost=None if delivery.cost is None else delivery.cost / len(delivery.images),
            generation_seconds=delivery.generation_seconds,
            request_id=delivery.request_id,
            understood=image.understood,
            missed=image.missed,
            drawing=image.drawing,
        )

    def _write(self, job: Job, sample: int, image: GeneratedImage) -> str:
        """Write an image under the first name that is free or already has these bytes; return the name."""
        for attempt in count(1):
            file = picture_file(job, sample, image.format, attempt)
            path = self._folder / file
            with file_errors(path):
                if not path.exists():
                    self._make_folders(file)
                    write_atomically(path, image.data)
                    break
                if path.is_file() and not path.is_symlink() and path.read_bytes() == image.data:
                    sync_folder(path.parent)  # a crash may have prevented this after the file was written
                    break
        return file

    def _make_folders(self, file: str) -> None:
        """Make the subfolders of `file`, not the library's own folder: if that is gone, the user moved it."""
        for below in reversed(PurePosixPath(file).parents[:-1]):
            make_folder(self._folder / below)

    def _enter(self, job_id: int, arrived: Sequence[Picture], delivery: Delivery) -> list[Picture]:
        with self._database.write(durable=True) as connection:
            engine = jobs.engine_of(connection, job_id)
            for picture in arrived:
                pictures.add(connection, picture, engine)
            jobs.finish(connection, job_id, delivery, self._clock.now())
            self._journal.note(connection, job_id)
            return pictures.of_job(connection, job_id)
