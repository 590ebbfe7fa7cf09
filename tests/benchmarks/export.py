"""2,000 favourites handed over: as JPEG against a bare Pillow loop, as originals against `cp`.

In turns, each in a process of its own. What is compared is the CPU of the JPEGs, and of the originals the
time until all is safe on the disk: `cp` is followed by a `sync` of each file, which ours have had as well.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.export import ExportPlan
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.export.exporter import FileExporter
from portrait_app.jobs.sheet_painter import QtSheetPainter
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.measuring import alone, median
from tests.benchmarks.peers import photographs
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.pictures import a_picture

_TURNS = 3
_SIDE = 512  # of the JPEGs
_JPEG = 1.3  # at most so many times the bare loop
_ORIGINALS = 1.5  # at most so many times `cp`


class _Folder(FakeLibrary):
    """A folder of photographs as a library."""

    def pictures(self, ids: Sequence[int]) -> list[Picture]:
        return [a_picture(number, file=f"{number}.jpg", rating=4, tags=("client",)) for number in ids]

    def path(self, picture: Picture) -> Path:
        return self.folder / picture.file


def export(setting: Setting) -> list[Figure]:
    """Compare in turns, and tell the ratio of the medians."""
    count = 40 if setting.short else 2_000
    jpegs: list[tuple[float, float]] = []
    originals: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "photographs"
        photographs(folder, count)
        for _ in range(setting.turns(_TURNS)):
            ours, _seconds = _alone(_ours, folder, count, "jpeg", {"quality": 90, "longest_side": _SIDE})
            bare, _seconds = _alone(_bare, folder, count)
            jpegs.append((ours, bare))
            _cpu, ours = _alone(_ours, folder, count, "original", {})
            _cpu, copied = _alone(_copied, folder, count)
            originals.append((ours, copied))
    return [
        _figure(f"{count:,} favourites as JPEG: CPU against a bare Pillow loop", jpegs, _JPEG),
        _figure(f"{count:,} originals with their story: time against cp", originals, _ORIGINALS),
    ]


def _figure(what: str, pairs: list[tuple[float, float]], bound: float) -> Figure:
    ours, theirs = (median(seconds) for seconds in zip(*pairs, strict=True))
    return Figure(what, ours / theirs, "x", bound, f"{ours:.2f} s, {theirs:.2f} s")


def _alone(work: Callable[..., object], source: Path, count: int, *more: object) -> tuple[float, float]:
    """Return the seconds of CPU, children's included, and of time that `work` takes into an empty folder."""
    target = source.parent / "target"
    target.mkdir()
    try:
        spent = alone(_spent, work, source, target, *more)
        if len(list(target.iterdir())) != count:
            raise AssertionError("not every picture was written")
    finally:
        shutil.rmtree(target)
    return spent


def _spent(work: Callable[..., object], *arguments: object) -> tuple[float, float]:
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
            image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).save(target / path.name, quality=90)


def _copied(source: Path, target: Path) -> None:
    """Copy, and wait until the files are as safe on the disk as ours."""
    subprocess.run(["cp", "-r", f"{source}/.", str(target)], check=True)
    files = [str(path) for path in target.iterdir()]
    subprocess.run(["sync", *files], check=True)
