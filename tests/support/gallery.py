"""Parts of the gallery for tests: pictures without a library, jobs, and a model with pictures."""

from array import array
from collections.abc import Sequence
from datetime import UTC, datetime

from portrait_app.core.errors import AppError
from portrait_app.core.job import Job, JobState
from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.jobs.progress import Progress
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import NewestFirst
from tests.support.fake_library import a_request

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_picture(number: int, *, prompt: str = "", favourite: bool = False, trashed: bool = False) -> Picture:
    """Return picture `number`; its file does not exist."""
    return Picture(
        id=number,
        job_id=number,
        sample=0,
        created=NOW,
        request=a_request(prompt or f"portrait {number}"),
        file=f"{number}.jpg",
        format="jpeg",
        width=512,
        height=512,
        size=1,
        sha256="",
        favourite=favourite,
        trashed=NOW if trashed else None,
    )


def a_job(
    number: int, *, elapsed: float = 0, fraction: float | None = None, progress: Progress | None = None
) -> JobStatus:
    """Return a job. It runs if `elapsed` is not zero; `progress` says more than `fraction`."""
    if fraction is not None:
        progress = Progress(fraction)
    job = Job(number, a_request(f"job {number}"), JobState.QUEUED, NOW)
    return JobStatus(job, elapsed, progress, running=elapsed > 0)


def a_failed_job(number: int, error: AppError) -> JobStatus:
    return JobStatus(Job(number, a_request(f"job {number}"), JobState.FAILED, NOW), error=error)


def falling(count: int) -> "array[int]":
    """Return the ids from `count` down to 1: newest first, as a library does."""
    return array("q", range(count, 0, -1))


def fill(model: GalleryModel, ids: Sequence[int]) -> None:
    """Show pictures in the model, with all their rows."""
    model.show(NewestFirst(array("q", sorted(ids, reverse=True))))
    model.update([a_picture(number) for number in ids])
