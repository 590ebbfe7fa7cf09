"""Export of 2,000 pictures: JPEGs against a bare Pillow loop, originals against `cp`, stalls of the window.

The pictures are PNGs of the sizes that the service makes. Each side runs in a separate process. Both sides
make JPEGs at the same time, so that other load slows both, and their CPU time is compared. Originals are
written in turns, and the elapsed time is compared. Neither the program nor `cp` waits for the disk.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.export.exporter import FileExporter
from portrait_app.jobs.sheet_painter import QtSheetPainter
from portrait_app.ui.exporting.controller import ExportController
from portrait_app.ui.exporting.sources import selection_source
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with
from tests.benchmarks.measuring import alone, median
from tests.benchmarks.waiting import Waiter, the_application
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.library_builder import build_library
from tests.support.person import Person
from tests.support.pictures import a_picture
from tests.support.program import RunningProgram
from tests.support.watchdog import Stall, Watchdog

_TURNS = 3
_SIZES = ((512, 768), (768, 1024), (512, 768))
_DIFFERENT = 9  # number of different pictures
_SIDE = 512  # pixels, longest side of the JPEGs
_JPEG = 1.3  # most CPU time, relative to the bare loop
_ORIGINALS = 1.5  # most elapsed time, relative to `cp`
_STALL = 100.0  # milliseconds

_Spent = tuple[float, float]  # seconds of CPU, seconds elapsed


class _Folder(FakeLibrary):
    """A library with the portraits of a folder."""

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        return [
            a_picture(number, file=f"{number}.png", format="png", rating=4, tags=("client",))
            for number in ids
        ]

    def path(self, picture: Picture) -> Path:
        return self.folder / picture.file


def export(setting: Setting) -> list[Figure]:
    """Compare CPU time with a loop and elapsed time with `cp`, then watch the window."""
    count = 40 if setting.short else 2_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "portraits"
        alone(_portraits, folder, count)
        figures = [_jpegs(folder, count), *_originals(folder, count, setting.turns(_TURNS))]
    return [*figures, alone(_window, count)]


def _jpegs(folder: Path, count: int) -> Figure:
    options: dict[str, Value] = {"quality": 90, "longest_side": _SIDE}
    with ThreadPoolExecutor(2) as pool:
        ours = pool.submit(_alone, _ours, folder, count, "jpeg", options)
        bare = pool.submit(_alone, _bare, folder, count)
        (our_cpu, _time), (their_cpu, _time) = ours.result(), bare.result()
    what = f"{count:,} favourites as JPEG: CPU against a bare Pillow loop"
    return Figure(what, our_cpu / their_cpu, "x", _JPEG, f"{our_cpu:.1f} s, {their_cpu:.1f} s")


def _originals(folder: Path, count: int, turns: int) -> list[Figure]:
    told: list[_Spent] = []
    untouched: list[_Spent] = []
    copied: list[_Spent] = []
    for _ in range(turns):
        copied.append(_alone(_copied, folder, count))
        told.append(_alone(_ours, folder, count, "original", {}))
        untouched.append(_alone(_ours, folder, count, "original", {"untouched": True}))
    return [
        _against_cp(f"{count:,} originals with their story: time against cp", told, copied),
        _against_cp(f"{count:,} originals byte for byte: time against cp", untouched, copied),
    ]


def _against_cp(what: str, ours: list[_Spent], copied: list[_Spent]) -> Figure:
    (our_cpu, our_time), (their_cpu, their_time) = (
        tuple(median(seconds) for seconds in zip(*side, strict=True)) for side in (ours, copied)
    )
    note = f"{our_time:.2f} s, {their_time:.2f} s; of CPU {our_cpu:.2f} s, {their_cpu:.2f} s"
    return Figure(what, our_time / their_time, "x", _ORIGINALS, note)


def _alone(work: Callable[..., object], source: Path, count: int, *more: object) -> _Spent:
    """Return the CPU seconds, with children, and the elapsed seconds of `work` into an empty folder."""
    with tempfile.TemporaryDirectory(dir=source.parent) as target:
        os.sync()  # finish earlier writes first
        spent = alone(_spent, work, source, Path(target), *more)
        if len(list(Path(target).iterdir())) != count:
            raise AssertionError("not every picture was written")
        return spent


def _spent(work: Callable[..., object], *arguments: object) -> _Spent:
    cpu, start = sum(os.times()[:4]), perf_counter()
    work(*arguments)
    return sum(os.times()[:4]) - cpu, perf_counter() - start


def _ours(source: Path, target: Path, key: str, options: dict[str, Value]) -> None:
    library = _Folder(source, FixedClock())
    exporter = FileExporter(library, FixedClock(), QtSheetPainter(), "Portrait Studio")
    plan = ExportPlan(key, str(target), "{id} {prompt:40}", options=options)
    ids = sorted(int(path.stem) for path in source.iterdir())
    exporter.export(plan, ids, lambda _done, _all: None, Cancel())


def _bare(source: Path, target: Path) -> None:
    for path in source.iterdir():
        with Image.open(path) as image:
            scale = _SIDE / max(image.size)
            size = round(image.width * scale), round(image.height * scale)
            image.resize(size, Image.Resampling.LANCZOS).save(target / f"{path.stem}.jpg", quality=90)


def _copied(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-r", f"{source}/.", str(target)], check=True)


def _portraits(folder: Path, count: int) -> None:
    """Write PNGs of some 550 kB and 1.1 MB, as large as photographs with these sizes in pixels."""
    folder.mkdir()
    _fill([folder / f"{number}.png" for number in range(1, count + 1)])


def _fill(files: Sequence[Path]) -> None:
    for number, path in enumerate(files):
        if number < _DIFFERENT:
            _portrait(number).save(path, "PNG")  # also if the name ends otherwise
        else:
            shutil.copyfile(files[number % _DIFFERENT], path)


def _portrait(number: int) -> Image.Image:
    width, height = size = _SIZES[number % len(_SIZES)]
    soft = Image.effect_noise((width // 12, height // 12), 60).resize(size)
    grain = Image.effect_noise(size, 5)
    light = Image.linear_gradient("L").resize(size).rotate(90 * number)
    bands = Image.blend(soft, light, 0.6), Image.blend(soft, grain, 0.4), Image.blend(grain, light, 0.5)
    return Image.merge("RGB", bands)


# --- stalls of the window ---


def _window(count: int, key: str = "jpeg") -> Figure:
    """Watch the GUI thread while all pictures are exported and a simulated user works."""
    the_application()
    with tempfile.TemporaryDirectory() as place:
        built = Path(place) / "built"
        build_library(built, count)
        _fill(list((built / "pictures" / "shared").iterdir()))
        waiter = Waiter()
        program = RunningProgram(home_with(Path(place) / "home", built, own=True), waiter)
        program.window.resize(1600, 900)
        program.window.activateWindow()
        waiter.waitUntil(lambda: program.is_idle)
        stall, seconds, stalls = _watched(program, Path(place) / "exported", count, key)
        program.close()
    note = (
        f"{stall.cpu:.0f} ms of CPU, {stall.queued:.0f} waiting for a core; {stalls} of 12 ms and more in"
        f" {seconds:.0f} s; {stall.doing}"
    )
    return Figure(f"longest stall of the window while {count:,} are exported", stall.wall, "ms", _STALL, note)


def _watched(program: RunningProgram, folder: Path, count: int, key: str) -> tuple[Stall, float, int]:
    runs = program.find(ExportController).runs
    ids = range(1, count + 1)
    start = perf_counter()
    with Watchdog() as watchdog:
        runs.add(ExportPlan(key, str(folder), "{id}"), selection_source(ids))
        person = Person(program)
        while runs.busy:
            person.scroll_about()
    seconds = perf_counter() - start
    if len(list(folder.iterdir())) != count:
        raise AssertionError("not every picture was exported")
    return watchdog.longest, seconds, len(watchdog.stalls)
