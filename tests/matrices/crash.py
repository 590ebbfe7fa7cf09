"""Kills the program at each point of a delivery and starts it again: what is lost, doubled or paid twice."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.job import JobState
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library.library import open_library
from portrait_app.system.clock import SystemClock
from tests.support.segmind_service import SegmindService

ROOT = Path(__file__).parents[2]
DELIVERIES = ("direct", "queued")
SAMPLES = (1, 4)


@dataclass(frozen=True)
class Row:
    """The result of one delivery. Pictures are compared with what the service billed."""

    delivery: str
    samples: int
    point: int
    name: str  # of the point at which the program was killed
    state: str  # of the job at the end; empty if there is no job
    billed: int
    pictures: int
    killed: bool

    @property
    def lost(self) -> int:
        return max(self.samples * self.billed - self.pictures, 0)

    @property
    def doubled(self) -> int:
        return max(self.pictures - self.samples * self.billed, 0)

    @property
    def paid_again(self) -> int:
        return max(self.billed - 1, 0)

    @property
    def is_bad(self) -> bool:
        return bool(self.lost or self.doubled or self.paid_again or not self.killed)


def points_of(delivery: str, samples: int) -> int:
    """Return the number of points in an undisturbed delivery."""
    with tempfile.TemporaryDirectory() as folder, SegmindService() as service:
        return int(_run(folder, service, delivery, samples, 0).stdout)


def crash(delivery: str, samples: int, point: int) -> Row:
    """Kill the program at one point, start it again, and count."""
    with tempfile.TemporaryDirectory() as folder, SegmindService() as service:
        killed = _run(folder, service, delivery, samples, point)
        again = _run(folder, service, delivery, samples, 0) if _jobs(folder) else killed
        if again is not killed and again.returncode:
            raise RuntimeError(again.stderr)
        library = open_library(Path(folder), SystemClock())
        pictures = len(library.picture_ids(LibraryQuery(FILTERS[0], SystemClock().now())))
        states = ", ".join(job.state for job in library.jobs_in(tuple(JobState)))
        library.close()
        name = killed.stdout.strip()
        died = killed.returncode < 0
        return Row(delivery, samples, point, name, states, len(service.billed), pictures, died)


def rows(every: int = 1) -> Iterator[Row]:
    """Yield a row for each point, or for every `every`-th point."""
    with ThreadPoolExecutor(2) as pool:
        for delivery in DELIVERIES:
            for samples in SAMPLES:
                points = range(1, points_of(delivery, samples) + 1, every)
                yield from pool.map(crash, [delivery] * len(points), [samples] * len(points), points)


def line(row: Row) -> str:
    counts = f"{row.billed:6} {row.pictures:8} {row.lost:5} {row.doubled:7} {row.paid_again:10}"
    return f"{row.delivery:8} {row.samples:7} {row.point:5}  {row.name:22} {row.state:16} {counts}"


HEAD = (
    f"{'delivery':8} {'samples':>7} {'point':>5}  {'killed':22} {'in the end':16} "
    f"{'billed':>6} {'pictures':>8} {'lost':>5} {'doubled':>7} {'paid again':>10}"
)


def _jobs(folder: str) -> bool:
    library = open_library(Path(folder), SystemClock())
    there = bool(library.jobs_in(tuple(JobState)))
    library.close()
    return there


def _run(
    folder: str, service: SegmindService, delivery: str, samples: int, point: int
) -> "subprocess.CompletedProcess[str]":
    arguments = [folder, service.url, delivery, str(samples), str(point)]
    command = [sys.executable, "-m", "tests.matrices.crash_child", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
