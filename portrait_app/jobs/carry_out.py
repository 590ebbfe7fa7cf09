"""The steps of one job on a worker thread: send, spool, parse, store."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import IllegalTransition, Job, JobState
from portrait_app.core.picture import Picture
from portrait_app.core.ports.engines import Engine, QueuedEngine
from portrait_app.core.ports.library import Library
from portrait_app.core.retry import may_repeat
from portrait_app.jobs.handover import JobHandover

log = logging.getLogger(__name__)
_READ_AGAIN = (ErrorKind.PICTURE_NOT_FETCHED, ErrorKind.CANCELLED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a worker's attempt at a job. Without an error, `pictures` are in the library."""

    job: Job
    delivery: Delivery | None = None
    pictures: tuple[Picture, ...] = ()
    error: AppError | None = None
    held: RawReply | None = None  # a paid reply that could not be written to disk

    def __post_init__(self) -> None:
        if self.error is not None:
            self.error.without_frames()  # the queue keeps it with its job


# Fetches the result of an accepted request from the history, if polling no longer knows it. Raises AppError.
Recall = Callable[[Job, JobHandover], Delivery]


def carry_out(
    engine: Engine, library: Library, job: Job, handover: JobHandover, failures: int = 0
) -> Outcome:
    """Send the job's request and store the result. Every step is on disk before the next one begins.

    `failures` is the number of earlier failures. If the attempt fails and the retry policy allows another
    one, the job becomes *queued* again.
    """
    try:
        job = library.set_job_state(job.id, JobState.SENDING, sent_there=engine.service_time())
    except IllegalTransition:  # cancelled just before it was sent
        return Outcome(job, error=AppError(ErrorKind.CANCELLED))
    except AppError as error:  # nothing was sent, and the job is still queued on disk
        return Outcome(job, error=error)
    return bring_in(library, job, handover, partial(engine.generate, job.request, handover), failures)


def ask_again(
    engine: Engine, library: Library, job: Job, handover: JobHandover, recall: Recall | None = None
) -> Outcome:
    """Poll the job's ticket, after a restart or an unknown outcome. Never sends the request."""
    ticket = job.ticket
    assert ticket is not None  # noqa: S101 - the queue has checked this
    assert isinstance(engine, QueuedEngine)  # noqa: S101 - the queue has checked this too
    handover.ticket = ticket
    handover.ticket_stored = job.state is JobState.WAITING
    handover.store_ticket()
    if handover.ticket_stored:
        job = replace(job, state=JobState.WAITING)

    def deliver() -> Delivery:
        try:
            return engine.poll(job.request, ticket, handover)
        except AppError as error:
            if recall is None or error.facts.get("because") != ErrorKind.NO_SUCH_MODEL:
                raise
        return recall(job, handover)

    return bring_in(library, job, handover, deliver)


def bring_in(
    library: Library,
    job: Job,
    handover: JobHandover,
    deliver: Callable[[], Delivery],
    failures: int | None = None,
) -> Outcome:
    """Call `deliver` and store the delivery; on failure store the job's new state.

    `failures` is the number of earlier failures; None if the request must not be retried automatically.
    """
    try:
        delivery = deliver()
    except AppError as error:
        if handover.unspooled is not None:
            return Outcome(_as_on_disk(job, handover), error=_held(error), held=handover.unspooled)
        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            handover.store_ticket()  # a second try, if the first write failed
        job = _as_on_disk(job, handover)
        if handover.aborted and job.state is JobState.WAITING and error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return Outcome(job, error=AppError(ErrorKind.CANCELLED))  # the next start polls the ticket
        again = failures is not None and job.ticket is None and may_repeat(error, failures + 1)
        return Outcome(_ended_badly(library, job, error, again=again), error=error)
    return _keep(library, _as_on_disk(job, handover), delivery)


def _as_on_disk(job: Job, handover: JobHandover) -> Job:
    """Return the job with the state that the handover stored. The state decides what can be retried."""
    job = replace(job, ticket=handover.ticket)
    if handover.spooled:
        return replace(job, state=JobState.RECEIVED)
    return replace(job, state=JobState.WAITING) if handover.ticket_stored else job


def _held(error: AppError) -> AppError:
    """Return the disk error with the fact that a paid reply is only in memory."""
    return AppError(error.kind, error.detail, **{**error.facts, "held": "in memory"})


def carry_on(
    engine: Engine, library: Library, job: Job, handover: JobHandover, held: RawReply | None = None
) -> Outcome:
    """Finish a job whose reply has arrived: `held` in memory, or spooled by an earlier attempt."""
    try:
        if held is not None:
            library.spool(job.id, held)
            job = replace(job, state=JobState.RECEIVED)
        reply = library.spooled(job.id)
    except AppError as error:
        return Outcome(job, error=error if held is None else _held(error), held=held)
    if reply is None:
        gone = AppError(ErrorKind.REPLY_GONE, f"the spooled reply of job {job.id}")
        return Outcome(_ended_badly(library, job, gone), error=gone)
    try:
        delivery = engine.read(job.request, reply, handover)
    except AppError as error:
        return Outcome(_ended_badly(library, job, error), error=error)
    return _keep(library, job, delivery)


def _keep(library: Library, job: Job, delivery: Delivery) -> Outcome:
    try:
        pictures = library.keep(job.id, delivery)
    except AppError as error:  # the spooled reply stays on disk for another attempt
        return Outcome(job, delivery, error=error)
    return Outcome(job, delivery, tuple(pictures))


def _ended_badly(library: Library, job: Job, error: AppError, *, again: bool = False) -> Job:
    """Store the state of a failed job, and return the job as it is on disk."""
    if job.state is JobState.RECEIVED and error.kind in _READ_AGAIN:
        return job  # the reply is on disk and can be read again
    state = JobState.FAILED
    if error.kind is ErrorKind.OUTCOME_UNKNOWN:
        state = JobState.OUTCOME_UNKNOWN
    elif error.kind is ErrorKind.CANCELLED:
        state = JobState.QUEUED  # aborted before anything was sent, because the program closes
    elif again:
        state = JobState.QUEUED  # waits for its retry; if the program restarts before, it is sent then
    try:
        return replace(library.set_job_state(job.id, state, error), ticket=job.ticket)
    except IllegalTransition:
        return job  # cancelled meanwhile, and stays cancelled
    except AppError as unwritten:
        log.warning("Job %d ended (%s) and that could not be written: %s", job.id, error.kind, unwritten.kind)
        return job


def settle_broken(engine: Engine, library: Library, job: Job, error: AppError) -> Outcome:
    """Store the right state of a job after a bug in the program ended its worker with `error`."""
    now = next((unfinished for unfinished in library.unfinished_jobs() if unfinished.id == job.id), None)
    if now is None:  # cancelled meanwhile
        return Outcome(job, error=AppError(ErrorKind.CANCELLED))
    if now.state is JobState.SENDING:
        kind = ErrorKind.OUTCOME_UNKNOWN if engine.row.costs_money else error.kind
        now = _ended_badly(library, now, AppError(kind, error.detail))
    return Outcome(now, error=error)


def cancel(library: Library, job_id: int) -> bool:
    """Cancel a job. Return False if it was done already."""
    try:
        library.set_job_state(job_id, JobState.CANCELLED)
    except IllegalTransition:
        return False
    return True
