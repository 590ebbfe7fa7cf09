"""A world for the queue without threads: a test says which piece of work is done next, and how it ends."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Candidate, Delivery, GeneratedImage, RawReply, RemoteState, Ticket
from portrait_app.core.engines import EngineRow, segmind
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.runner import Lane, Task, TaskRunner
from tests.support.images import encoded_image

PICTURE = encoded_image(8, 8)


class Killed(BaseException):
    """The process ends here: nothing in the program may catch it."""


class Mistake(Exception):
    """A mistake of ours, in an engine."""


class Fate(Enum):
    """How a request goes; the value says whether the service made it, and so has been paid."""

    PICTURE = True
    LOST = True, "its answer never came"
    NEVER_ARRIVED = False, "nor did the request, which nobody can know"
    TICKET = True, "a ticket and then the picture"
    TICKET_LOST = True, "a ticket and then no answer"
    NOT_FETCHED = True, "the answer points to a picture that does not come"
    DISK_FULL = True, "the answer cannot be spooled"
    KILLED_SENDING = True, "the process ends before the answer"
    KILLED_WITH_TICKET = True, "or after the ticket is on disk"
    KILLED_SPOOLED = True, "or after the answer is"
    MISTAKE = True, "a mistake of ours after it was sent"
    UNREACHED = False
    LIMITED = False, "429"
    BUSY = False, "503"
    BROKEN = False, "500, and nobody can know whether it was made"
    REFUSED = False, "400"
    NO_CREDITS = False, "406"

    @property
    def is_made(self) -> bool:
        return self.value is True or (isinstance(self.value, tuple) and self.value[0])


# By which error a request fails that was not made.
ERRORS = {
    Fate.UNREACHED: ErrorKind.CANNOT_CONNECT,
    Fate.LIMITED: ErrorKind.RATE_LIMITED,
    Fate.BUSY: ErrorKind.SERVICE_UNAVAILABLE,
    Fate.BROKEN: ErrorKind.OUTCOME_UNKNOWN,
    Fate.REFUSED: ErrorKind.BAD_REQUEST,
    Fate.NO_CREDITS: ErrorKind.NO_CREDITS,
    Fate.NEVER_ARRIVED: ErrorKind.OUTCOME_UNKNOWN,
    Fate.LOST: ErrorKind.OUTCOME_UNKNOWN,
}


@dataclass
class Service:
    """A cloud engine and its history, behind the real ports. `fate` is that of the next call."""

    row: EngineRow = segmind.ROW
    fate: Fate = Fate.PICTURE
    trouble: Fate | None = None  # that of all requests, until it is over
    offline: bool = False
    posts: Counter[str] = field(default_factory=Counter)  # by prompt: those that may have been paid for
    paid: Counter[str] = field(default_factory=Counter)  # likewise: those that were
    made: dict[str, datetime] = field(default_factory=dict)
    utc: Callable[[], datetime] = datetime.now

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        fate = self.fate if self.trouble is None else self.trouble
        if fate.is_made or ERRORS[fate] is ErrorKind.OUTCOME_UNKNOWN:
            self.posts[request.prompt] += 1
        if fate.is_made:
            self.paid[request.prompt] += 1
            self.made[request.prompt] = self.utc()
        if fate in ERRORS:
            raise AppError(ERRORS[fate])
        if fate is Fate.KILLED_SENDING:
            raise Killed
        if fate is Fate.MISTAKE:
            raise Mistake
        if fate in (Fate.TICKET, Fate.TICKET_LOST, Fate.KILLED_WITH_TICKET):
            ticket = Ticket(request.prompt)
            handover.accepted(ticket)
            return self.poll(request, ticket, handover)
        return self._answer(request, handover)

    def poll(self, request: GenerationRequest, ticket: Ticket, handover: Handover) -> Delivery:
        if self.fate is Fate.KILLED_WITH_TICKET:
            raise Killed
        if self.fate in (Fate.TICKET_LOST, Fate.UNREACHED, Fate.LOST):
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, because=str(ErrorKind.CANNOT_CONNECT))
        if self.fate is Fate.BROKEN:
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, because=str(ErrorKind.NO_SUCH_MODEL))
        assert ticket.request_id in self.made
        return self._answer(request, handover)

    def _answer(self, request: GenerationRequest, handover: Handover) -> Delivery:
        reply = RawReply(200, {}, PICTURE)
        handover.spool(reply)
        if self.fate is Fate.KILLED_SPOOLED:
            raise Killed
        return self.read(request, reply, handover)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        assert handover is not None
        if self.fate is Fate.NOT_FETCHED:
            raise AppError(ErrorKind.PICTURE_NOT_FETCHED)
        return Delivery((GeneratedImage(reply.body, "jpeg", 8, 8),), cost=0.003, request_id=request.prompt)

    def service_time(self) -> None:
        return None

    def reach(self, cancel: Cancel) -> None:
        if self.offline or cancel.cancelled:
            raise AppError(ErrorKind.CANNOT_CONNECT)

    # Its history

    def listing(self, endpoint: str, since: datetime, key: str, cancel: Cancel | None = None) -> "Remembered":
        if self.fate is Fate.UNREACHED:
            raise AppError(ErrorKind.CANNOT_CONNECT)
        return Remembered(dict(self.made), self.utc())

    def look_up(self, request_id: str, key: str, cancel: Cancel | None = None) -> Candidate | None:
        moment = self.made.get(request_id)
        return None if moment is None else Candidate(request_id, moment, RemoteState.MADE, ("picture",))

    def fetch(self, request: GenerationRequest, candidate: Candidate, handover: Handover) -> Delivery:
        assert candidate.request_id == request.prompt
        return self._answer(request, handover)


@dataclass
class Remembered:
    """Implements `core.ports.Listing`: what was made until then, whole."""

    made: dict[str, datetime]
    read_at: datetime
    service_time: datetime | None = None
    ahead: timedelta = timedelta()
    is_whole: bool = True

    def of(self, request: GenerationRequest, between: tuple[datetime, datetime]) -> list[Candidate]:
        moment = self.made.get(request.prompt)
        if moment is None:
            return []
        return [Candidate(request.prompt, moment, RemoteState.MADE, ("picture",))]


@dataclass
class _Work:
    task: Task[Any]
    call: Callable[[], Any]


class StepRunner(TaskRunner):
    """Does nothing by itself. Work for the database is done in the order asked for, as in the real one."""

    def __init__(self) -> None:
        super().__init__()
        self.database: deque[_Work] = deque()
        self.elsewhere: list[_Work] = []

    def run(
        self,
        call: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[AppError], None] | None = None,
        *,
        lane: Lane = Lane.DATABASE,
        owner: QObject | None = None,
    ) -> Task[Any]:
        work = _Work(Task(self, owner or self, done, failed), call)
        (self.database if lane is Lane.DATABASE else self.elsewhere).append(work)
        return work.task

    def step_database(self) -> None:
        _do(self.database.popleft())

    def step_elsewhere(self, which: int) -> None:
        _do(self.elsewhere.pop(which % len(self.elsewhere)))

    def settle(self) -> None:
        """Do all that the database was asked."""
        while self.database:
            self.step_database()


def _do(work: _Work) -> None:
    result, error = None, None
    try:
        result = work.call()
    except AppError as known:
        error = known
    except Mistake as mistake:  # any other is a failure of the test
        error = AppError(ErrorKind.UNEXPECTED, repr(mistake))
    work.task.deliver(result, error)
