"""Runs 2,000 jobs through queue, engine and library, and accounts for every picture.

The service runs in another process, so that only the program's memory is measured.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from portrait_app.core.job import JobState
from portrait_app.jobs.holds import HoldReason
from tests.matrices.queue_clock import QueueClock
from tests.matrices.session import Session
from tests.matrices.soak_account import Row, reconciled
from tests.matrices.soak_memory import Look, flat, look
from tests.matrices.soak_service import Account, service_elsewhere

JOBS = 2000
SHARE = 0.05  # fraction of the answers that are faults
_SEED = 531327
_AHEAD = 12  # most jobs that wait
_TICK = 5  # milliseconds per second of the queue's time
_LOOKS = 80  # number of memory samples


@dataclass
class Person:
    """A simulated user, who orders, pauses, resumes, cancels and changes the delivery at random."""

    session: Session
    clock: QueueClock
    jobs: int
    ordered: int = 0
    cancelled: set[int] = field(default_factory=set)
    pauses: int = 0
    memory: list[Look] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(_SEED))

    def act(self) -> bool:
        """Do something or nothing. Return False when there is nothing more to do."""
        queue = self.session.queue
        self.clock.seconds += 1
        queue.pump()
        if any(hold.reason is HoldReason.DOUBT for hold in queue.holds) and self.dice.random() < 0.05:
            self._go_on()
        if self.ordered < self.jobs:
            if queue.waiting < _AHEAD:
                self._order()
            self._interfere(self.dice.random())
        elif queue.is_paused:
            queue.resume()
        return self.ordered < self.jobs or self._is_anything_left()

    def _interfere(self, chance: float) -> None:
        """Sometimes pause, resume, cancel a job, change the delivery, or dismiss failed jobs."""
        if self.session.queue.is_paused:
            if chance < 0.1:
                self.session.queue.resume()
        elif chance < 0.01:
            self.session.queue.pause()
            self.pauses += 1
        elif 0.2 < chance < 0.21:
            self._cancel()
        elif 0.3 < chance < 0.31:
            self.session.settings.set("delivery", self.dice.choice(("direct", "queued")))
        elif 0.4 < chance < 0.41:
            self._tidy()

    def _order(self) -> None:
        self.ordered += 1
        samples, seed = self.dice.choice((1, 1, 1, 2)), self.dice.choice((-1, self.ordered % 16))
        self.session.order(samples, prompt=f"portrait {self.ordered}", seed=seed)
        self._remember()

    def _go_on(self) -> None:
        """Send one more job, although two unknown outcomes hold the queue."""
        waiting = next((status.job.id for status in self.session.queue.statuses if status.waits), None)
        if waiting is not None:
            self.session.queue.jobs.skip_wait(waiting)

    def _cancel(self) -> None:
        jobs = [status.job.id for status in self.session.queue.statuses if status.error is None]
        if jobs:
            job = self.dice.choice(jobs)
            self.cancelled.add(job)
            self.session.queue.jobs.cancel(job)

    def _tidy(self) -> None:
        """Dismiss failed jobs, as the user does. Jobs with an unknown outcome stay."""
        for status in self.session.queue.statuses:
            if status.error is not None and status.job.state is JobState.FAILED:
                self.session.queue.jobs.dismiss(status.job.id)

    def _is_anything_left(self) -> bool:
        """Return whether anything more happens without the user."""
        entries = self.session.queue._entries
        goes_on = any(one.error is None or one.due is not None for one in entries)
        return goes_on or self.session.runner.busy

    def _remember(self) -> None:
        step = max(self.jobs // _LOOKS, 1)
        if self.ordered // step > len(self.memory) and (seen := look(self.ordered)) is not None:
            self.memory.append(seen)


def soak(jobs: int = JOBS, share: float = SHARE) -> Iterator[Row]:
    """Run `jobs` jobs, with faults in the fraction `share` of the answers. Yield the account."""
    if QCoreApplication.instance() is None:
        QCoreApplication([])
    started = time.monotonic()
    clock = QueueClock()
    with tempfile.TemporaryDirectory() as folder, service_elsewhere(_SEED, share) as (url, pipe):
        timing = clock.timing()
        session = Session(Path(folder), url, "direct", timing=timing, concurrency=4, per_minute=600)
        person = Person(session, clock, jobs)
        _work(person)
        session.close()
        _account_of(pipe)
        session = Session(Path(folder), url, "direct", timing=clock.timing())
        session.queue.recover()
        _work(Person(session, clock, 0))
        account = _account_of(pipe)
        yield Row("answers that were faults", account.faults.total())
        yield from (Row(f"  {name}", count) for name, count in sorted(account.faults.items()))
        yield Row("pauses", person.pauses)
        yield Row("cancelled by the person", len(person.cancelled))
        yield from reconciled(session.library, person.ordered, person.cancelled, account)
        session.close()
    yield from flat(person.memory)
    yield Row("seconds that it took", round(time.monotonic() - started))


def _account_of(pipe: Connection) -> Account:
    pipe.send(None)
    account: Account = pipe.recv()
    return account


def _work(person: Person) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    timer = QTimer()
    timer.setInterval(_TICK)
    timer.timeout.connect(lambda: None if person.act() else application.quit())
    timer.start()
    application.exec()
    timer.stop()


def rows(every: int = 1) -> Iterator[Row]:
    """Yield the account of the soak, which has `every` times fewer jobs."""
    yield from soak(JOBS // every)


HEAD = f"{'of all jobs':44} {'':>8}"


def line(row: Row) -> str:
    bound = "" if row.bound is None else f"  at most {row.bound:g}"
    return f"{row.what:44} {row.count:8g}{bound}"
