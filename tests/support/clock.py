"""A clock that tests set."""

from datetime import UTC, datetime, timedelta


class FixedClock:
    """Implements `Clock`. The time stands still until `set` or `advance` is called."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now

    def advance(self, **amount: float) -> None:
        self._now += timedelta(**amount)
