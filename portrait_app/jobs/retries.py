"""Schedules automatic retries of a failed job: only free ones, and a limited number."""

from portrait_app.core.errors import AppError, Retry
from portrait_app.core.job import JobState
from portrait_app.core.retry import read_delay, retry_delay
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.outage import is_its_own_fault
from portrait_app.jobs.timing import Timing


def try_later(entry: JobEntry, error: AppError, timing: Timing) -> bool:
    """Schedule sending the request or reading the reply again, if that cannot cost twice.

    Return whether a retry is scheduled.
    """
    if entry.may_fail_freely and entry.job.state is JobState.QUEUED and is_its_own_fault(error):
        entry.probes += 1
        entry.again_because = error
        return True
    entry.failures += 1
    delay = None
    if entry.held is None and entry.job.state is JobState.QUEUED:
        delay = retry_delay(error, entry.failures, timing.utc(), timing.chance())
    elif entry.held is None and entry.job.state is JobState.RECEIVED:
        delay = read_delay(error, entry.failures, timing.chance())
    if delay is None:
        return False
    if error.retry is Retry.WHEN_REACHED:
        entry.failures -= 1  # an unreachable service does not count as a failure of the job
    entry.again_because = error
    entry.due = timing.monotonic() + delay
    return True
