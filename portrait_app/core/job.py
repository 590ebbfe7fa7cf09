"""A job: one request in the queue, its states and the legal transitions between them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import ErrorKind
from portrait_app.core.request import GenerationRequest


class JobState(StrEnum):
    """The state of a job. Stored in the library: never rename a value."""

    QUEUED = "queued"
    SENDING = "sending"  # the engine has the request, or may have it
    WAITING = "waiting"  # the service accepted the request and gave a ticket: poll, never send again
    RECEIVED = "received"  # the reply is on disk, but not parsed yet
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # the program does not wait; a reply that still arrives is kept
    OUTCOME_UNKNOWN = "outcome_unknown"  # sent, but no usable answer came: it may have been paid for


TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SENDING, JobState.CANCELLED}),
    JobState.SENDING: frozenset(
        {
            JobState.WAITING,
            JobState.RECEIVED,
            JobState.DONE,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.OUTCOME_UNKNOWN,
            JobState.QUEUED,  # nothing was sent, or the engine costs nothing
        }
    ),
    JobState.WAITING: frozenset(
        {
            JobState.RECEIVED,
            JobState.DONE,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.OUTCOME_UNKNOWN,
        }
    ),
    JobState.RECEIVED: frozenset(
        {
            JobState.DONE,
            JobState.FAILED,
            JobState.OUTCOME_UNKNOWN,  # the reply is not the service's, such as a hotel network's login page
        }
    ),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(
        {
            JobState.QUEUED,
            JobState.RECEIVED,  # a damaged reply was replaced from the service's history
        }
    ),
    JobState.CANCELLED: frozenset({JobState.RECEIVED, JobState.DONE}),
    JobState.OUTCOME_UNKNOWN: frozenset(
        {
            JobState.QUEUED,  # the user sends the request again
            JobState.WAITING,  # the ticket is polled again
            JobState.RECEIVED,  # the request was found in the service's history
            JobState.DONE,
            JobState.FAILED,  # according to the service's history
            JobState.CANCELLED,
        }
    ),
}

UNFINISHED = frozenset({JobState.QUEUED, JobState.SENDING, JobState.WAITING, JobState.RECEIVED})
NEEDS_YOU = frozenset({JobState.FAILED, JobState.OUTCOME_UNKNOWN})


class IllegalTransition(Exception):
    """An illegal transition of a job: a bug in the program, never a mistake of the user."""

    def __init__(self, now: JobState, to: JobState) -> None:
        super().__init__(f"a job cannot go from {now} to {to}")


def check_transition(now: JobState, to: JobState) -> None:
    """Raise IllegalTransition unless a job in `now` may go to `to`."""
    if to not in TRANSITIONS[now]:
        raise IllegalTransition(now, to)


@dataclass(frozen=True, slots=True)
class Job:
    """One request in the queue. Times are UTC."""

    id: int
    request: GenerationRequest
    state: JobState
    created: datetime
    sent: datetime | None = None
    finished: datetime | None = None
    error: ErrorKind | None = None
    error_detail: str = ""
    ticket: Ticket | None = None  # a job with a ticket is polled, not sent again
    position: float | None = None  # the position in the queue that the user chose; None: the id counts
    cost: float | None = None  # USD, if the service reported it
    sent_there: datetime | None = None  # when it was sent, by the service's clock, if that was known

    @property
    def place(self) -> float:
        """The job's sort key in the queue: the lowest value comes first."""
        return self.id if self.position is None else self.position


@dataclass(frozen=True, slots=True)
class DoneJob:
    """A summary of a job that is done. Building it does not read the whole request."""

    id: int
    engine: str
    prompt: str
    finished: datetime  # UTC
    pictures: int  # number of pictures
    first_picture: int  # id
    cost: float | None = None  # USD for all pictures, if the service reported it
    seconds: float | None = None  # generation time
