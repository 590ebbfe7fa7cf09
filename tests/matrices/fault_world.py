"""One fault of the service or the network, and what became of the job, the money, the key and the window."""

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.job import JobState
from portrait_app.ui.shell.messages import describe
from tests.matrices.loopback import loopback_only
from tests.matrices.queue_clock import QueueClock
from tests.matrices.session import Session
from tests.support.database import database_of
from tests.support.segmind_service import KEY, Behaviour, Received, SegmindService
from tests.support.watchdog import Watchdog

FAILED, UNKNOWN, QUEUED = JobState.FAILED, JobState.OUTCOME_UNKNOWN, JobState.QUEUED
LOST = (ErrorKind.OUTCOME_UNKNOWN,)
JSON = {"Content-Type": "application/json"}
_LONGEST = 1000  # seconds of the queue's time: by then it has given up what it gives up for one job
STALLED = "stalled"
_STALL = 100  # milliseconds that the GUI thread may not answer


@dataclass
class World:
    """What one case happens in. A case's `prepare` changes it before the job is ordered."""

    service: SegmindService
    elsewhere: SegmindService  # another host, which nobody may ask with a key
    ends: ExitStack  # of what a case starts
    url: str = ""
    settings: dict[str, Value] = field(default_factory=dict)
    later: Callable[[Session], None] = lambda _: None  # called then
    later_at: float = 100  # seconds of the queue's time
    _next: dict[str, Iterator[Behaviour]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.url = self.service.url
        self.service.choose = lambda received: next(self._next.get(_asked(received), iter(())), None)

    def answer(self, asked: str, behaviours: Iterable[Behaviour]) -> None:
        """Have what is asked (post, status, result, output, history) answered so, one after the other."""
        self._next[asked] = iter(behaviours)


def _asked(received: Received) -> str:
    path = received.path.partition("?")[0]
    if received.method == "POST":
        return "post"
    parts = {"/outputs/": "output", "/request-history": "history", "/v2/requests/": "result"}
    kind = next((kind for part, kind in parts.items() if part in path), "")
    return "status" if kind == "result" and path.endswith("/status") else kind


Prepare = Callable[[World], None]


@dataclass(frozen=True)
class Case:
    """A fault, and what is to come of it."""

    name: str
    prepare: Callable[[World], None]
    delivery: str = "direct"
    state: JobState = JobState.DONE
    said: tuple[ErrorKind, ...] = ()  # everything a person was told on the way
    billed: int = 1
    posts: int = 1  # requests that cost money, counting those that were cut
    waited: tuple[float, float] | None = None  # seconds between which the queue was at it; None: any
    samples: int = 1
    jobs: int = 1  # alike, and all ordered at once
    longest: float = _LONGEST


@dataclass(frozen=True)
class Row:
    """What became of one case."""

    case: Case
    state: JobState
    said: tuple[ErrorKind, ...]
    sentence: str  # the last that a person read
    told: Billed | None  # what that says of the money
    billed: int
    posts: int
    pictures: int
    waited: float  # seconds of the queue's time
    leaks: tuple[str, ...]  # where the key was seen
    left: tuple[str, ...]  # addresses that are not this machine
    stall: float  # milliseconds: the longest that the GUI thread did not answer,
    queued: float  # and how many of them it waited for a core

    @property
    def wrong(self) -> list[str]:
        """Return what is not as it should be."""
        case, wrong = self.case, []
        if (self.state, self.said) != (case.state, case.said):
            wrong.append(f"expected {case.state} after {', '.join(case.said) or 'nothing'}")
        if (self.billed, self.posts) != (case.billed, case.posts):
            wrong.append(f"expected {case.billed} billed of {case.posts} sent")
        if self.pictures != (case.samples * case.jobs if case.state is JobState.DONE else 0):
            wrong.append("pictures")
        if case.waited and not case.waited[0] <= self.waited <= case.waited[1]:
            wrong.append(f"expected {case.waited[0]:g} to {case.waited[1]:g} s")
        if (self.told in (Billed.NO, Billed.FREE) and self.billed) or (
            self.told is Billed.YES and not self.billed
        ):
            wrong.append("told a lie about money")
        wrong += [f"key in {place}" for place in self.leaks] + [f"asked {host}" for host in self.left]
        if self.stall - self.queued > _STALL:
            wrong.append(STALLED)
        return wrong

    @property
    def is_bad(self) -> bool:
        return bool(self.wrong)


def as_it_is(_world: World) -> None:
    """Nothing is wrong."""


def answered(asked: str, *behaviours: Behaviour, **settings: float) -> Prepare:
    """Return what has so many questions answered in these ways, and the others as usual."""

    def prepare(world: World) -> None:
        world.answer(asked, behaviours)
        world.settings |= settings

    return prepare


def always(asked: str, behaviour: Behaviour, **settings: float) -> Prepare:
    def prepare(world: World) -> None:
        world.answer(asked, repeat(behaviour))
        world.settings |= settings

    return prepare


def together(*prepares: Prepare) -> Prepare:
    def prepare(world: World) -> None:
        for one in prepares:
            one(world)

    return prepare


def play(case: Case) -> Row:
    """Have jobs run into one fault, until nothing more happens by itself."""
    clock, said = QueueClock(), list[AppError]()
    with (
        tempfile.TemporaryDirectory() as folder,
        _log_of_everything() as log,
        SegmindService() as service,
        SegmindService() as elsewhere,
        loopback_only({"inside.invalid": "10.0.0.5"}) as left,
        ExitStack() as ends,
    ):
        world = World(service, elsewhere, ends, settings={"connect_timeout": 2, "read_timeout": 20})
        case.prepare(world)
        cuts = len(service.cut_requests)
        session = Session(
            Path(folder), world.url, case.delivery, timing=clock.timing(), values=world.settings
        )
        session.queue.changed.connect(lambda: said.extend(_errors(session)))
        with Watchdog() as watchdog:
            for _ in range(case.jobs):
                session.order(case.samples)
            _let_time_pass(session, clock, world, case.longest)
        states = {job.state for job in session.library.jobs_in(tuple(JobState))}
        state = next((one for one in states if one is not case.state), case.state)
        with database_of(session.library).read() as connection:
            (pictures,) = connection.execute("SELECT count(*) FROM pictures").fetchone()
        session.close()
        posts = sum(received.method == "POST" for received in service.received)
        worst = watchdog.longest_own
        messages = [describe(error) for error in said]
        last = said[-1] if said and state is not JobState.DONE else None
        return Row(
            case,
            state,
            tuple(dict.fromkeys(error.kind for error in said)),
            f"{messages[-1].title}. {messages[-1].sentence} {messages[-1].money}" if messages else "",
            None if last is None else last.billed,
            len(service.billed),
            posts + cuts - len(service.cut_requests),
            pictures,
            clock.seconds,
            tuple(_places_of_the_key(Path(folder), elsewhere, [*log, *map(str, messages)])),
            tuple(left),
            worst.wall,
            worst.queued,
        )


def _errors(session: Session) -> list[AppError]:
    statuses = session.queue.statuses
    return [error for status in statuses if (error := status.error or status.retry_error) is not None]


def _let_time_pass(session: Session, clock: QueueClock, world: World, longest: float) -> None:
    """Turn the event loop; whenever nothing is under way, a second of the queue's time is over."""
    application = QCoreApplication.instance()
    assert application is not None

    def tick() -> None:
        if session.runner.busy:
            return
        if _is_over(session) or clock.seconds >= longest:
            application.quit()
            return
        clock.seconds += 1
        if clock.seconds == world.later_at:
            world.later(session)
        session.queue.pump()

    timer = QTimer(interval=1)
    timer.timeout.connect(tick)
    timer.start()
    application.exec()
    timer.stop()


def _is_over(session: Session) -> bool:
    """Say whether nothing more happens without a person, as far as a failed job tells."""
    return all(
        entry.needs_you and entry.due is None and entry.job.state is JobState.FAILED
        for entry in session.queue._entries
    )


def _places_of_the_key(folder: Path, elsewhere: SegmindService, texts: Iterable[str]) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and KEY.encode() in path.read_bytes():
            yield path.relative_to(folder).as_posix()
    if any(KEY in text for text in texts):
        yield "the log or a message"
    if any(KEY in f"{one.path} {dict(one.headers)} {one.body!r}" for one in elsewhere.received):
        yield "a request to another host"


@contextmanager
def _log_of_everything() -> Iterator[list[str]]:
    """Collect what any part of the process logs, its tracebacks too."""
    lines: list[str] = []
    form = logging.Formatter()
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(form.format(record))  # type: ignore[method-assign]
    root, before = logging.getLogger(), logging.root.manager.disable
    level = root.level
    logging.disable(logging.NOTSET)
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        logging.disable(before)
