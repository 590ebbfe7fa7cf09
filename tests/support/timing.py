"""Time and random numbers for the queue, set by a test."""

from datetime import UTC, datetime, timedelta

from portrait_app.jobs.timing import Timing


class TestTime:
    """A clock that stands still until `advance` is called. The test must notify those that wait."""

    __test__ = False

    def __init__(self, chance: float = 0.5) -> None:
        self.seconds = 1000.0
        self.chance = chance
        self.timing = Timing(lambda: self.seconds, self.utc, lambda: self.chance)

    def utc(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
