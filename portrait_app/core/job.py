"""A job: one request on its way to pictures, and the only steps it may take."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import ErrorKind
from portrait_app.core.request import GenerationRequest


class JobState(StrEnum):
    """Where a job is. Stored in the library: never rename a value."""

    QUEUED = "queued"
    SENDING = "sending"  # the engine has it, or may have it
    WAITING = "waiting"  # the service has it and gave a ticket: it is asked for, never sent again
    RECEIVED = "received"  # the reply is on disk, not yet read
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # not waited for; a reply that still arrives is kept
    OUTCOME_UNKNOWN = "outcome_unknown"  # sent, and nothing came back: it may have been paid for


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
            JobState.OUTCOME_UNKNOWN,  # what arrived says nothing, such as the page of a hotel's network
        }
    ),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(
        {
            JobState.QUEUED,
            JobState.RECEIVED,  # what had arrived damaged was found in the service's history
        }
    ),
    JobState.CANCELLED: frozenset({JobState.RECEIVED, JobState.DONE}),
    JobState.OUTCOME_UNKNOWN: frozenset(
        {
            JobState.QUEUED,  # a person sends it again
            JobState.WAITING,  # its ticket is asked for again
            JobState.RECEIVED,  # it was found in the service's history
            JobState.DONE,
            JobState.FAILED,  # the history says so
            JobState.CANCELLED,
        }
    ),
}

UNFINISHED = frozenset({JobState.QUEUED, JobState.SENDING, JobState.WAITING, JobState.RECEIVED})
NEEDS_YOU = frozenset({JobState.FAILED, JobState.OUTCOME_UNKNOWN})


class IllegalTransition(Exception):
    """A step that no job may take: a mistake in the program, never a person's."""

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
    ticket: Ticket | None = None  # what the service gave for it: with one it is asked for, not sent again
    position: float | None = None  # where a person put it in the queue
    cost: float | None = None  # USD, as far as the service has said
    sent_there: datetime | None = None  # when it was sent by the service's own clock, where that was known

    @property
    def place(self) -> float:
        """Where it stands in the queue: the lowest comes first."""
        return self.id if self.position is None else self.position


@dataclass(frozen=True, slots=True)
class DoneJob:
    """What is worth knowing of a job that is done, without reading its request."""

    id: int
    engine: str
    prompt: str
    finished: datetime  # UTC
    pictures: int  # how many it brought
    first_picture: int  # id
    cost: float | None = None  # USD for all of them, where the service said so
    seconds: float | None = None  # it took so long
