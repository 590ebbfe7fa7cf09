"""What keeps pictures, and looks after them."""

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
    """Keeps jobs and pictures. Every method may touch the disk, none belongs on the GUI thread.

    All raise AppError of a LIBRARY_, DISK_ or FILE_ kind.
    """

    @property
    def folder(self) -> Path: ...

    def add_job(self, request: GenerationRequest) -> Job:
        """Store a new job, queued."""
        ...

    def set_job_state(
        self, job_id: int, to: JobState, error: AppError | None = None, sent_there: datetime | None = None
    ) -> Job:
        """Move a job one legal step, durable before this returns. Raises IllegalTransition too.

        `sent_there` is what time it is by the service's clock, for one that is being sent.
        """
        ...

    def set_waiting(self, job_id: int, ticket: Ticket) -> Job:
        """Move a job to *waiting* with its ticket, both in one durable step.

        A job that was cancelled meanwhile keeps the ticket and stays cancelled. Raises IllegalTransition too.
        """
        ...

    def known_requests(self, request_ids: Sequence[str]) -> set[str]:
        """Return those of the service's request ids that belong to a job here."""
        ...

    def unfinished_jobs(self) -> list[Job]:
        """Return the jobs that are queued, sending, waiting or received, in the queue's order."""
        ...

    def move_jobs(self, positions: Mapping[int, float]) -> None:
        """Put jobs, by id, at new positions of the queue, all or none; unknown ids are left out."""
        ...

    def failed_jobs(self, limit: int = 200) -> list[Job]:
        """Return the newest jobs that failed and that nobody has dismissed, in the queue's order."""
        ...

    def dismiss_job(self, job_id: int) -> None:
        """Have a job that failed not brought up again; costs and details stay."""
        ...

    def jobs_in(self, states: Sequence[JobState], limit: int = 200) -> list[Job]:
        """Return the newest jobs in any of `states`, newest first."""
        ...

    def jobs_done_since(self, moment: datetime) -> list[DoneJob]:
        """Return the jobs that brought pictures after a UTC moment, newest first; the last 5,000 at most."""
        ...

    def spool(self, job_id: int, reply: RawReply) -> None:
        """Write a reply to disk whole, then move the job to *received*."""
        ...

    def spooled(self, job_id: int) -> RawReply | None:
        """Return the reply that was spooled for a job."""
        ...

    def keep(self, job_id: int, delivery: Delivery) -> list[Picture]:
        """Store the images as files, then rows and the job's *done* in one transaction.

        Calling it again for a job that is done returns the same pictures and stores nothing.
        """
        ...

    def picture_ids(self, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None) -> "array[int]":
        """Return the ids of what matches, in the query's order, as signed 64 bit numbers.

        With a limit only the first so many, which are there at once however large the library is.

        Raises:
            AppError: CANCELLED as well, soon after `cancel` was called.
        """
        ...

    def picture_count(self, query: LibraryQuery, cancel: Cancel | None = None) -> int:
        """Return how many match, several times as quickly as their ids. Raises like `picture_ids`."""
        ...

    def known_values(self, field_key: str) -> list[str]:
        """Return what a field of `core.search.fields` is known to hold, such as schedulers that were used.

        Sorted for a person; empty for a field that is not about names.
        """
        ...

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        """Return the pictures with these ids, in the order given; unknown ids are left out."""
        ...

    def path(self, picture: Picture) -> Path:
        """Return where the original bytes are."""
        ...

    def close(self) -> None: ...


class ThumbnailStore(Protocol):
    """The rebuildable cache of small images. It never raises: what fails is not cached."""

    def get(self, ids: Sequence[int], side: int) -> Mapping[int, bytes]:
        """Return the encoded thumbnails that are there, by picture id."""
        ...

    def encoded(self, bitmap: Bitmap, side: int) -> bytes:
        """Return what to `put` of an image whose longer side is `side` pixels."""
        ...

    def put(self, thumbnails: Mapping[int, bytes], side: int) -> None:
        """Keep encoded thumbnails whose longer side is `side` pixels."""
        ...

    def close(self) -> None: ...


class Home(Protocol):
    """Knows where a library has been used. Every method may touch the disk. All raise AppError.

    What cannot be noted, on a full disk, is asked again at the next opening.
    """

    def is_known(self) -> bool:
        """Whether what waits in the library may be sent from this machine by this user."""
        ...

    def settle(self) -> None:
        """Have the library at home here too from now on."""
        ...

    def close_to_others(self) -> None:
        """Have nobody but its owner look into the library, once. What is shared on purpose stays so."""
        ...


class Housekeeping(Protocol):
    """Looks after the files of a library. Everything may take long: none belongs on the GUI thread.

    All raise AppError of a LIBRARY_, DISK_ or FILE_ kind, or CANCELLED. `report` is called now and
    then, on the worker's thread.
    """

    def check(self, *, thorough: bool, report: Report, cancel: Cancel) -> CheckReport:
        """Hold every picture against its file, and every file against the rows. Nothing is changed.

        A thorough check reads every file and compares its SHA-256.
        """
        ...

    def missing(self, ids: Sequence[int]) -> list[int]:
        """Return those of the pictures whose files are not there."""
        ...

    def locate(self, ids: Sequence[int], where: Path, report: Report, cancel: Cancel) -> Located:
        """Look for missing files in a file or below a folder, and copy them back to their places.

        A file is known by its size and SHA-256, whatever it is called. Nothing is ever overwritten.
        """
        ...

    def forget(self, ids: Sequence[int]) -> list[int]:
        """Remove pictures whose files are missing from the library, and return which. No file is touched."""
        ...

    def adopt(self, files: Sequence[str], cancel: Cancel) -> list[Picture]:
        """Make pictures again of the files whose job is known; return them. No file is touched."""
        ...

    def remove_leftovers(self, files: Sequence[str]) -> list[str]:
        """Delete temporary files, and nothing else; return those that are gone."""
        ...

    def tidy(self, report: Report, cancel: Cancel) -> Tidied:
        """Drop thumbnails of pictures that are gone, and give unused room in the databases back."""
        ...

    def file_path(self, file: str) -> Path:
        """Return where a file of a report is."""
        ...
