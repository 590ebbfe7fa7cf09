"""Starts two programs on one library: in every case only one of them sends and pays, and only once."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from portrait_app.core.job import JobState
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.imaging.reading import check_image
from portrait_app.library.library import open_library
from portrait_app.library.rescue.recovery import open_or_recover
from portrait_app.system.clock import SystemClock
from portrait_app.system.machine_identity import user_and_machine_id
from tests.library.making import a_request
from tests.support.segmind_service import KEY, SegmindService

ROOT = Path(__file__).parents[2]
# Another user may have no access to Python's files: the process changes its user at the library's lock.
_MAIN = """
import os, sys
from portrait_app import app
user, take = int(sys.argv.pop(1)), app.LibraryLock
def become(folder, **how):
    if user:
        os.setgroups([])
        os.setgid(user)
        os.setuid(user)
    return take(folder, **how)
app.LibraryLock = become
raise SystemExit(app.main())
"""
_PAYING = 10.0  # seconds to make a picture: the second program starts meanwhile
_LONG = 90.0  # most seconds for a start on a busy machine
_SETTLED = 2.0  # seconds in which a program that wrongly opened the library would send a request
_TIMES = 12
_STRANGER = 54321  # id of a user who owns nothing on this machine

_REFUSED = "was not opened"  # in the output of a program that cannot open the library
_HANDED_OVER = "Its window comes to the front"


class Programs:
    """Real programs on one library, and a service that bills."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        # Other users must reach the library's folder, and paths of sockets must be short.
        self.home = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="ps")))
        self.home.chmod(0o755)
        self.library = self.home / "library"
        self.service = self._ends.enter_context(SegmindService(delay=_PAYING))
        self._started: list[subprocess.Popen[bytes]] = []
        for name in ("run", "tmp", "tmp2", "cache", "cache2"):
            (self.home / name).mkdir(mode=0o700)

    def __enter__(self) -> Self:
        library, _ = open_or_recover(self.library, SystemClock(), check_image)
        library.add_job(a_request(samples=1, img_width=512, img_height=512))
        library.home(user_and_machine_id()).settle()
        library.close()
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._started:
            if program.poll() is None:
                program.kill()
            program.wait()
        self._ends.close()

    def start(self, environment: Mapping[str, str], user: int = 0) -> "subprocess.Popen[bytes]":
        number = len(self._started)
        home = self.home / f"home{number}"
        home.mkdir()
        if user:
            os.chown(home, user, user)
        given = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        settled = {
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home / 'no-bus'}",
            "SEGMIND_API_KEY": KEY,
            "HOME": str(home),
            "TMPDIR": str(self.home / "tmp"),
            "XDG_RUNTIME_DIR": str(self.home / "run"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
        }
        arguments = ["--library", str(self.library), "--api", self.service.url]
        with (home / "said").open("wb") as said:
            program = subprocess.Popen(
                [sys.executable, "-c", _MAIN, str(user), *arguments],
                cwd=ROOT,
                env={**given, **settled, **environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        self._started.append(program)
        return program

    def said(self, program: "subprocess.Popen[bytes]") -> str:
        """Return the terminal output of a program."""
        return (self.home / f"home{self._started.index(program)}" / "said").read_text(errors="replace")

    def end_of(self, program: "subprocess.Popen[bytes]") -> str:
        """Return how a start ended, "" while the program may have the library."""
        if _REFUSED in self.said(program):
            return "refused"
        if program.poll() is None:
            return ""
        return "handed over" if _HANDED_OVER in self.said(program) else f"ended {program.returncode}"

    def wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _LONG
        while not until() and time.monotonic() < deadline:
            time.sleep(0.05)

    def is_paid_for(self) -> bool:
        return bool(self.service.billed)

    def counted(self) -> tuple[int, str]:
        """Return the number of pictures at the end, and the states of the jobs."""
        library = open_library(self.library, SystemClock())
        pictures = len(library.picture_ids(LibraryQuery(FILTERS[0], SystemClock().now())))
        states = ", ".join(job.state for job in library.jobs_in(tuple(JobState)))
        library.close()
        return pictures, states


@dataclass(frozen=True)
class Case:
    """How the second program starts, what happens to the first, and how the second must end."""

    name: str
    wanted: str  # the end of every start but one
    second: Mapping[str, str]  # environment variables; "{home}" is replaced by the folder of the row
    user: int = 0  # id of another user than that of the first program
    to_first: signal.Signals | None = None  # signal to the first program before the second starts
    pause: float = 0.0  # seconds to wait after the signal
    at_once: int = 2  # number of programs
    runtime_of: int = 0  # id of the user who owns the runtime folder


@dataclass(frozen=True)
class Row:
    """The result of a case."""

    case: Case
    ends: tuple[str, ...]  # of the starts that did not get the library
    has_it: int  # number of programs that have the library
    billed: int
    pictures: int
    state: str

    @property
    def is_bad(self) -> bool:
        wanted = (self.case.wanted,) * (self.case.at_once - 1)
        return (self.ends, self.has_it, self.billed, self.pictures, self.state) != (
            wanted,
            1,
            1,
            1,
            JobState.DONE,
        )


_OTHER_FOLDERS = {"TMPDIR": "{home}/tmp2", "XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": "{home}/cache2"}


def cases() -> Iterator[Case]:
    """Yield every case that is possible on this machine: cases with another user need root."""
    yield Case("the same TMPDIR", "handed over", {})
    yield Case("another TMPDIR", "handed over", {"TMPDIR": "{home}/tmp2"})
    yield Case("every folder another", "handed over", _OTHER_FOLDERS)
    if hasattr(os, "getuid") and os.getuid() == 0:
        yield Case("runtime folder of others", "handed over", {}, runtime_of=_STRANGER)
        yield Case("another user", "refused", _OTHER_FOLDERS, user=_STRANGER)
    yield Case("frozen", "refused", {}, to_first=signal.SIGSTOP)
    yield Case("killed while it pays", f"ended -{signal.SIGKILL}", {}, to_first=signal.SIGKILL, pause=_PAYING)
    for time_ in range(1, _TIMES + 1):
        yield Case(f"four at once, {time_}", "handed over", {}, at_once=4)


def play(case: Case) -> Row:
    """Start the programs of a case, and count."""
    with Programs() as programs:
        if case.runtime_of:
            os.chown(programs.home / "run", case.runtime_of, case.runtime_of)
        if case.user:
            _share(programs.library)
        second = {name: value.format(home=programs.home) for name, value in case.second.items()}
        if case.at_once > 2:
            started = [programs.start(second) for _ in range(case.at_once)]
        else:
            first = programs.start({})
            programs.wait(programs.is_paid_for)
            if case.to_first is not None:
                first.send_signal(case.to_first)
                time.sleep(case.pause)
            started = [first, programs.start(second, case.user)]
        programs.wait(lambda: sum(not programs.end_of(program) for program in started) < 2)
        time.sleep(_SETTLED)
        ends = tuple(end for program in started if (end := programs.end_of(program)))
        left = [program for program in started if not programs.end_of(program)]
        for program in left:
            program.send_signal(signal.SIGCONT)
        # The program stores its picture, perhaps after a search for it.
        spool = programs.library / "pictures"
        programs.wait(lambda: any(spool.rglob("*.jpg")))
        time.sleep(0.5)
        for program in left:
            program.send_signal(signal.SIGTERM)
        programs.wait(lambda: all(program.poll() is not None for program in left))
        return Row(case, ends, len(left), len(programs.service.billed), *programs.counted())


def _share(folder: Path) -> None:
    """Give every user access to a library, as its owner may do."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o2777 if path.is_dir() else 0o666)


def rows(every: int = 1) -> Iterator[Row]:
    """Yield a row for each case, or for every `every`-th case."""
    yield from map(play, list(cases())[::every])


def line(row: Row) -> str:
    ends = ", ".join(row.ends)
    return f"{row.case.name:26} {ends:40} {row.has_it:6} {row.billed:6} {row.pictures:8}  {row.state}"


HEAD = f"{'second start':26} {'the others':40} {'has it':>6} {'billed':>6} {'pictures':>8}  in the end"
