"""What a person can do about a job of the queue, and when."""

from collections.abc import Sequence
from enum import StrEnum

from portrait_app.core.engines import find_engine
from portrait_app.core.errors import Billed, Retry
from portrait_app.core.job import JobState
from portrait_app.jobs.finder import is_lost
from portrait_app.jobs.job_status import JobStatus


class JobAct(StrEnum):
    """One thing to do about a job, in the order of its buttons. Values are keys of actions."""

    LOOK = "job_look"  # for a picture that may have been made, in the service's history
    RETRY = "job_retry"  # by whichever way is right; where that may cost twice, its words say so
    SKIP = "job_skip"  # the wait before it is sent again
    NEXT = "job_next"
    UP = "job_up"
    DOWN = "job_down"
    CANCEL = "job_cancel"
    FORGET = "job_forget"
    DETAILS = "job_details"


# What only ever concerns one job: sending again what may be paid for is decided one by one.
_ONE_BY_ONE = frozenset({JobAct.LOOK, JobAct.DETAILS, JobAct.SKIP, JobAct.NEXT})


def acts_of(status: JobStatus) -> frozenset[JobAct]:
    """Return what can be done about one job now."""
    if status.error is not None:
        return _acts_of_failed(status)
    if status.running:
        return frozenset({JobAct.CANCEL})
    if status.job.ticket is not None:  # it is with the service: no place in the line
        return frozenset({JobAct.CANCEL})
    acts = {JobAct.NEXT, JobAct.UP, JobAct.DOWN, JobAct.CANCEL}
    if status.retry_in is not None or status.retry_error is not None:
        acts.add(JobAct.SKIP)
    return frozenset(acts)


def acts_of_all(statuses: Sequence[JobStatus]) -> frozenset[JobAct]:
    """Return what can be done about several jobs at once; nothing about none."""
    if not statuses:
        return frozenset()
    acts = frozenset.intersection(*map(acts_of, statuses))
    if len(statuses) == 1:
        return acts
    if any(status.job.state is JobState.OUTCOME_UNKNOWN for status in statuses):
        acts -= {JobAct.RETRY}
    return acts - _ONE_BY_ONE


def is_retried_with_all(status: JobStatus) -> bool:
    """Say whether "Retry failed jobs" tries a job again; what may cost twice is decided one by one."""
    return status.error is not None and not is_lost(status.job)


def _acts_of_failed(status: JobStatus) -> frozenset[JobAct]:
    assert status.error is not None  # noqa: S101 - the caller asked
    acts = {JobAct.DETAILS}
    here = status.unstored or status.job.state is JobState.RECEIVED  # its reply: nothing is sent
    engine = find_engine(status.job.request.engine)
    # What would be paid for twice where that costs is just made again where it is free.
    again_for_nothing = status.error.billed is Billed.YES and engine is not None and not engine.costs_money
    if here or status.error.retry is not Retry.NEVER or again_for_nothing:
        acts.add(JobAct.RETRY)
    if is_lost(status.job) and engine is not None and engine.has_history:
        acts.add(JobAct.LOOK)
    if not status.unstored:
        acts.add(JobAct.FORGET)
    return frozenset(acts)
