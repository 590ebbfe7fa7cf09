"""Compares every job and every picture with the records of the service."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from portrait_app.core.errors import FACTS, Billed, ErrorKind
from portrait_app.core.job import Job, JobState
from portrait_app.library.library import PictureLibrary
from tests.matrices.soak_service import Account
from tests.support.database import database_of


@dataclass(frozen=True)
class Row:
    """One line of the account."""

    what: str
    count: float
    bound: float | None = None  # largest count that is not bad, None for any

    @property
    def is_bad(self) -> bool:
        return self.bound is not None and self.count > self.bound


# The results that a job may have. Every other result is a mistake.
KEPT = "done, all its pictures kept"
PAID_FAILURE = "failed, paid for, and says so"
FREE_FAILURE = "failed, not paid for, and says so"
UNKNOWN = "unknown, and was never made"
CANCELLED = "cancelled, never made"
GIVEN_UP = "cancelled on the way, and its reply was lost"
RIGHT = (KEPT, PAID_FAILURE, FREE_FAILURE, UNKNOWN, CANCELLED, GIVEN_UP)
_NO_PICTURE = (PAID_FAILURE, GIVEN_UP)  # results of paid jobs without a picture


def verdict(job: Job, made: int, kept: int, *, by_person: bool) -> str:
    """Return the result of a job of which `made` pictures were made, and `kept` are in the library.

    `by_person` is whether the user cancelled the job.
    """
    if kept > made:
        return "MORE PICTURES THAN WERE MADE"
    if kept:
        return KEPT if (kept, job.state) == (made, JobState.DONE) else "SOME PICTURES LOST"
    if job.state is JobState.CANCELLED and by_person:
        return GIVEN_UP if made else CANCELLED
    if job.state is JobState.FAILED and job.error is not None:
        return _failure(job.error, made)
    if job.state is JobState.OUTCOME_UNKNOWN and not made:
        return UNKNOWN
    return f"LEFT {job.state.upper()}, {made} MADE"


def _failure(error: ErrorKind, made: int) -> str:
    if FACTS[error].billed is (Billed.YES if made else Billed.NO):
        return PAID_FAILURE if made else FREE_FAILURE
    return f"FAILED, AND LIES ABOUT MONEY: {error}"


def reconciled(
    library: PictureLibrary, ordered: int, cancelled: Collection[int], account: Account
) -> Iterator[Row]:
    """Yield the account. Rows that must be zero have the bound 0."""
    jobs = library.jobs_in(tuple(JobState), ordered)
    with database_of(library).read() as connection:
        kept = Counter(dict(connection.execute("SELECT job_id, count(*) FROM pictures GROUP BY job_id")))
    ends: Counter[str] = Counter()
    explained = 0
    for job in jobs:
        made = account.pictures[job.request.prompt]
        end = verdict(job, made, kept[job.id], by_person=job.id in cancelled)
        ends[end] += 1
        explained += made if end in _NO_PICTURE else 0
    files = sum(path.is_file() for path in (library.folder / "pictures").rglob("*"))
    yield Row("jobs ordered", ordered)
    yield from (Row(f"  {end}", count, None if end in RIGHT else 0) for end, count in sorted(ends.items()))
    yield Row("jobs that nobody knows of any more", abs(ordered - len(jobs)), 0)
    yield Row("requests sent", account.posts.total())
    yield Row("requests paid for", account.billed.total())
    yield Row("requests paid for twice", sum(count > 1 for count in account.billed.values()), 0)
    yield Row("pictures paid for", account.pictures.total())
    yield Row("pictures in the library", kept.total())
    yield Row("pictures of jobs that say why there is none", explained)
    yield Row(
        "pictures that nothing accounts for", abs(account.pictures.total() - kept.total() - explained), 0
    )
    yield Row("files of pictures too many or too few", abs(files - kept.total()), 0)
