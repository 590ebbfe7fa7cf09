"""The actions that the user can take on a job in the queue, and when each is possible."""

from collections.abc import Sequence
from enum import StrEnum

from portrait_app.core.engines import find_engine
from portrait_app.core.errors import MODEL_GONE, Billed, Retry
from portrait_app.core.job import JobState
from portrait_app.jobs.finder import is_lost
from portrait_app.jobs.job_status import JobStatus


class JobAct(StrEnum):
    """An action on a job, in the order of the buttons. Values are the keys of the window's actions."""

    LOOK = "job_look"  # look up a lost job in the service's history
    OTHER_MODEL = "job_other_model"  # send it to the nearest model, because its own is gone
    RETRY = "job_retry"  # read the reply, poll or send again; the label warns if that may cost twice
    SKIP = "job_skip"  # skip the wait before a retry
    NEXT = "job_next"
    UP = "job_up"
    DOWN = "job_down"
    CANCEL = "job_cancel"
    FORGET = "job_forget"
    DETAILS = "job_details"


# Actions that are only offered for a single job
_ONE_BY_ONE = frozenset({JobAct.LOOK, JobAct.DETAILS, JobAct.SKIP, JobAct.NEXT})


def acts_of(status: JobStatus) -> frozenset[JobAct]:
    """Return the actions that are possible on one job now."""
    if status.error is not None:
        return _acts_of_failed(status)
    if status.running:
        return frozenset({JobAct.CANCEL})
    if status.job.ticket is not None:  # the service has the request, so its position does not matter
        return frozenset({JobAct.CANCEL})
    acts = {JobAct.NEXT, JobAct.UP, JobAct.DOWN, JobAct.CANCEL}
    if status.retry_in is not None or status.retry_error is not None:
        acts.add(JobAct.SKIP)
    return frozenset(acts)


def acts_of_all(statuses: Sequence[JobStatus]) -> frozenset[JobAct]:
    """Return the actions that are possible on all of these jobs together; no actions for no jobs."""
    if not statuses:
        return frozenset()
    acts = frozenset.intersection(*map(acts_of, statuses))
    if len(statuses) == 1:
        return acts
    if any(status.job.state is JobState.OUTCOME_UNKNOWN for status in statuses):
        acts -= {JobAct.RETRY}
    return acts - _ONE_BY_ONE


def is_retried_with_all(status: JobStatus) -> bool:
    """Return whether "Retry failed jobs" includes this job.

    Jobs that may cost twice are left out. The user decides about each of them.
    """
    return status.error is not None and not status.may_cost_twice and not is_lost(status.job)


def _acts_of_failed(status: JobStatus) -> frozenset[JobAct]:
    assert status.error is not None  # noqa: S101 - the caller has checked this
    acts = {JobAct.DETAILS}
    here = status.unstored or status.job.state is JobState.RECEIVED  # a retry reads the reply, sends nothing
    engine = find_engine(status.job.request.engine)
    # A paid job must not be sent twice. With a free engine the picture is simply made again.
    again_for_nothing = status.error.billed is Billed.YES and engine is not None and not engine.costs_money
    if here or status.error.retry is not Retry.NEVER or again_for_nothing:
        acts.add(JobAct.RETRY)
    if status.error.kind in MODEL_GONE:
        acts.add(JobAct.OTHER_MODEL)
    if is_lost(status.job) and engine is not None and engine.has_history:
        acts.add(JobAct.LOOK)
    if not status.unstored:
        acts.add(JobAct.FORGET)
    return frozenset(acts)
