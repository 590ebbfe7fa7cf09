"""Detects an outage of an engine. During an outage one job at a time is sent as a probe."""

from portrait_app.core.errors import AppError, Billed, ErrorKind, Retry
from portrait_app.core.retry import outage_delay
from portrait_app.jobs.timing import Timing

# An outage begins after three refusals in a row, of at least two jobs. Fewer prove nothing: two requests sent
# together may hit the same short disturbance, and a single job may ask for something that the service cannot
# do. A false alarm costs little, because the first success ends the outage.
_REFUSALS = 3
_JOBS = 2

_ITS_OWN_FAULT = frozenset({Retry.BACKOFF, Retry.AFTER_RESET})
_NOT_SENT = (ErrorKind.CANCELLED, ErrorKind.KEY_MISSING)


class Outage:
    """Learns from the results of requests whether there is an outage.

    During an outage a request may be sent only when the last one has ended.
    """

    def __init__(self, timing: Timing) -> None:
        self._timing = timing
        self._sent: set[int] = set()  # ids of jobs under way whose result will be evaluated
        self._refused: list[int] = []  # ids of jobs refused in a row, before the outage is known
        self._tries = 0  # failed probes during the outage; 0: there is no outage
        self._try_at = 0.0

    @property
    def is_known(self) -> bool:
        return self._tries > 0

    @property
    def is_trying(self) -> bool:
        """Whether a probe is under way."""
        return bool(self._sent)

    @property
    def may_try(self) -> bool:
        return not self.is_trying and self.seconds <= 0

    @property
    def seconds(self) -> float:
        """The seconds until the next probe may be sent."""
        return max(self._try_at - self._timing.monotonic(), 0.0)

    def skip(self) -> None:
        """Allow the next probe immediately."""
        self._try_at = 0.0

    def sent(self, job_id: int) -> None:
        self._sent.add(job_id)

    def accepted(self, job_id: int) -> None:
        """Record that the service accepted a request, which ends the outage."""
        if job_id in self._sent:
            self._sent.discard(job_id)
            self._is_over()

    def learn(self, job_id: int, error: AppError | None) -> None:
        """Record the end of a job that was sent."""
        if job_id not in self._sent:
            return  # the job was only polled, or it was sent before the outage was detected
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
    """Return whether a failure may be the service's fault, not the request's, and was not billed."""
    return error.billed is Billed.NO and error.retry in _ITS_OWN_FAULT


def _leaves_it_open(error: AppError) -> bool:
    """Return whether there may be an outage in spite of this answer.

    A refusal of the request itself shows that the service works.
    """
    return (
        is_its_own_fault(error)
        or error.retry is Retry.WHEN_REACHED
        or error.kind is ErrorKind.OUTCOME_UNKNOWN  # there was no clear answer
        or error.billed in (Billed.MAYBE, Billed.FREE)  # no clear answer, or nothing was sent
        or error.kind in _NOT_SENT
    )
