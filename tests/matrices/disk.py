"""Makes the disk fail at each write, then work again: what is lost, doubled or paid twice."""

import errno
import functools
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from threading import Lock
from typing import Any
from unittest import mock

from PySide6.QtCore import QCoreApplication

from portrait_app.core.errors import AppError
from portrait_app.core.job import JobState
from portrait_app.engines.segmind import client, queued
from portrait_app.library.database import Database
from portrait_app.ui.shell.messages import describe
from tests.matrices import disk_writers
from tests.matrices.session import Session
from tests.support.database import database_of
from tests.support.retry_failed import retry_failed
from tests.support.segmind_service import SegmindService

DELIVERIES = ("direct", "queued")
SAMPLES = 2
ERRORS = {
    "full": (errno.ENOSPC, sqlite3.SQLITE_FULL),
    "read-only": (errno.EROFS, sqlite3.SQLITE_READONLY),
    "input/output": (errno.EIO, sqlite3.SQLITE_IOERR),
}
_FOLDERS = frozenset({"library", "pictures", "records", "spool"})
_OPERATIONS: tuple[tuple[Any, str], ...] = (
    (os, "open"),
    (Path, "replace"),
    (Path, "mkdir"),
    (Path, "open"),
    (os, "fsync"),
)


@dataclass(frozen=True)
class Row:
    """The result of one delivery. Pictures are compared with what the service billed."""

    delivery: str
    trouble: str
    where: str  # the first operation that failed
    state: str  # of the job while the disk failed; empty if the job could not be stored
    said: str  # titles of the messages to the user
    billed: int
    pictures: int  # after the disk was repaired and failed jobs were retried

    @property
    def lost(self) -> int:
        return max(SAMPLES * max(self.billed, 1) - self.pictures, 0)

    @property
    def paid_again(self) -> int:
        return max(self.billed - 1, 0)

    @property
    def is_bad(self) -> bool:
        return bool(self.lost or self.pictures > SAMPLES or self.paid_again or not self.said)


class FailingDisk:
    """Counts disk operations, and refuses all from number `fatal` on. With 0 it refuses none."""

    def __init__(self, fatal: int = 0, trouble: str = "full") -> None:
        self.passed: list[str] = []
        self.first = ""
        self._fatal = fatal
        self._errno, self._code = ERRORS[trouble]
        self._lock = Lock()

    def mend(self) -> None:
        self._fatal = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """In the block, intercept every write of the program."""
        with ExitStack() as stack:
            for holder, name in _OPERATIONS:
                stack.enter_context(
                    mock.patch.object(holder, name, self._guarded(getattr(holder, name), name))
                )
            stack.enter_context(mock.patch.object(Database, "write", self._guarded_write(Database.write)))
            yield

    def _guarded(self, original: Callable[..., Any], name: str) -> Callable[..., Any]:
        @functools.wraps(original)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            reads = name == "open" and _only_reads(*args[1:2])
            if not reads and self._refuses(f"{name} {_what(args[0])}".rstrip()):
                raise OSError(self._errno, os.strerror(self._errno))
            return original(*args, **kwargs)

        return guarded

    def _guarded_write(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @contextmanager
        def guarded(database: Database, *, durable: bool) -> Iterator[sqlite3.Connection]:
            with original(database, durable=durable) as connection:
                yield connection
                if self._refuses("commit"):
                    error = sqlite3.OperationalError("the disk refused")
                    error.sqlite_errorcode = self._code
                    raise error

        return guarded

    def _refuses(self, name: str) -> bool:
        with self._lock:
            self.passed.append(name)
            refuses = 0 < self._fatal <= len(self.passed)
            if refuses and not self.first:
                self.first = name
            return refuses


def _only_reads(how: object = "r") -> bool:
    """Return whether a mode, or flags of `os.open`, open a file only for reading."""
    return how in ("r", "rb") or (isinstance(how, int) and not how & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _what(argument: object) -> str:
    """Return the name of the library's folder that an operation is in, "" if unknown."""
    parts = argument.parts if isinstance(argument, Path) else ()
    return next((part for part in reversed(parts) if part in _FOLDERS), "")


def operations_of(delivery: str) -> list[str]:
    """Return the disk operations of an undisturbed delivery."""
    with tempfile.TemporaryDirectory() as folder, SegmindService() as service:
        session = Session(Path(folder) / "library", service.url, delivery)
        disk = FailingDisk()
        with disk.watched():
            session.order(SAMPLES)
            session.run()
        session.close()
        return disk.passed


def fail(delivery: str, trouble: str, point: int) -> Row:
    """Make the disk fail from one operation on until the program stops trying. Then repair the disk."""
    with tempfile.TemporaryDirectory() as folder, SegmindService() as service:
        disk = FailingDisk(point, trouble)
        session = Session(Path(folder) / "library", service.url, delivery)
        with disk.watched():
            session.order(SAMPLES)
            return _outcome(session, service, delivery, trouble, lambda: disk.first, disk.mend)


def _outcome(
    session: Session,
    service: SegmindService,
    delivery: str,
    trouble: str,
    where: Callable[[], str],
    mend: Callable[[], None],
) -> Row:
    """Run while the disk fails, repair the disk, retry failed jobs, and count."""
    said: list[str] = []
    session.queue.failed.connect(lambda outcome: said.append(_title(outcome.error)))
    session.runner.failed.connect(lambda error: said.append(_title(error)))
    session.run()
    state = ", ".join(status.job.state for status in session.queue.statuses)
    mend()
    if session.library.jobs_in(tuple(JobState)):
        retry_failed(session.queue)
    else:
        session.order(SAMPLES)  # the user orders again what could not be stored
    session.run()
    folder = session.library.folder
    session.close()
    # Count in another session, which sees only what is stored.
    again = Session(folder, service.url, delivery)
    again.queue.recover()
    again.run()
    with database_of(again.library).read() as connection:
        (pictures,) = connection.execute("SELECT count(*) FROM pictures").fetchone()
    again.close()
    told = ", ".join(dict.fromkeys(said))
    return Row(delivery, trouble, where(), state, told, len(service.billed), pictures)


def _title(error: AppError) -> str:
    return describe(error).title


# --- real disks ---


@contextmanager
def small_disk() -> Iterator[Path]:
    """Mount a disk of four megabytes. Needs Linux and root."""
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=True)
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "-l", place], check=True)


