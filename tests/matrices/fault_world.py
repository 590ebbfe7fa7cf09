"""Plays one fault of the service or the network: the effect on jobs, money, key and window."""

import logging
import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QCoreApplication, QTimer

from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.job import JobState
from portrait_app.engines.segmind import downloads
from portrait_app.jobs.finder import LookupResult
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
_LONGEST = 1000  # seconds of the queue's time: by then the queue has given up a single job
STALLED = "stalled"
_STALL = 100  # most milliseconds for which the GUI thread may be blocked


@dataclass
class World:
    """The environment of one case. The case's `prepare` changes it before the job is ordered."""

    service: SegmindService
    elsewhere: SegmindService  # another host, which must never get the key
    ends: ExitStack  # closes what a case starts
    clock: QueueClock = field(default_factory=QueueClock)  # the program's clock
    url: str = ""
    settings: dict[str, Value] = field(default_factory=dict)
    later: Callable[[Session], None] = lambda _: None  # called at `later_at`
    later_at: float = 100  # seconds of the queue's time
    _next: dict[str, Iterator[Behaviour]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.url = self.service.url
        self.service.choose = lambda received: next(self._next.get(_asked(received), iter(())), None)

    def answer(self, asked: str, behaviours: Iterable[Behaviour]) -> None:
        """Set the behaviours of the next requests of one kind: post, status, result, output or history."""
        self._next[asked] = iter(behaviours)


def _asked(received: Received) -> str:
    path = received.path.partition("?")[0]
    if received.method == "POST":
        return "post"
    parts = {
        "/outputs/": "output",
        "/request-history": "history",
        "/v2/requests/": "result",
        "/v1/requests/": "status",
    }
    kind = next((kind for part, kind in parts.items() if part in path), "")
    return "status" if kind == "result" and path.endswith("/status") else kind


Prepare = Callable[[World], None]


@dataclass(frozen=True)
class Case:
    """A fault, and its expected result."""

    name: str
    prepare: Callable[[World], None]
    delivery: str = "direct"
    state: JobState = JobState.DONE
    said: tuple[ErrorKind, ...] = ()  # all errors shown to the user
    billed: int = 1
    posts: int = 1  # requests that cost money, including those that were cut off
    waited: tuple[float, float] | None = None  # least and most seconds of the queue's time; None for any
    samples: int = 1
    seed: int | None = None  # instead of the sample's
    jobs: int = 1  # number of equal jobs, all ordered at the start
    prompts: tuple[str, ...] = ()  # of different jobs, instead of `jobs`
    also: tuple[JobState, ...] = ()  # other states in which jobs may end
    found: bool | None = None  # whether a picture must be found in the history; None for either
    at_once: int = 1  # jobs that run at the same time
    longest: float = _LONGEST


@dataclass(frozen=True)
class Row:
    """The result of one case."""

    case: Case
    state: JobState
    said: tuple[ErrorKind, ...]
    sentence: str  # the last text that the user reads
    told: Billed | None  # what the last error says about the money
    billed: int
    posts: int
    pictures: int
    found: int  # searches in the history that found a picture
    lies: int  # times that a billed job was called free
    waited: float  # seconds of the queue's time
    leaks: tuple[str, ...]  # places where the key was found
    left: tuple[str, ...]  # addresses of other machines that were tried
    stall: float  # milliseconds of the longest block of the GUI thread
    queued: float  # milliseconds of it that the thread waited for a core

    @property
    def wrong(self) -> list[str]:
        """The differences from the expected result."""
        case, wrong = self.case, []
        if (self.state, self.said) != (case.state, case.said):
            wrong.append(f"expected {case.state} after {', '.join(case.said) or 'nothing'}")
        if (self.billed, self.posts) != (case.billed, case.posts):
            wrong.append(f"expected {case.billed} billed of {case.posts} sent")
        jobs = len(case.prompts) or case.jobs
        if not case.also and self.pictures != (case.samples * jobs if case.state is JobState.DONE else 0):
            wrong.append("pictures")
        if case.found is not None and case.found is not bool(self.found):
            wrong.append("expected to be found again" if case.found else "expected not to be found again")
        if self.billed > jobs:
            wrong.append("paid twice")
        if case.waited and not case.waited[0] <= self.waited <= case.waited[1]:
            wrong.append(f"expected {case.waited[0]:g} to {case.waited[1]:g} s")
        if (
            (self.told in (Billed.NO, Billed.FREE) and self.billed)
            or (self.told is Billed.YES and not self.billed)
            or self.lies
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
    """Change nothing."""


def answered(asked: str, *behaviours: Behaviour, **settings: float) -> Prepare:
    """Return a function that sets the behaviours of the next requests of one kind. Others are usual."""

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
    """Run the jobs of a case until nothing more happens without the user."""
    clock, said, found, lies = QueueClock(), list[AppError](), list[LookupResult](), list[AppError]()
    with (
        tempfile.TemporaryDirectory() as folder,
        _log_of_everything() as log,
        SegmindService() as service,
        SegmindService() as elsewhere,
        loopback_only({"inside.invalid": "10.0.0.5"}) as left,
        mock.patch.object(downloads, "_PAUSES", (0.01, 0.01)),
        ExitStack() as ends,
    ):
        limits: dict[str, Value] = {"connect_timeout": 2, "read_timeout": 20}
        world = World(service, elsewhere, ends, clock, settings=limits)
        case.prepare(world)
        cuts = len(service.cut_requests)
        session = Session(
            Path(folder),
            world.url,
            case.delivery,
            timing=clock.timing(),
            clock=clock,
            concurrency=case.at_once,
            values=world.settings,
        )

        def listen() -> None:
            errors = _errors(session)
            said.extend(errors)
            if service.billed and len(case.prompts or "1") * case.jobs == 1:
                lies.extend(error for error in errors if error.billed in (Billed.NO, Billed.FREE))

        session.queue.changed.connect(listen)
        session.queue.looked.connect(lambda looked: found.append(looked) if _is_found(looked) else None)
        with Watchdog() as watchdog:
            for number in range(len(case.prompts) or case.jobs):
                named: dict[str, Value] = {"prompt": case.prompts[number]} if case.prompts else {}
                if case.seed is not None:
                    named["seed"] = case.seed
                session.order(case.samples, **named)
            _let_time_pass(session, clock, world, case.longest)
        ordered = range(1, (len(case.prompts) or case.jobs) + 1)  # retries may add jobs
        jobs = session.library.jobs_in(tuple(JobState))
        states = {job.state for job in jobs if job.id in ordered}
        state = next((one for one in states if one not in (case.state, *case.also)), case.state)
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
            len(found),
            len(lies),
            clock.seconds,
            tuple(_places_of_the_key(Path(folder), elsewhere, [*log, *map(str, messages)])),
            tuple(left),
            worst.wall,
            worst.queued,
        )


def _is_found(looked: LookupResult) -> bool:
    return looked.outcome is not None and looked.outcome.error is None


def _errors(session: Session) -> list[AppError]:
    statuses = session.queue.statuses
    return [error for status in statuses if (error := status.error or status.retry_error) is not None]


def _let_time_pass(session: Session, clock: QueueClock, world: World, longest: float) -> None:
    """Run the event loop. Whenever no task is running, advance the queue's time."""
    application = QCoreApplication.instance()
    assert application is not None

    def tick() -> None:
        if session.runner.busy:
            return
        if _is_over(session) or clock.seconds >= longest:
            application.quit()
            return
        clock.seconds += _step(session, clock, world)
        for service in (world.service, world.elsewhere):
            service.records.clock_ahead = timedelta(seconds=clock.seconds)
        if clock.seconds == world.later_at:
            world.later(session)
        session.queue.pump()

    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(tick)
    timer.start()
    application.exec()
    timer.stop()


def _step(session: Session, clock: QueueClock, world: World) -> int:
    """Return the seconds until the next event, at least 1."""
    entries = list(session.queue._entries)
    moments = [entry.due - clock.seconds for entry in entries if entry.due is not None]
    moments += [hold.seconds for hold in session.queue.holds if hold.seconds is not None]
    if clock.seconds < world.later_at:
        moments.append(world.later_at - clock.seconds)
    return max(math.ceil(min(moments, default=1)), 1)


def _is_over(session: Session) -> bool:
    """Return whether nothing more happens without the user."""
    is_held = any(hold.seconds is None for hold in session.queue.holds)
    return all(
        (entry.needs_you or (is_held and entry.is_unsent)) and entry.due is None
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
    """Collect all log lines of the process, with tracebacks."""
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
