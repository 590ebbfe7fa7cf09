"""Thumbnails of 2,000 photographs: this program's worker compared with other programs.

The CPU time of the whole process tree is measured, from the start to the last thumbnail in the cache. Each
other program has an empty home, a separate D-Bus session and a virtual screen. It opens the folder as for a
user. Only Geeqie, which makes just the visible thumbnails, is told to make all.
"""

import io
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic, process_time

from PIL import Image

from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from portrait_app.library.thumbnails import SqliteThumbnailStore
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.measuring import alone, median
from tests.benchmarks.waiting import Waiter, the_application
from tests.support.gallery import a_picture

_RATIO = 0.6
_SIDE = 768
_SOFT = 5
# By file size, the noise of the test photographs. Real photographs of this size and quality, from the samples
# of the scikits: a flower 105 kB, a rocket 112 kB, a portrait 153 kB.
_GRAINS = {"110 kB": _SOFT, "150 kB": 12}
_DIFFERENT = 25  # number of different photographs
_LIMIT = 180.0  # seconds
_LOOK = 0.1  # seconds between two looks into the cache
_TURNS = 2


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program, and the shell command that makes it create thumbnails of the folder `$1`."""

    program: str
    command: str


PEERS = (
    Peer("gwenview", 'exec gwenview "$1"'),
    Peer("gthumb", 'exec gthumb "$1"'),
    Peer("geeqie", 'geeqie & sleep 1; geeqie --remote --cache-render:"$1"; wait'),
)


def thumbnails(setting: Setting) -> list[Figure]:
    """Compare the CPU time of the installed programs, in turns, with small and with large files."""
    return [_compared(setting, weight, grain) for weight, grain in _GRAINS.items()]


def _compared(setting: Setting, weight: str, grain: int) -> Figure:
    count = 40 if setting.short else 2_000
    what = f"{count:,} JPEGs of {weight} thumbnailed: CPU against the best of others"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "photographs"
        photographs(folder, count, grain)
        turns = 1 if setting.short else _TURNS
        there = [] if setting.short else [peer for peer in PEERS if shutil.which(peer.program)]
        ours: list[float] = []
        theirs: dict[str, list[float]] = {}
        with virtual_screen(wanted=bool(there)) as display:
            for _ in range(turns):
                ours.append(alone(_our_seconds, folder))
                for peer in there if display else ():
                    theirs.setdefault(peer.program, []).append(_seconds_of(peer, folder, count, display))
    spent = f"{median(ours):.1f} s"
    if not theirs:
        note = f"{spent}; none of the others, or no Xvfb, is here"
        return Figure(what, None, "x", _RATIO, note, required=setting.peers)
    others = {program: median(seconds) for program, seconds in theirs.items()}
    note = ", ".join(f"{program} {seconds:.1f}" for program, seconds in others.items())
    return Figure(what, median(ours) / min(others.values()), "x", _RATIO, f"{spent}; {note}")


def photographs(folder: Path, count: int, grain: int = _SOFT) -> None:
    """Write JPEGs. The ratio depends on their size, because every program must read all their bytes."""
    folder.mkdir()
    images: list[bytes] = []
    for number in range(min(_DIFFERENT, count)):
        soft = Image.effect_noise((_SIDE // 12, _SIDE // 12), 60).resize((_SIDE, _SIDE))
        rough = Image.effect_noise((_SIDE, _SIDE), grain)
        light = Image.linear_gradient("L").resize((_SIDE, _SIDE)).rotate(90 * number)
        bands = Image.blend(soft, light, 0.6), Image.blend(soft, rough, 0.4), Image.blend(rough, light, 0.5)
        out = io.BytesIO()
        Image.merge("RGB", bands).save(out, "JPEG", quality=90)
        images.append(out.getvalue())
    for number in range(1, count + 1):
        (folder / f"{number}.jpg").write_bytes(images[number % len(images)])


def _our_seconds(folder: Path) -> float:
    """Make the thumbnails, and return the CPU seconds of this new process, with its imports."""
    the_application()
    files = sorted(folder.iterdir())

    def paths_of(ids: Sequence[int]) -> Mapping[int, Path]:
        return {number: folder / f"{number}.jpg" for number in ids}

    with tempfile.TemporaryDirectory() as place:
        store = SqliteThumbnailStore(Path(place) / "thumbnails.db")
        runner = TaskRunner()
        loader = ThumbnailLoader(runner, store, paths_of, runner)
        everything = range(1, len(files) + 1)
        loader.make([a_picture(number) for number in everything])
        # A check every few milliseconds would add a tenth to the result.
        Waiter().waitUntil(lambda: not runner.busy, timeout=int(_LIMIT * 1000), every=100)
        if len(store.get(everything, 256)) != len(files):
            raise AssertionError("not every thumbnail was made")
        store.close()
        return process_time()


# --- the other programs ---


@contextmanager
def virtual_screen(*, wanted: bool) -> Iterator[str]:
    """Start a virtual screen. Yield its name, or "" if it is not wanted or not available."""
    if not wanted or not shutil.which("Xvfb") or not shutil.which("dbus-run-session"):
        yield ""
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1600x900x24"]
    screen = subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as lines:
            yield f":{lines.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


def _seconds_of(peer: Peer, folder: Path, count: int, display: str) -> float:
    """Run a program until its cache has all thumbnails. Return the CPU seconds of its session."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "DISPLAY": display,
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
        }
        session = subprocess.Popen(
            ["dbus-run-session", "--", "sh", "-c", peer.command, peer.program, str(folder)],
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            end = monotonic() + _LIMIT
            pause = Event()
            while _cached(Path(home)) < count:
                if monotonic() > end or session.poll() is not None:
                    raise TimeoutError(f"{peer.program} made {_cached(Path(home))} of {count} thumbnails")
                pause.wait(_LOOK)
            return _session_seconds(session.pid)
        finally:
            os.killpg(session.pid, signal.SIGKILL)
            session.wait()


def _cached(home: Path) -> int:
    return sum(1 for _ in (home / ".cache" / "thumbnails").glob("*/*.png"))


def _session_seconds(session: int) -> float:
    """Return the CPU seconds of all processes of a session, and of their ended children."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # the process has just ended
            continue
        if int(fields[3]) == session:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
