"""Whether an engine's answers can be told anything by: two unknown outcomes in a row hold its line.

A gateway that bills behind a 504 must not be fed a whole queue. So nothing more is sent once two requests in
a row may have been paid for without a picture, until one of them is settled or a person goes on. Before the
service has given one clear answer, no more requests are under way than may be lost.
"""

from collections.abc import Collection

from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.job import Job, JobState

_MOST = 2  # unknown outcomes in a row
_NOT_SENT = (
    ErrorKind.CANCELLED,
    ErrorKind.KEY_MISSING,
    ErrorKind.CANNOT_CONNECT,
    ErrorKind.TLS_FAILED,
    ErrorKind.PROXY_FAILED,
    ErrorKind.PROXY_UNSUPPORTED,
    ErrorKind.BAD_ADDRESS,
)


class Doubts:
    """Learns from how requests went. Jobs are known by their ids."""

    def __init__(self) -> None:
        self._under_way: set[int] = set()
        self._unknown: set[int] = set()  # in a row, and not settled
        self._has_answered = False  # clearly, since the last outcome that is unknown

    @property
    def is_known(self) -> bool:
        """Whether they hold the line."""
        return len(self._unknown) >= _MOST

    @property
    def may_send(self) -> bool:
        return self._has_answered or len(self._unknown) + len(self._under_way) < _MOST

    def sent(self, job_id: int) -> None:
        self._under_way.add(job_id)

    def accepted(self, job_id: int) -> None:
        """Take note that a request was taken in, though what it makes is not there yet."""
        if job_id in self._under_way:
            self._under_way.discard(job_id)
            self._has_answered = True

    def learn(self, job_id: int, error: AppError | None) -> None:
        """Take note of how a job ended that was sent, or asked for."""
        if error is not None and _is_unknown(error):
            self._under_way.discard(job_id)
            if error.facts.get("because") != ErrorKind.CANNOT_CONNECT:  # nobody was there to be asked
                self._unknown.add(job_id)
                self._has_answered = False
        elif job_id in self._under_way:
            self._under_way.discard(job_id)
            if _was_answered(error):
                self._unknown.clear()
                self._has_answered = True
        elif error is None:  # it had been taken in before
            self._unknown.clear()

    def recall(self, job: Job) -> None:
        """Take note of a job that a former session left."""
        if job.state is JobState.OUTCOME_UNKNOWN:
            self._unknown.add(job.id)

    def settle(self, still_unknown: Collection[int]) -> None:
        """Forget those that are settled."""
        self._unknown.intersection_update(still_unknown)

    def go_on(self) -> None:
        """Begin anew, for a person who will not wait."""
        self._unknown.clear()


def _is_unknown(error: AppError) -> bool:
    """Say whether a request may have been made; a mistake of ours that ended it leaves that open as well."""
    return error.kind is ErrorKind.OUTCOME_UNKNOWN or error.billed is Billed.MAYBE


def _was_answered(error: AppError | None) -> bool:
    """Say whether a request got to its service, and was answered clearly."""
    if error is None or error.billed is Billed.YES:
        return True
    return error.billed is Billed.NO and error.kind not in _NOT_SENT
