"""The queue's own time, which a matrix lets pass: no countdown is waited for."""

from datetime import UTC, datetime, timedelta
from itertools import count

from portrait_app.jobs.timing import Timing


class QueueClock:
    """Seconds since the start; reads as the system's time did then, and later. Implements `core.ports.Clock`.

    `wrong_by` is how far the machine's clock is off; the seconds that never go back know nothing of it.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.wrong_by = timedelta()
        self._moments = count()
        self._start = datetime.now(UTC)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic()) + self.wrong_by

    def monotonic(self) -> float:
        """Return the seconds; no two moments are the same, as in life."""
        return self.seconds + next(self._moments) / 1e6

    def timing(self, chance: float = 0.5) -> Timing:
        return Timing(lambda: self.seconds, self.now, lambda: chance)
