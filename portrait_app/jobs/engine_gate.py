"""The gate of one engine: decides whether a request may be sent to it now."""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta

from portrait_app.core.errors import AppError, Billed, ErrorKind, Retry
from portrait_app.core.job import Job
from portrait_app.core.retry import RateLimiter, reach_delay, reset_delay
from portrait_app.jobs.doubts import Doubts
from portrait_app.jobs.holds import Hold, HoldReason
from portrait_app.jobs.outage import Outage
from portrait_app.jobs.timing import Timing

_RECENTLY = timedelta(hours=1)  # the outcome of an older job says nothing about the service's state now


class EngineGate:
    """The gate of a local engine. It is always open. `RemoteGate` overrides all methods."""

    @property
    def is_offline(self) -> bool:
        return False

    @property
    def is_out_of_order(self) -> bool:
        """Whether the engine can be reached, but refuses all requests."""
        return False

    @property
    def is_check_due(self) -> bool:
        """Whether it is time to check if the engine can be reached again."""
        return False

    def may_send(self, *, at_once: bool) -> bool:
        """Return whether a request may be sent now. With `at_once`, the rate limit per minute is ignored."""
        del at_once
        return True

    def hold(self, reason: HoldReason) -> None:
        """Send nothing until `release` is called with the same reason."""

    def release(self, reason: HoldReason) -> None:
        """End a hold."""

    def is_held(self, reason: HoldReason) -> bool:
        """Return whether the gate is held for this reason, even if no job waits."""
        del reason
        return False

    def skip(self) -> None:
        """End all waits that would end automatically, as the user wishes. The limit per minute stays."""

    def go_on(self) -> None:
        """Send again although outcomes are unknown, as the user wishes."""

    def recall(self, job: Job) -> None:
        """Record a job that an earlier session left; only a recent one counts."""

    def sent(self, job_id: int) -> None:
        """Count a request that is being sent."""

    def accepted(self, job_id: int) -> None:
        """Record that the service accepted a request, which it will deliver later."""

    def learn(self, job_id: int, error: AppError | None) -> None:
        """Record the result of a job's request."""

    def was_checked(self, error: AppError | None) -> None:
        """Record the result of a check whether the engine can be reached."""


class RemoteGate(EngineGate):
    """The gate of a remote engine. It learns from the result of each request. Only for the GUI thread."""

    def __init__(self, engine: str, per_minute: Callable[[], int], timing: Timing) -> None:
        self._engine = engine
        self._per_minute = per_minute
        self._timing = timing
        self._pace = RateLimiter(per_minute())
        self._held: set[HoldReason] = set()
        self._unreached = 0  # consecutive failures to reach the engine
        self._look_at = 0.0  # when to check again whether the engine can be reached
        self._outage = Outage(timing)
        self._doubts = Doubts()

    @property
    def is_offline(self) -> bool:
        return self._unreached > 0

    @property
    def is_out_of_order(self) -> bool:
        return self._outage.is_known

    @property
    def is_check_due(self) -> bool:
        return self.is_offline and self._look_at <= self._timing.monotonic()

    def may_send(self, *, at_once: bool) -> bool:
        now = self._timing.monotonic()
        self._pace.set_limit(self._per_minute())
        if self._held or self.is_offline or (self._outage.is_known and not self._outage.may_try):
            return False
        if self._doubts.is_known or not self._doubts.may_send:
            return False
        return (self._pace.pause_left(now) if at_once else self._pace.wait(now)) <= 0

    def holds(self, *, is_wanted: bool, is_unsent: bool, is_paused: bool) -> Iterator[Hold]:
        """Yield the reasons why no request is sent now. Temporary ones are yielded only if jobs wait.

        Args:
            is_wanted: whether a job waits to be sent or polled.
            is_unsent: whether a job waits to be sent.
            is_paused: whether the user has paused the queue.
        """
        now = self._timing.monotonic()
        self._pace.set_limit(self._per_minute())
        for reason in sorted(self._held):
            yield Hold(reason, self._engine)
        goes_on = not (is_paused or self._held)
        if is_wanted and self.is_offline:
            yield Hold(HoldReason.OFFLINE, self._engine, max(self._look_at - now, 0.0))
        elif is_unsent and self._doubts.is_known:
            yield Hold(HoldReason.DOUBT, self._engine)
        elif is_unsent and self._outage.is_known:
            wait = 0.0 if self._outage.is_trying else max(self._outage.seconds, self._pace.wait(now))
            yield Hold(HoldReason.OUTAGE, self._engine, wait if goes_on else None)
        elif is_unsent and (paused := self._pace.pause_left(now)) > 0:
            yield Hold(HoldReason.RATE_LIMIT, self._engine, paused)
        elif is_unsent and goes_on and (wait := self._pace.wait(now)) > 0:
            yield Hold(HoldReason.PACE, self._engine, wait)

    def hold(self, reason: HoldReason) -> None:
        self._held.add(reason)

    def release(self, reason: HoldReason) -> None:
        self._held.discard(reason)

    def is_held(self, reason: HoldReason) -> bool:
        return reason in self._held

    def skip(self) -> None:
        self._pace.resume()
        self._look_at = 0.0
        self._outage.skip()

    def go_on(self) -> None:
        self._doubts.go_on()

    def settle(self, still_unknown: Collection[int]) -> None:
        """Forget unknown outcomes of jobs that are not in `still_unknown` any more."""
        self._doubts.settle(still_unknown)

    def recall(self, job: Job) -> None:
        if job.sent is not None and abs(self._timing.utc() - job.sent) < _RECENTLY:
            self._doubts.recall(job)

    def sent(self, job_id: int) -> None:
        self._pace.sent(self._timing.monotonic())
        self._outage.sent(job_id)
        self._doubts.sent(job_id)

    def accepted(self, job_id: int) -> None:
        self._outage.accepted(job_id)
        self._doubts.accepted(job_id)

    def learn(self, job_id: int, error: AppError | None) -> None:
        self._outage.learn(job_id, error)
        self._doubts.learn(job_id, error)
        if error is None:
            self._unreached = 0
        elif error.facts.get("partly"):
            self._unreached = 0  # the engine has more servers, and some of them answer
        elif error.retry is Retry.WHEN_REACHED or _ended_unreached(error):
            self._unreached_again()
        elif not _ended_here(error):
            self._unreached = 0
            if error.retry is Retry.AFTER_RESET:
                self._pace.refused(self._timing.monotonic(), reset_delay(error, self._timing.utc()))

    def was_checked(self, error: AppError | None) -> None:
        if error is None:
            self._unreached = 0
        else:
            self._unreached_again()

    def _unreached_again(self) -> None:
        """Count a failure to reach the engine. Failures before the next check is due count only once."""
        if self.is_offline and not self.is_check_due:
            return
        self._unreached += 1
        self._look_at = self._timing.monotonic() + reach_delay(self._unreached, self._timing.chance())


def _ended_unreached(error: AppError) -> bool:
    """Return whether polling ended because the engine could not be reached any more."""
    return error.facts.get("because") == ErrorKind.CANNOT_CONNECT


def _ended_here(error: AppError) -> bool:
    """Return whether nothing was sent for a local reason, which says nothing about the engine."""
    return error.billed is Billed.FREE or error.kind is ErrorKind.CANCELLED
