"""When a job is looked for by itself whose outcome is unknown, or whose picture arrived damaged.

A service writes a request down late, at times by minutes. So a job is looked for at growing intervals for a
quarter of an hour after it was sent, and one last time then: what is not there by that time never will be.
"""

from datetime import datetime, timedelta

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.job import Job
from portrait_app.core.retry import MOST_PROBES, backoff, outage_delay
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.finder import LOOKED_FOR, Looked
from portrait_app.jobs.timing import Timing

_TICKET_HOLDS = timedelta(hours=1)  # so long after it was sent can a ticket be asked for
_MARGIN = 5.0  # seconds after that, for the last look
_FIRST_LOOK = 3  # as if there had been so many looks before: a service needs seconds to write a request down
# The service serves nobody then: that says nothing of the outcome, and may last for hours.
_OUT_OF_ORDER = (
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER_ERROR,
    ErrorKind.SERVICE_UNAVAILABLE,
)
# Why the history could not be asked, and that passes without a person.
_PASSING = (*_OUT_OF_ORDER, ErrorKind.REPLY_UNREADABLE, ErrorKind.UNEXPECTED_STATUS)


def look_later(entry: JobEntry, timing: Timing, error: AppError | None = None) -> None:
    """Have a lost job looked for later, or its ticket asked for, while there is hope.

    `error` is why the job is lost, or why the last look has failed.
    """
    now = timing.monotonic()
    if entry.look_until is None:
        entry.look_until = now + _time_left(entry.job, timing.utc())
    if error is not None and error.retry is Retry.WHEN_REACHED:
        entry.due = now + backoff(_FIRST_LOOK + entry.looks, timing.chance())
    elif _because(error) in _OUT_OF_ORDER and entry.probes < MOST_PROBES:
        entry.probes += 1
        entry.due = now + outage_delay(entry.probes, timing.chance())
    elif now < entry.look_until:
        entry.due = now + backoff(_FIRST_LOOK + entry.looks, timing.chance())
        if entry.due >= entry.look_until:
            entry.due = entry.look_until + _MARGIN
        entry.looks += 1


def look_again(entry: JobEntry, looked: Looked, timing: Timing) -> bool:
    """Have a job looked for once more that a look by itself has not found.

    Say whether it was never made, by all that the history can prove: then it may be sent again.
    """
    if looked.never_made:
        return True
    if looked.too_early:
        entry.due = timing.monotonic() + looked.too_early
    elif looked.candidates:
        pass  # a person chooses
    elif looked.error is None or looked.error.kind in _PASSING:
        look_later(entry, timing, looked.error)
    return False


def _time_left(job: Job, now: datetime) -> float:
    """Return for how many seconds more there is hope; for all of the time where the clock makes no sense."""
    longest = LOOKED_FOR if job.ticket is None else _TICKET_HOLDS
    since = now - (job.sent or now)
    since = max(since, timedelta())
    return max(longest - since, timedelta()) / timedelta(seconds=1)


def _because(error: AppError | None) -> object:
    """Return the kind of what kept a look from telling the outcome, empty where that is not known."""
    if error is not None and error.kind in _OUT_OF_ORDER:
        return error.kind
    return "" if error is None else error.facts.get("because", "")
