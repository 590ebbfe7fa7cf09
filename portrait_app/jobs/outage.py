"""Whether an engine serves anybody: once it has refused a few, one job at a time finds out."""

from portrait_app.core.errors import AppError, Billed, ErrorKind, Retry
from portrait_app.core.retry import outage_delay
from portrait_app.jobs.timing import Timing

# Two that go out together may both hit a moment's trouble, and one job alone may be what the service
# cannot do. A third refusal, with no picture between, is the service's: to be wrong costs little, for
# the first job that it serves ends it.
_REFUSALS = 3
_JOBS = 2

_ITS_OWN_FAULT = frozenset({Retry.BACKOFF, Retry.AFTER_RESET})
_NOT_SENT = (ErrorKind.CANCELLED, ErrorKind.KEY_MISSING)


class Outage:
    """Learns from how requests went. While it is known, the next goes out when the last has ended."""

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._sent: set[int] = set()  # jobs under way whose end will tell
        self._refused: list[int] = []  # jobs in a row, until it is known
        self._tries = 0  # in vain, since it is known
        self._try_at = 0.0

    @property
    def is_known(self) -> bool:
        return self._tries > 0

    @property
    def is_trying(self) -> bool:
        """Whether a job is under way that will tell."""
        return bool(self._sent)

    @property
    def may_try(self) -> bool:
        return not self.is_trying and self.seconds <= 0

    @property
    def seconds(self) -> float:
        """How long until a job may be tried, where none is."""
        return max(self._try_at - self._timing.monotonic(), 0.0)

    def skip(self) -> None:
        """Have the next job tried at once."""
        self._try_at = 0.0

    def sent(self, job_id: int) -> None:
        self._sent.add(job_id)

    def accepted(self, job_id: int) -> None:
        """Take note that a request was taken in, though what it makes is not there yet."""
        if job_id in self._sent:
            self._sent.discard(job_id)
            self._is_over()

    def learn(self, job_id: int, error: AppError | None) -> None:
        """Take note of how a job that was sent ended."""
        if job_id not in self._sent:
            return  # only asked for, or sent before the outage was known: that tells nothing new
        self._sent.discard(job_id)
        if error is None or not _leaves_it_open(error):
            self._is_over()
        elif self.is_known:
            if is_its_own_fault(error) or error.kind is ErrorKind.OUTCOME_UNKNOWN:
                self._in_vain()
        elif error.retry is Retry.BACKOFF:
            self._refused.append(job_id)
            if len(self._refused) >= _REFUSALS and len(set(self._refused)) >= _JOBS:
                self._sent.clear()
                self._in_vain()

    def _in_vain(self) -> None:
        self._tries += 1
        self._try_at = self._timing.monotonic() + outage_delay(self._tries, self._timing.chance())

    def _is_over(self) -> None:
        self._refused.clear()
        self._tries = 0


def is_its_own_fault(error: AppError) -> bool:
    """Say whether a service failed a request by what may be no fault of that, and billed nothing."""
    return error.billed is Billed.NO and error.retry in _ITS_OWN_FAULT


def _leaves_it_open(error: AppError) -> bool:
    """Say whether a service may be out of order that failed so; a plain refusal shows that it is not."""
    return (
        is_its_own_fault(error)
        or error.retry is Retry.WHEN_REACHED
        or error.kind is ErrorKind.OUTCOME_UNKNOWN  # nothing was told
        or error.billed in (Billed.MAYBE, Billed.FREE)  # or nothing was sent
        or error.kind in _NOT_SENT
    )
