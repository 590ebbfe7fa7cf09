"""The ports for storing pictures and jobs, and for housekeeping."""

from array import array
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from portrait_app.core.bitmap import Bitmap
from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckReport, Located, Report, Tidied
from portrait_app.core.delivery import Delivery, RawReply, Ticket
from portrait_app.core.errors import AppError
from portrait_app.core.job import DoneJob, Job, JobState
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.query import LibraryQuery


class Library(Protocol):
    """Stores jobs and pictures. Every method may access the disk: call it on a worker.

    All methods raise AppError of a LIBRARY_, DISK_ or FILE_ kind.
    """

    @property
    def folder(self) -> Path: ...

    def add_job(self, request: GenerationRequest) -> Job:
        """Store a new job in the state *queued*."""
        ...

    def set_job_state(
        self, job_id: int, to: JobState, error: AppError | None = None, sent_there: datetime | None = None
    ) -> Job:
        """Change a job's state. The change is durable when the method returns. Raises IllegalTransition too.

        `sent_there` is the current time by the service's clock, for a job that is being sent.
        """
        ...

    def set_waiting(self, job_id: int, ticket: Ticket) -> Job:
        """Change a job's state to *waiting* and store its ticket, in one durable transaction.

        A job that was cancelled meanwhile stays cancelled, with the ticket. Raises IllegalTransition too.
        """
        ...

    def known_requests(self, request_ids: Sequence[str]) -> set[str]:
        """Return those of the service's request ids that belong to a job in the library."""
        ...

    def unfinished_jobs(self) -> list[Job]:
        """Return the jobs that are queued, sending, waiting or received, in the queue's order."""
        ...

    def move_jobs(self, positions: Mapping[int, float]) -> None:
        """Store new positions in the queue by job id, in one transaction. Unknown ids are ignored."""
        ...

    def failed_jobs(self, limit: int = 200) -> list[Job]:
        """Return the newest failed jobs that the user has not dismissed, in the queue's order."""
        ...

    def dismiss_job(self, job_id: int) -> None:
        """Mark a failed job as dismissed, so that `failed_jobs` omits it. Its cost and details stay."""
        ...

    def jobs_in(self, states: Sequence[JobState], limit: int = 200) -> list[Job]:
        """Return the newest jobs in any of `states`, newest first."""
        ...

    def jobs_done_since(self, moment: datetime) -> list[DoneJob]:
        """Return the jobs that brought pictures after a moment (UTC), newest first, at most 5,000."""
        ...

    def spool(self, job_id: int, reply: RawReply) -> None:
        """Write a whole reply to disk, then change the job's state to *received*."""
        ...

    def spooled(self, job_id: int) -> RawReply | None:
        """Return the spooled reply of a job; None if there is none."""
        ...

    def keep(self, job_id: int, delivery: Delivery) -> list[Picture]:
        """Write the images to files, then store the rows and the state *done* in one transaction.

        A second call for the same job stores nothing and returns the same pictures.
        """
        ...

    def picture_ids(self, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None) -> "array[int]":
        """Return the ids of the matching pictures in the query's order, as signed 64-bit integers.

        With a limit, only the first ids are returned. That is fast for a library of any size.

        Raises:
            AppError: CANCELLED too, soon after cancellation.
        """
        ...

    def picture_count(self, query: LibraryQuery, cancel: Cancel | None = None) -> int:
        """Return the number of matching pictures, several times faster than `picture_ids`. Raises like it."""
        ...

    def known_values(self, field_key: str) -> list[str]:
        """Return the known values of a search field in alphabetical order, such as the schedulers used.

        Empty for a field that is not of kind NAME.
        """
        ...

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        """Return the pictures with these ids, in the order given. Unknown ids are ignored."""
        ...

    def find_missing(self, cancel: Cancel) -> list[int]:
        """Look which pictures' files are missing, and keep that for searches with `is:missing`.

        Return the ids of the pictures whose file has gone or come back since the last look.

        Raises:
            AppError: CANCELLED too.
        """
        ...

    def path(self, picture: Picture) -> Path:
        """Return the path of the picture's original file."""
        ...

    def close(self) -> None: ...


class ThumbnailStore(Protocol):
    """The cache of thumbnails. It can be rebuilt, so it never raises: a failed write is not cached."""

    def get(self, ids: Sequence[int], side: int) -> Mapping[int, bytes]:
        """Return the encoded thumbnails in the cache, by picture id."""
        ...

    def encoded(self, bitmap: Bitmap, side: int) -> bytes:
        """Encode an image whose longer side is `side` pixels, for `put`."""
        ...

    def put(self, thumbnails: Mapping[int, bytes], side: int) -> None:
        """Store encoded thumbnails, by picture id, whose longer side is `side` pixels."""
        ...

    def close(self) -> None: ...


class Home(Protocol):
    """Remembers where a library has been used: machine, user and folder.

    Every method may access the disk and raise AppError. If the disk is full, nothing is remembered, and the
    user is asked again when the library is next opened.
    """

    def is_known(self) -> bool:
        """Whether jobs that wait in the library may be sent from this machine by this user."""
        ...

    def settle(self) -> None:
        """Remember this place, so that jobs may be sent from it."""
        ...

    def close_to_others(self) -> None:
        """Remove other users' access to the library. Only the first call does this.

        So a folder that its owner shares again later stays shared.
        """
        ...


class Housekeeping(Protocol):
    """Checks and repairs the files of a library. Every method may take long: call it on a worker.

    All methods raise AppError of a LIBRARY_, DISK_ or FILE_ kind, or CANCELLED. `report` is called regularly,
    on the worker thread.
    """

    def check(self, *, thorough: bool, report: Report, cancel: Cancel) -> CheckReport:
        """Compare the rows of the database with the files in the folder, both ways. Nothing is changed.

        A thorough check reads every file and compares its SHA-256.
        """
        ...

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Return the ids of those pictures whose files do not exist."""
        ...

    def locate(self, ids: Sequence[int] | None, where: Path, report: Report, cancel: Cancel) -> Located:
        """Search a file or a folder for missing files, and copy the found ones back to their places.

        `ids` is None for the missing files of all pictures, which are found first. A file is identified by
        its size and SHA-256; its name does not matter. No file is overwritten.
        """
        ...

    def forget(self, ids: Sequence[int]) -> list[int]:
        """Delete the rows of pictures whose files are missing; return the deleted ids. No file is touched."""
        ...

    def adopt(self, files: Sequence[str], cancel: Cancel) -> list[Picture]:
        """Create the pictures of files whose job is known, and return them. No file is touched."""
        ...

    def remove_leftovers(self, files: Sequence[str]) -> list[str]:
        """Delete temporary files only, and return the deleted ones."""
        ...

    def tidy(self, report: Report, cancel: Cancel) -> Tidied:
        """Delete thumbnails of pictures that no longer exist, and compact the databases."""
        ...

    def file_path(self, file: str) -> Path:
        """Return the path of a file that a report names."""
        ...
