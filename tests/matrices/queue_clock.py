"""The time of the queue, which a matrix advances, so that countdowns take no real time."""

from datetime import UTC, datetime, timedelta
from itertools import count

from portrait_app.jobs.timing import Timing


class QueueClock:
    """Implements `Clock`. It starts at the system's time, and stands still unless `seconds` is changed.

    `wrong_by` is the error of the machine's clock. It does not affect the monotonic seconds.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wrong_by = timedelta()
        self._moments = count()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic()) + self.wrong_by

    def monotonic(self) -> float:
        """Return the seconds. No two calls return the same number, as with a real clock."""
        return self.seconds + next(self._moments) / 1e6

    def timing(self, chance: float = 0.5) -> Timing:
        return Timing(lambda: self.seconds, self.now, lambda: chance)
