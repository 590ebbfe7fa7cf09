"""The disk matrix for other files: thumbnails, settings, logs, crash reports, backups, exports.

A real disk fails before a writer is opened or while the writer is in use, and then works again. A row says
whether the user has what they need meanwhile, what they are told, and whether the files are complete
afterwards.
"""

import logging
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from threading import Event
from typing import Protocol

from PySide6.QtGui import QImage

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.errors import AppError
from portrait_app.core.export.plan import Collision, ExportPlan
from portrait_app.export.exporter import FileExporter
from portrait_app.jobs.sheet_painter import QtSheetPainter
from portrait_app.jobs.thumbnails.batch import ThumbnailBatch
from portrait_app.library.library import open_database
from portrait_app.library.rescue.backups import BACKUPS, LibraryBackups
from portrait_app.library.thumbnails import THUMBNAILS, SqliteThumbnailStore
from portrait_app.system.crash_reports import CrashReports
from portrait_app.system.logs import FILE_NAME, configure_logging, stop_logging
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.shell.messages import describe
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.images import encoded_image
from tests.support.pictures import a_picture

if sys.platform != "win32":
    import resource

MOMENTS = ("before", "while")
_PICTURES = 3


class Writer(Protocol):
    """A part of the program that writes files. `place` is on the disk that fails, `safe` on another disk."""

    is_told: bool  # whether the user must be told if writing fails

    def __init__(self, place: Path, safe: Path) -> None: ...

    def open(self) -> None:
        """Start to use the disk that may fail."""
        ...

    def work(self) -> str:
        """Write the files. Return the message to the user, "" for none. Raises only AppError."""
        ...

    def is_served(self) -> bool:
        """Return whether the user has what they need, although nothing could be written."""
        ...

    def is_whole(self) -> bool:
        """Return whether all files are on the disk, without incomplete ones."""
        ...

    def close(self) -> None: ...


class Thumbnails:
    """Thumbnails of pictures that are on another disk."""

    is_told = False

    def __init__(self, place: Path, safe: Path) -> None:
        self._paths = {number: safe / f"{number}.jpg" for number in range(1, _PICTURES + 1)}
        for path in self._paths.values():
            path.write_bytes(encoded_image(600, 400))
        self._file = place / THUMBNAILS
        self._seen: dict[int, QImage | None] = {}

    def open(self) -> None:
        self._store = SqliteThumbnailStore(self._file, again_after=0)

    def work(self) -> str:
        batch = ThumbnailBatch(tuple(self._paths), 256, self._store, lambda _: self._paths, Event())
        self._seen.clear()
        batch.load(self._seen.__setitem__)
        return ""

    def is_served(self) -> bool:
        return [image is not None for image in self._seen.values()] == [True] * _PICTURES

    def is_whole(self) -> bool:
        return len(self._store.get(list(self._paths), 256)) == _PICTURES

    def close(self) -> None:
        self._store.close()


class Settings:
    """The settings of a session, as another session would read them."""

    is_told = True

    def __init__(self, place: Path, _safe: Path) -> None:
        self._file = place / "config" / "settings.json"
        self._turns = 0

    def open(self) -> None:
        self._settings = JsonSettings(self._file)

    def work(self) -> str:
        self._turns += 1
        self._settings.set("concurrency", self._turns)
        self._settings.save()
        return ""

    def is_served(self) -> bool:
        return self._settings.value("concurrency") == self._turns

    def is_whole(self) -> bool:
        files = [path.name for path in self._file.parent.iterdir()]
        return files == [self._file.name] and JsonSettings(self._file).value("concurrency") == self._turns

    def close(self) -> None:
        """Do nothing: no file is open."""


