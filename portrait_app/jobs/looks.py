"""Schedules automatic lookups of lost jobs, and polls of tickets whose outcome is unknown.

The service records a request with a delay, sometimes of minutes. So a lost job is looked up at growing
intervals for 15 minutes after it was sent, and a last time after that. A request that is not in the history
by then never will be.
"""

from datetime import datetime, timedelta

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.job import Job
from portrait_app.core.retry import MOST_PROBES, backoff, outage_delay
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.finder import LOOKED_FOR, Looked
from portrait_app.jobs.timing import Timing

_TICKET_HOLDS = timedelta(hours=1)  # for how long after sending a ticket can be polled
_MARGIN = 5.0  # seconds from the end of that time to the last lookup
# The backoff starts with its third delay (4 to 8 s), because the service needs seconds to record a request.
_FIRST_LOOK = 3
# With these errors the service serves nobody. They say nothing about the outcome and may last for hours.
_OUT_OF_ORDER = (
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER_ERROR,
    ErrorKind.SERVICE_UNAVAILABLE,
)
# Errors of reading the history that may end without the user's help
_PASSING = (*_OUT_OF_ORDER, ErrorKind.REPLY_UNREADABLE, ErrorKind.UNEXPECTED_STATUS)


def look_later(entry: JobEntry, timing: Timing, error: AppError | None = None) -> None:
    """Schedule the next lookup of a lost job, or the next poll of its ticket, while there is hope.

    `error` is why the job is lost, or why the last lookup failed.
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
    """Schedule another lookup after an automatic lookup did not find the job.

    Return whether the history proves that the job was never made. Then it may be sent again.
    """
    if looked.never_made:
        return True
    if looked.too_early:
        entry.due = timing.monotonic() + looked.too_early
    elif looked.candidates:
        pass  # the user has to choose
    elif looked.error is None or looked.error.kind in _PASSING:
        look_later(entry, timing, looked.error)
    return False


def _time_left(job: Job, now: datetime) -> float:
    """Return the seconds for which lookups still make sense.

    If the job was sent in the future, which means that the clock was changed, the full time is returned.
    """
    longest = LOOKED_FOR if job.ticket is None else _TICKET_HOLDS
    since = now - (job.sent or now)
    since = max(since, timedelta())
    return max(longest - since, timedelta()) / timedelta(seconds=1)


def _because(error: AppError | None) -> object:
    """Return the ErrorKind behind an unknown outcome or a failed lookup; empty if it is not known."""
    if error is not None and error.kind in _OUT_OF_ORDER:
        return error.kind
    return "" if error is None else error.facts.get("because", "")
