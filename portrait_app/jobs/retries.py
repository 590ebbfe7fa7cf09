"""What is done by itself about a job that ended badly: nothing that may cost, and never for ever."""

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.job import JobState
from portrait_app.core.retry import MOST_PROBES, backoff, outage_delay, read_delay, retry_delay
from portrait_app.jobs.entries import Entry
from portrait_app.jobs.outage import is_its_own_fault
from portrait_app.jobs.timing import Timing

_MOST_LOOKS = 5  # for one outcome that is unknown, not counting those that reached nobody
_FIRST_LOOK = 3  # as if there had been so many looks before: a service needs seconds to write a request down
# Why neither a ticket nor the history could be asked, and that passes without a person. Where the service has
# forgotten a ticket, its history is asked the next time.
_PASSING = (
    "",
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.OUTCOME_UNKNOWN,
    ErrorKind.NO_SUCH_MODEL,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER_ERROR,
    ErrorKind.SERVICE_UNAVAILABLE,
    ErrorKind.REPLY_UNREADABLE,
    ErrorKind.UNEXPECTED_STATUS,
)
# The service serves nobody then: that says nothing of the outcome, and may last for hours.
_OUT_OF_ORDER = (
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.RATE_LIMITED,
    ErrorKind.SERVER_ERROR,
    ErrorKind.SERVICE_UNAVAILABLE,
)


def try_later(entry: Entry, error: AppError, timing: Timing) -> bool:
    """Have a job sent or read again later, where nothing can be paid for by that; say whether."""
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
        entry.failures -= 1  # no fault of the job's
    entry.again_because = error
    entry.due = timing.monotonic() + delay
    return True


def look_later(entry: Entry, timing: Timing, error: AppError | None = None) -> None:
    """Have a job looked for later whose outcome is unknown; `error` is why it is, or why a look failed."""
    is_unreached = error is not None and error.retry is Retry.WHEN_REACHED
    because = _because(error)
    if not is_unreached and because in _OUT_OF_ORDER and entry.probes < MOST_PROBES:
        entry.probes += 1
        entry.due = timing.monotonic() + outage_delay(entry.probes, timing.chance())
        return
    if is_unreached or (entry.looks < _MOST_LOOKS and because in _PASSING):
        entry.due = timing.monotonic() + backoff(_FIRST_LOOK + entry.looks, timing.chance())
    entry.looks += not is_unreached


def _because(error: AppError | None) -> object:
    """Return the kind of what kept a look from telling the outcome, empty where that is not known."""
    if error is not None and error.kind in _OUT_OF_ORDER:
        return error.kind
    return "" if error is None else error.facts.get("because", "")


def is_passing(error: AppError | None) -> bool:
    """Say whether a look that failed so may go better a little later."""
    return error is not None and error.kind in _PASSING