class Logs:
    """The log. If it fails, the user must not notice."""

    is_told = False

    def __init__(self, place: Path, _safe: Path) -> None:
        self._folder = place / "logs"
        self._lines = 0
        self._terminal = StringIO()
        self._disabled = logging.root.manager.disable

    def open(self) -> None:
        logging.disable(logging.NOTSET)
        with redirect_stderr(self._terminal):
            configure_logging(self._folder, Credentials())

    def work(self) -> str:
        self._lines += 1
        with redirect_stderr(self._terminal):
            logging.getLogger("portrait_app.matrix").info("line %d", self._lines)
        return ""

    def is_served(self) -> bool:
        return "Traceback" not in self._terminal.getvalue()

    def is_whole(self) -> bool:
        with redirect_stderr(self._terminal):
            configure_logging(self._folder, Credentials())  # as the next start does
        self.work()
        return f"line {self._lines}\n" in (self._folder / FILE_NAME).read_text(encoding="utf-8")

    def close(self) -> None:
        stop_logging()
        logging.disable(self._disabled)


class Crashes:
    """The crash report of a session. A session that ends normally leaves none."""

    is_told = False

    def __init__(self, place: Path, _safe: Path) -> None:
        self._folder = place / "crashes"
        self._reports = CrashReports(self._folder, "1.0")

    def open(self) -> None:
        self._reports.watch()

    def work(self) -> str:
        self._reports.stop()
        self._reports.watch()
        return ""

    def is_served(self) -> bool:
        return self._reports.last() == ""

    def is_whole(self) -> bool:
        self._reports.stop()
        (self._folder / "running-0.9_20260101T000000_1.txt").write_text("Fatal Python error", "utf-8")
        return "Fatal Python error" in self._reports.last()

    def close(self) -> None:
        self._reports.stop()


class Backups:
    """The daily backup. The library is on another disk, and existing backups stay."""

    is_told = True

    def __init__(self, place: Path, safe: Path) -> None:
        self._clock = FixedClock()
        self._database = open_database(safe / "library", self._clock)
        self.is_served()  # read the library once, as a session does
        self._backups = LibraryBackups(place, self._database, self._clock)
        self._folder = place / BACKUPS

    def open(self) -> None:
        """Do nothing: no file stays open."""

    def work(self) -> str:
        self._clock.advance(days=1)
        self._backups.make_if_due(Cancel())
        return ""

    def is_served(self) -> bool:
        with self._database.read() as connection:
            return connection.execute("SELECT count(*) FROM pictures").fetchone() is not None

    def is_whole(self) -> bool:
        there = self._backups.available()
        files = {path for path in self._folder.iterdir() if path.is_file()}
        return bool(there) and files == {backup.path for backup in there if backup.pictures == 0}

    def close(self) -> None:
        self._database.close()


class Exports:
    """Exports of pictures."""

    is_told = True

    def __init__(self, place: Path, safe: Path) -> None:
        clock = FixedClock()
        shelf = FakeLibrary(safe, clock)
        for number in range(1, _PICTURES + 1):
            data = encoded_image(600, 400)
            picture = a_picture(number, size=len(data), format="jpeg", file=f"{number}.jpg")
            (shelf.folder / picture.file).write_bytes(data)
            shelf._pictures[number] = picture
        self._exporter = FileExporter(shelf, clock, QtSheetPainter(), "Portrait Studio")
        self._folder = place / "exported"
        self._originals = shelf

    def open(self) -> None:
        """Do nothing: no file stays open."""

    def work(self) -> str:
        plan = ExportPlan(
            format="original",
            folder=str(self._folder),
            template="{id}",
            options={},
            collision=Collision.OVERWRITE,
        )
        report = self._exporter.export(plan, range(1, _PICTURES + 1), lambda _done, _all: None, Cancel())
        return ", ".join(dict.fromkeys(describe(failure.error).title for failure in report.failed))

    def is_served(self) -> bool:
        return all((self._originals.folder / f"{number}.jpg").stat().st_size for number in (1, 2, 3))

    def is_whole(self) -> bool:
        return len([path for path in self._folder.iterdir() if path.stat().st_size]) == _PICTURES

    def close(self) -> None:
        """Do nothing: no file is open."""


