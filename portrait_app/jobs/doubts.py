"""Stops sending to an engine after two unknown outcomes in a row.

A gateway may answer 504 and bill the request all the same. The program must not send it a whole queue. So
nothing more is sent after two requests in a row that may have been paid for without a picture. Sending goes
on when the outcome of one is known, or when the user says so. Until the service has given one clear answer,
unknown outcomes and requests under way are at most two together.
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
    """Counts unknown outcomes of one engine. Jobs are identified by their ids."""

    def __init__(self) -> None:
        self._under_way: set[int] = set()
        self._unknown: set[int] = set()  # consecutive jobs whose outcome is still unknown
        self._has_answered = False  # a clear answer came since the last unknown outcome

    @property
    def is_known(self) -> bool:
        """Whether there are too many unknown outcomes to send more."""
        return len(self._unknown) >= _MOST

    @property
    def may_send(self) -> bool:
        return self._has_answered or len(self._unknown) + len(self._under_way) < _MOST

    def sent(self, job_id: int) -> None:
        self._under_way.add(job_id)

    def accepted(self, job_id: int) -> None:
        """Record that the service accepted a request, which counts as a clear answer."""
        if job_id in self._under_way:
            self._under_way.discard(job_id)
            self._has_answered = True

    def learn(self, job_id: int, error: AppError | None) -> None:
        """Record the end of a job that was sent or polled."""
        if error is not None and _is_unknown(error):
            self._under_way.discard(job_id)
            # If the service could not be reached, the network failed, and the service is not to blame.
            if error.facts.get("because") != ErrorKind.CANNOT_CONNECT:
                self._unknown.add(job_id)
                self._has_answered = False
        elif job_id in self._under_way:
            self._under_way.discard(job_id)
            if _was_answered(error):
                self._unknown.clear()
                self._has_answered = True
        elif error is None:  # the request had been accepted earlier
            self._unknown.clear()

    def recall(self, job: Job) -> None:
        """Record a job that an earlier session left."""
        if job.state is JobState.OUTCOME_UNKNOWN:
            self._unknown.add(job.id)

    def settle(self, still_unknown: Collection[int]) -> None:
        """Remove jobs that are not in `still_unknown` any more."""
        self._unknown.intersection_update(still_unknown)

    def go_on(self) -> None:
        """Reset the count, because the user wants to go on sending."""
        self._unknown.clear()


def _is_unknown(error: AppError) -> bool:
    """Return whether the request may have been made. That is open after a bug in the program, too."""
    return error.kind is ErrorKind.OUTCOME_UNKNOWN or error.billed is Billed.MAYBE


def _was_answered(error: AppError | None) -> bool:
    """Return whether the request reached the service and got a clear answer."""
    if error is None or error.billed is Billed.YES:
        return True
    return error.billed is Billed.NO and error.kind not in _NOT_SENT
