"""When a failed request may be sent again by itself, and how fast requests may follow one another.

Pure arithmetic: times and chance are handed in. Whether something may be repeated at all is said by
`core.errors.FACTS`; what may have been paid for never is.
"""

import math
from collections import deque
from datetime import UTC, datetime, timedelta

from portrait_app.core.errors import AppError, Billed, ErrorKind, Retry

MINUTE = 60.0
PRO_PLAN = 50  # requests a minute

_FIRST = 2.0  # seconds before the first repetition, doubled for each further one
_LONGEST = 120.0  # seconds between two repetitions
_LONGEST_UNREACHED = 30.0  # seconds between two looks whether a service can be reached again
_LONGEST_OUTAGE = 300.0  # seconds between two requests that find out whether a service works again
_LONGEST_RESET = 15 * MINUTE  # a rate limit is asked again by then, whatever it says
_UNTOLD_RESET = MINUTE  # a rate limit that does not say when it ends is one of requests a minute
_MARGIN = 1.0  # seconds that two clocks may be apart
_LEARNT_FOR = (
    15 * MINUTE
)  # a refusal is remembered: another program may have used the plan up, or it has changed

# How often a request is repeated by itself before a person is asked.
MOST_RETRIES: dict[Retry, float] = {
    Retry.NEVER: 0,
    Retry.BY_HAND: 0,
    Retry.BACKOFF: 5,
    Retry.AFTER_RESET: 8,
    Retry.WHEN_REACHED: math.inf,
}
# So often a job finds out for all others whether its service works again, before that counts as its own
# failures: by then, two that take turns have waited for more than an hour.
MOST_PROBES = 12
MOST_READS = (
    6  # of a reply whose pictures lie elsewhere and do not come: free, the service keeps them for days
)


def may_repeat(error: AppError, failures: int) -> bool:
    """Say whether a request that has failed so often, the last time with `error`, is sent again by itself."""
    return error.billed not in (Billed.MAYBE, Billed.YES) and failures <= MOST_RETRIES[error.retry]


def retry_delay(error: AppError, failures: int, now: datetime, chance: float) -> float | None:
    """Return after how many seconds to send the same request again; None to leave it to a person.

    Args:
        error: how it failed last.
        failures: how often it has failed, this time included: 1 or more.
        now: UTC, with its zone.
        chance: random, from 0 up to 1, so that not everyone comes back at once.
    """
    if not may_repeat(error, failures):
        return None
    if error.retry is Retry.AFTER_RESET:
        return reset_delay(error, now) + _MARGIN * chance
    return reach_delay(failures, chance) if error.retry is Retry.WHEN_REACHED else backoff(failures, chance)


def read_delay(error: AppError, failures: int, chance: float) -> float | None:
    """Return after how many seconds to read a reply again whose pictures did not come; None if never."""
    again = error.kind is ErrorKind.PICTURE_NOT_FETCHED and failures <= MOST_READS
    return backoff(failures, chance) if again else None


def reach_delay(failures: int, chance: float) -> float:
    """Return after how many seconds to look again whether a service can be reached: at most 30."""
    return min(backoff(failures, chance), _LONGEST_UNREACHED * (0.5 + 0.5 * chance))


def outage_delay(failures: int, chance: float) -> float:
    """Return after how many seconds to try one request: between half and all of 4, 8, 16 … 300."""
    return _growing(failures + 1, _LONGEST_OUTAGE, chance)


def backoff(failures: int, chance: float) -> float:
    """Return how many seconds to wait after so many failures: between half and all of 2, 4, 8 … 120."""
    return _growing(failures, _LONGEST, chance)


def _growing(failures: int, longest: float, chance: float) -> float:
    whole = min(_FIRST * 2.0 ** min(max(failures, 1) - 1, 16), longest)
    return whole * (0.5 + 0.5 * chance)


def reset_delay(error: AppError, now: datetime) -> float:
    """Return how many seconds a rate limit lasts, by its fact ``reset``: from 1 second to 15 minutes."""
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


class Pace:
    """No more than so many requests in any minute. Times are seconds of any clock that never goes back.

    A refusal teaches it: what went through in the minute before is all that the plan allows. Not for
    several threads at once.
    """

    def __init__(self, per_minute: int) -> None:
        self._limit = self._allowed = max(per_minute, 1)
        self._learnt = -math.inf
        self._sent: deque[float] = deque()
        self._paused_until = -math.inf

    @property
    def per_minute(self) -> int:
        """How many requests a minute are sent at most, as far as is known."""
        return self._allowed

    def set_limit(self, per_minute: int) -> None:
        """Allow as many as a person says; the same as before changes nothing, what was learnt above all."""
        if max(per_minute, 1) != self._limit:
            self._limit = self._allowed = max(per_minute, 1)

    def wait(self, now: float) -> float:
        """Return how many seconds to wait before the next request; 0 to send it at once."""
        self._forget(now)
        until = self._paused_until
        if len(self._sent) >= self._allowed:
            until = max(until, self._sent[-self._allowed] + MINUTE)
        return max(until - now, 0.0)

    def pause_left(self, now: float) -> float:
        """Return how many seconds of a pause are left: the part of `wait` that a person may end."""
        return max(self._paused_until - now, 0.0)

    def sent(self, now: float) -> None:
        """Count a request."""
        self._forget(now)
        self._sent.append(now)

    def refused(self, now: float, seconds: float) -> None:
        """Learn from a rate limit that lasts so many seconds. The refused request was counted before."""
        self._forget(now)
        went_through = len(self._sent) - 1
        self._allowed = min(self._allowed, max(went_through, 1))
        self._learnt = now
        self.pause(now, seconds)

    def pause(self, now: float, seconds: float) -> None:
        """Send nothing for so many seconds; a longer pause stands."""
        self._paused_until = max(self._paused_until, now + seconds)

    def resume(self) -> None:
        """End a pause early, for a person who will not wait."""
        self._paused_until = -math.inf

    def _forget(self, now: float) -> None:
        while self._sent and self._sent[0] + MINUTE <= now:
            self._sent.popleft()
        if self._learnt + _LEARNT_FOR <= now:
            self._allowed = self._limit
