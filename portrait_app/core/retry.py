"""Delays of automatic retries, and the rate limit for requests.

Pure arithmetic: times and random numbers are arguments. `core.errors.FACTS` says which failures may be
retried. A request that may have been paid for is never retried automatically.
"""

import math
from collections import deque
from datetime import UTC, datetime, timedelta

from portrait_app.core.errors import AppError, Billed, ErrorKind, Retry

MINUTE = 60.0
PRO_PLAN = 50  # requests per minute

_FIRST = 2.0  # seconds before the first retry; doubled for each further retry
_LONGEST = 120.0  # the most seconds between two retries
LONGEST_UNREACHED = 30.0  # the most seconds between two checks whether a service can be reached again
_LONGEST_OUTAGE = 300.0  # the most seconds between two probes whether a service works again
_LONGEST_RESET = 15 * MINUTE  # the longest wait for the end of a rate limit, whatever the service says
_UNTOLD_RESET = MINUTE  # the wait if the service does not say when a rate limit ends: limits are per minute
_MARGIN = 1.0  # seconds by which two clocks may differ
# For how long a learnt rate applies. Then the configured rate is tried again: perhaps another program had
# used up the plan, or the plan has changed.
_LEARNT_FOR = 15 * MINUTE

# The most automatic retries of a request before the user has to decide
MOST_RETRIES: dict[Retry, float] = {
    Retry.NEVER: 0,
    Retry.BY_HAND: 0,
    Retry.BACKOFF: 5,
    Retry.AFTER_RESET: 8,
    Retry.WHEN_REACHED: math.inf,
}
# During an outage one job at a time is sent as a probe for all others. This many failed probes do not count
# as failures of the job. By then two jobs that take turns have waited for more than an hour.
MOST_PROBES = 12
# Retries of the download if a reply links to pictures that cannot be fetched. Downloads are free, and the
# service keeps the pictures for days.
MOST_READS = 6


def may_repeat(error: AppError, failures: int) -> bool:
    """Return whether a request is retried automatically after `failures` failures, the last being `error`."""
    return error.billed not in (Billed.MAYBE, Billed.YES) and failures <= MOST_RETRIES[error.retry]


def retry_delay(error: AppError, failures: int, now: datetime, chance: float) -> float | None:
    """Return the seconds until the request is retried; None if the user has to decide.

    Args:
        error: the last failure.
        failures: number of failures, including the last one: 1 or more.
        now: UTC, with its zone.
        chance: random jitter from 0 to 1, so that clients do not all retry at the same moment.
    """
    if not may_repeat(error, failures):
        return None
    if error.retry is Retry.AFTER_RESET:
        return reset_delay(error, now) + _MARGIN * chance
    return reach_delay(failures, chance) if error.retry is Retry.WHEN_REACHED else backoff(failures, chance)


def read_delay(error: AppError, failures: int, chance: float) -> float | None:
    """Return the seconds until the pictures of a reply are fetched again; None if they are not."""
    again = error.kind is ErrorKind.PICTURE_NOT_FETCHED and failures <= MOST_READS
    return backoff(failures, chance) if again else None


def reach_delay(failures: int, chance: float) -> float:
    """Return the seconds until the next check whether a service can be reached: at most 30."""
    return min(backoff(failures, chance), LONGEST_UNREACHED * (0.5 + 0.5 * chance))


def outage_delay(failures: int, chance: float) -> float:
    """Return the seconds until the next probe: 4, 8, 16 … 300, reduced by jitter to at least half."""
    return _growing(failures + 1, _LONGEST_OUTAGE, chance)


def backoff(failures: int, chance: float) -> float:
    """Return the seconds to wait after a failure: 2, 4, 8 … 120, reduced by jitter to at least half."""
    return _growing(failures, _LONGEST, chance)


def _growing(failures: int, longest: float, chance: float) -> float:
    whole = min(_FIRST * 2.0 ** min(max(failures, 1) - 1, 16), longest)
    return whole * (0.5 + 0.5 * chance)


def reset_delay(error: AppError, now: datetime) -> float:
    """Return the seconds until a rate limit ends, from the fact ``reset``: 1 second to 15 minutes."""
    reset = _moment(error.facts.get("reset"))
    if reset is None:
        return _UNTOLD_RESET
    seconds = (reset - now) / timedelta(seconds=1)
    return min(max(seconds, 0.0) + _MARGIN, _LONGEST_RESET)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class RateLimiter:
    """A rate limiter: at most `per_minute` requests in any 60 seconds.

    When the service refuses a request, the number of successful requests in the minute before becomes the
    limit. Times are seconds of a monotonic clock. Not thread-safe.
    """

    def __init__(self, per_minute: int) -> None:
        self._limit = self._allowed = max(per_minute, 1)
        self._learnt = -math.inf
        self._sent: deque[float] = deque()
        self._paused_until = -math.inf

    @property
    def per_minute(self) -> int:
        """The current limit: the configured one, or a lower one learnt from a refusal."""
        return self._allowed

    def set_limit(self, per_minute: int) -> None:
        """Set the configured limit. A new limit discards the learnt one, an unchanged limit keeps it."""
        if max(per_minute, 1) != self._limit:
            self._limit = self._allowed = max(per_minute, 1)

    def wait(self, now: float) -> float:
        """Return the seconds to wait before the next request; 0 to send immediately."""
        self._forget(now)
        until = self._paused_until
        if len(self._sent) >= self._allowed:
            until = max(until, self._sent[-self._allowed] + MINUTE)
        return max(until - now, 0.0)

    def pause_left(self, now: float) -> float:
        """Return the seconds left of a pause: the part of `wait` that the user can end with `resume`."""
        return max(self._paused_until - now, 0.0)

    def sent(self, now: float) -> None:
        """Count a request that was sent at `now`."""
        self._forget(now)
        self._sent.append(now)

    def refused(self, now: float, seconds: float) -> None:
        """Learn the limit from a refusal, and pause for `seconds`. `sent` has counted the request already."""
        self._forget(now)
        went_through = len(self._sent) - 1
        self._allowed = min(self._allowed, max(went_through, 1))
        self._learnt = now
        self.pause(now, seconds)

    def pause(self, now: float, seconds: float) -> None:
        """Send nothing for `seconds`. A longer pause that is running stays."""
        self._paused_until = max(self._paused_until, now + seconds)

    def resume(self) -> None:
        """End the pause."""
        self._paused_until = -math.inf

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0] + MINUTE <= now:
            self._sent.popleft()
        if self._learnt + _LEARNT_FOR <= now:
            self._allowed = self._limit
