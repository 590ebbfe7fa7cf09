"""The way to one engine that is elsewhere: how fast it may be used, whether it answers, what holds it up."""

from collections.abc import Callable, Iterator

from portrait_app.core.errors import AppError, ErrorKind, Retry
from portrait_app.core.retry import Pace, reach_delay, reset_delay
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.timing import Timing


class Line:
    """Says whether a request may go out now, and learns from how each one went. No thread of its own."""

    def __init__(self, engine: str, per_minute: Callable[[], int], timing: Timing) -> None:
        self._engine = engine
        self._per_minute = per_minute
        self._timing = timing
        self._pace = Pace(per_minute())
        self._held: set[HoldReason] = set()
        self._unreached = 0  # how often in a row it could not be reached
        self._look_at = 0.0  # then whether it can is looked at again

    @property
    def is_offline(self) -> bool:
        return self._unreached > 0

    @property
    def should_probe(self) -> bool:
        """Whether it is time to find out if it can be reached again."""
        return self.is_offline and self._look_at <= self._timing.monotonic()

    def holds(self, *, is_wanted: bool) -> Iterator[Hold]:
        """Yield what keeps a request from going out now; what ends by itself only if one is to."""
        now = self._timing.monotonic()
        self._pace.set_limit(self._per_minute())
        for reason in sorted(self._held):
            yield Hold(reason, self._engine)
        if not is_wanted:
            return
        if self.is_offline:
            yield Hold(HoldReason.OFFLINE, self._engine, max(self._look_at - now, 0.0))
        elif (paused := self._pace.pause_left(now)) > 0:
            yield Hold(HoldReason.RATE_LIMIT, self._engine, paused)
        elif (wait := self._pace.wait(now)) > 0:
            yield Hold(HoldReason.PACE, self._engine, wait)

    def hold(self, reason: HoldReason) -> None:
        self._held.add(reason)

    def release(self, reason: HoldReason) -> None:
        self._held.discard(reason)

    def skip(self) -> None:
        """End what ends by itself, for a person who will not wait; a pace is kept."""
        self._pace.resume()
        self._look_at = 0.0

    def sent(self) -> None:
        self._pace.sent(self._timing.monotonic())

    def learn(self, error: AppError | None) -> None:
        """Take note of how a request went."""
        if error is not None and (error.retry is Retry.WHEN_REACHED or _ended_unreached(error)):
            self._unreached_again()
            return
        self._unreached = 0
        if error is not None and error.retry is Retry.AFTER_RESET:
            self._pace.refused(self._timing.monotonic(), reset_delay(error, self._timing.utc()))

    def probed(self, error: AppError | None) -> None:
        """Take note of whether it can be reached."""
        if error is None:
            self._unreached = 0
        else:
            self._unreached_again()

    def _unreached_again(self) -> None:
        """Look again later; what several requests find out at the same time counts once."""
        if self.is_offline and not self.should_probe:
            return
        self._unreached += 1
        self._look_at = self._timing.monotonic() + reach_delay(self._unreached, self._timing.chance())


def _ended_unreached(error: AppError) -> bool:
    """Say whether a ticket was asked for until the engine could not be reached any more."""
    return error.facts.get("because") == ErrorKind.CANNOT_CONNECT
