"""The straight line of one job, on a worker's thread: send, spool, read, keep."""

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
    """How a job ended. Without an error, `pictures` are in the library."""

    job: Job
    delivery: Delivery | None = None
    pictures: tuple[Picture, ...] = ()
    error: AppError | None = None
    held: RawReply | None = None  # paid for, and the disk would not take it


# Fetches what a ticket stood for that the service has forgotten; raises AppError.
Recall = Callable[[Job, JobHandover], Delivery]


def carry_out(
    engine: Engine, library: Library, job: Job, handover: JobHandover, failures: int = 0
) -> Outcome:
    """Send the job's request and keep what comes back. Every step is on disk before the next.

    After so many failures before, one more may leave it queued: then it is to be sent again later.
    """
    try:
        job = library.set_job_state(job.id, JobState.SENDING)
    except IllegalTransition:  # cancelled in the moment before it was sent
        return Outcome(job, error=AppError(ErrorKind.CANCELLED))
    except AppError as error:  # nothing was sent, and it is still queued on disk
        return Outcome(job, error=error)
    return bring_in(library, job, handover, partial(engine.generate, job.request, handover), failures)


def ask_again(
    engine: Engine, library: Library, job: Job, handover: JobHandover, recall: Recall | None = None
) -> Outcome:
    """Wait for what a job's ticket stands for, after a restart or an unknown outcome. Sends nothing."""
    ticket = job.ticket
    assert ticket is not None  # noqa: S101 - the queue asked
    assert isinstance(engine, QueuedEngine)  # noqa: S101 - and it asked this
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
    """Have a delivery made and keep it, or write down how that ended.

    `failures` says how often the request failed before; None for what is never sent by itself.
    """
    try:
        delivery = deliver()
    except AppError as error:
        if handover.unspooled is not None:
            return Outcome(_as_on_disk(job, handover), error=_held(error), held=handover.unspooled)
        if error.kind is ErrorKind.OUTCOME_UNKNOWN:
            handover.store_ticket()  # if the disk refused it before
        job = _as_on_disk(job, handover)
        if handover.aborted and job.state is JobState.WAITING and error.kind is ErrorKind.OUTCOME_UNKNOWN:
            return Outcome(job, error=AppError(ErrorKind.CANCELLED))  # it is asked for at the next start
        again = failures is not None and job.ticket is None and may_repeat(error, failures + 1)
        return Outcome(_ended_badly(library, job, error, again=again), error=error)
    return _keep(library, _as_on_disk(job, handover), delivery)


def _as_on_disk(job: Job, handover: JobHandover) -> Job:
    """Return the job as its handover left it: what can be tried again depends on it."""
    job = replace(job, ticket=handover.ticket)
    if handover.spooled:
        return replace(job, state=JobState.RECEIVED)
    return replace(job, state=JobState.WAITING) if handover.ticket_stored else job


def _held(error: AppError) -> AppError:
    """Return the disk's error as one that says that something paid for is only in memory."""
    return AppError(error.kind, error.detail, **{**error.facts, "held": "in memory"})


def carry_on(
    engine: Engine, library: Library, job: Job, handover: JobHandover, held: RawReply | None = None
) -> Outcome:
    """Finish a job whose reply is here already: `held` in memory, or spooled by a former attempt."""
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
    except AppError as error:  # the spooled reply stays, so that it can be tried again
        return Outcome(job, delivery, error=error)
    return Outcome(job, delivery, tuple(pictures))


def _ended_badly(library: Library, job: Job, error: AppError, *, again: bool = False) -> Job:
    """Write down how the job failed, and return it as it is on disk."""
    if job.state is JobState.RECEIVED and error.kind in _READ_AGAIN:
        return job  # its reply is here
    state = JobState.FAILED
    if error.kind is ErrorKind.OUTCOME_UNKNOWN:
        state = JobState.OUTCOME_UNKNOWN
    elif error.kind is ErrorKind.CANCELLED:
        state = JobState.QUEUED  # stopped before anything was sent, for the program to close
    elif again:
        state = JobState.QUEUED  # on disk it just waits: a start in between sends it once
    try:
        return replace(library.set_job_state(job.id, state, error), ticket=job.ticket)
    except IllegalTransition:
        return job  # cancelled meanwhile: that stands
    except AppError as unwritten:
        log.warning("Job %d ended (%s) and that could not be written: %s", job.id, error.kind, unwritten.kind)
        return job


def settle_broken(engine: Engine, library: Library, job: Job, error: AppError) -> Outcome:
    """Put a job into its right state after a mistake of ours ended its worker with `error`."""
    now = next((unfinished for unfinished in library.unfinished_jobs() if unfinished.id == job.id), None)
    if now is None:  # cancelled meanwhile
        return Outcome(job, error=AppError(ErrorKind.CANCELLED))
    if now.state is JobState.SENDING:
        kind = ErrorKind.OUTCOME_UNKNOWN if engine.row.costs_money else error.kind
        now = _ended_badly(library, now, AppError(kind, error.detail))
    return Outcome(now, error=error)


def cancel(library: Library, job_id: int) -> bool:
    """Stop waiting for a job; False when it was done before."""
    try:
        library.set_job_state(job_id, JobState.CANCELLED)
    except IllegalTransition:
        return False
    return True
