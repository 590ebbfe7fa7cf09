"""The queue's own time, which a matrix lets pass: no countdown is waited for."""

from datetime import UTC, datetime, timedelta

from portrait_app.jobs.timing import Timing


class QueueClock:
    """Seconds since the start; reads as the system's time did then, and later."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._start = datetime.now(UTC)

    def timing(self, chance: float = 0.5) -> Timing:
        return Timing(
            lambda: self.seconds, lambda: self._start + timedelta(seconds=self.seconds), lambda: chance
        )