class ContactSheets(Exports):
    """A contact sheet that replaces an earlier one: the earlier one stays until the new one is whole."""

    def work(self) -> str:
        plan = ExportPlan(
            format="contact_pdf",
            folder=str(self._folder),
            options={"document": "sheet"},
            collision=Collision.OVERWRITE,
        )
        report = self._exporter.export(plan, range(1, _PICTURES + 1), lambda _done, _all: None, Cancel())
        return "" if report.written == _PICTURES else "nothing was written"

    def is_served(self) -> bool:
        return all(path.read_bytes().endswith(b"%%EOF\n") for path in self._sheets())

    def is_whole(self) -> bool:
        return self.is_served() and len(self._sheets()) == 1

    def _sheets(self) -> list[Path]:
        return list(self._folder.glob("*.pdf"))


WRITERS: Mapping[str, type[Writer]] = {
    "thumbnails": Thumbnails,
    "settings": Settings,
    "logs": Logs,
    "crash reports": Crashes,
    "backups": Backups,
    "exports": Exports,
    "contact sheets": ContactSheets,
}


# --- failures of the disk ---


@contextmanager
def full(place: Path) -> Iterator[None]:
    """Fill a disk of four megabytes."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    yield
    filler.unlink()


@contextmanager
def no_writes(_place: Path) -> Iterator[None]:
    """Limit the file size to 0, so that the system refuses every write, also those of SQLite."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Mount the folder over itself read-only. Open files stay open, as on a real disk."""
    subprocess.run(["mount", "--bind", place, place], check=True)
    subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def removed(place: Path) -> Iterator[None]:
    """Remove the folder with all its files."""
    elsewhere = place.with_name("elsewhere")
    place.rename(elsewhere)
    shutil.rmtree(elsewhere)
    yield
    place.mkdir(exist_ok=True)


TROUBLES: Mapping[str, Callable[[Path], AbstractContextManager[None]]] = {
    "full": full,
    "input/output": no_writes,
    "read-only": read_only,
    "removed": removed,
}


ANYWHERE = ("input/output", "removed")  # the others need root and Linux


@dataclass(frozen=True)
class Row:
    """The result of one writer."""

    writer: str
    trouble: str
    moment: str  # when the disk failed: before the writer was opened, or while it was in use
    said: str  # titles of the messages to the user
    is_served: bool  # while the disk failed
    is_whole: bool  # after the disk worked again

    @property
    def is_bad(self) -> bool:
        said_in_vain = bool(self.said) and not WRITERS[self.writer].is_told
        return not (self.is_served and self.is_whole) or said_in_vain


def fail(name: str, trouble: str, moment: str, disk: Path) -> Row:
    """Make the disk fail during two attempts of one writer, then work again."""
    place = disk / "place"
    place.mkdir()
    with tempfile.TemporaryDirectory() as safe, ExitStack() as ends:
        (Path(safe) / "library").mkdir()
        writer = WRITERS[name](place, Path(safe))
        begun = ends.enter_context(ExitStack())
        if moment == "before":
            begun.enter_context(TROUBLES[trouble](disk if trouble == "full" else place))
        writer.open()
        ends.callback(writer.close)
        if moment == "while":
            writer.work()
            begun.enter_context(TROUBLES[trouble](disk if trouble == "full" else place))
        said = [words for _ in range(2) if (words := _told(writer))]
        is_served = writer.is_served()
        begun.close()
        _told(writer)
        return Row(name, trouble, moment, ", ".join(dict.fromkeys(said)), is_served, writer.is_whole())


def _told(writer: Writer) -> str:
    try:
        return writer.work()
    except AppError as error:
        return describe(error).title


def line(row: Row) -> str:
    what = f"{row.writer:14} {row.trouble:14} {row.moment:8}"
    return f"{what} served: {row.is_served!s:6} whole: {row.is_whole!s:6} {row.said}"