def _fill(disk: Path) -> None:
    with _until_full(), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


@contextmanager
def _until_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise


def _move(disk: Path, source: str, target: str) -> None:
    (disk / source).rename(disk / target)


Act = Callable[[Path], None]
REAL: dict[str, tuple[Act, Act]] = {
    "full disk": (_fill, lambda disk: (disk / "filler").unlink()),
    "folder removed": (
        functools.partial(_move, source="library", target="elsewhere"),
        functools.partial(_move, source="elsewhere", target="library"),
    ),
}


def fail_really(delivery: str, trouble: str, moment: str, disk: Path) -> Row:
    """Make a real disk fail before the job is ordered, or after the first exchange with the service."""
    spoil, mend = REAL[trouble]
    with SegmindService() as service, ExitStack() as stack:
        session = Session(disk / "library", service.url, delivery)
        spoilt: list[str] = []

        def spoil_once() -> None:
            if not spoilt:
                spoilt.append(moment)
                spoil(disk)

        def after(original: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(original)
            def exchange(*args: Any, **kwargs: Any) -> Any:
                result = original(*args, **kwargs)
                spoil_once()
                return result

            return exchange

        if moment == "before":
            spoil_once()
        else:
            for holder in (client, queued):
                stack.enter_context(mock.patch.object(holder, "exchange", after(holder.exchange)))
        session.order(SAMPLES)
        return _outcome(session, service, delivery, trouble, lambda: moment, lambda: mend(disk))


def has_small_disks() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None


def rows(every: int = 1) -> Iterator[Row | disk_writers.Row]:
    """Yield a row for each operation, or for every `every`-th, and for each failure of real disks."""
    if QCoreApplication.instance() is None:
        QCoreApplication([])
    for delivery in DELIVERIES:
        points = range(1, len(operations_of(delivery)) + 1, every)
        for trouble in ERRORS:
            yield from (fail(delivery, trouble, point) for point in points)
    for delivery in DELIVERIES:
        for trouble in REAL if has_small_disks() else ():
            for moment in ("before", "after exchange"):
                with small_disk() as disk:
                    yield fail_really(delivery, trouble, moment, disk)
    yield from _rows_of_writers(every)


def _rows_of_writers(every: int) -> Iterator[disk_writers.Row]:
    troubles = disk_writers.TROUBLES if has_small_disks() else disk_writers.ANYWHERE
    for name, trouble, moment in list(product(disk_writers.WRITERS, troubles, disk_writers.MOMENTS))[::every]:
        with small_disk() if has_small_disks() else tempfile.TemporaryDirectory() as disk:
            yield disk_writers.fail(name, trouble, moment, Path(disk))


HEAD = (
    f"{'delivery':8} {'trouble':14} {'from':22} {'meanwhile':12} {'said':34} "
    f"{'billed':>6} {'pictures':>8} {'lost':>4} {'paid again':>10}"
)


def line(row: Row | disk_writers.Row) -> str:
    if isinstance(row, disk_writers.Row):
        return disk_writers.line(row)
    counts = f"{row.billed:6} {row.pictures:8} {row.lost:4} {row.paid_again:10}"
    return f"{row.delivery:8} {row.trouble:14} {row.where[:22]:22} {row.state:12} {row.said[:34]:34} {counts}"
