"""The first paint of the real program, in a process of its own each time, with libraries of every size."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import monotonic

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with, library
from tests.benchmarks.measuring import median

_RATIO = 1.15
_LIMIT = 120  # seconds


def first_paint(setting: Setting) -> list[Figure]:
    """Start the program with an empty, a small and a large library, in turns."""
    sizes = (0, setting.small, setting.large)
    window: dict[int, list[float]] = defaultdict(list)
    pictures: dict[int, list[float]] = defaultdict(list)
    for turn in range(setting.turns(11)):
        for count in sizes if turn % 2 else sizes[::-1]:
            seen = _start(library(setting.cache, count), "pictures" if count else "window")
            window[count].append(seen["window"])
            if count:
                pictures[count].append(seen["pictures"])
    empty, large = median(window[0]), median(window[setting.large])
    first, small = median(pictures[setting.large]), median(pictures[setting.small])
    note = f"{large:.0f} ms against {empty:.0f} ms from the start of the process, Python included"
    shown = f"{first:.0f} ms against {small:.0f} ms"
    return [
        Figure(f"first paint: {setting.large:,} pictures against none", large / empty, "x", _RATIO, note),
        Figure(
            f"first pictures: {setting.large:,} against {setting.small:,}", first / small, "x", None, shown
        ),
    ]


def _start(folder: Path, awaited: str) -> dict[str, float]:
    """Return the milliseconds from the start of a process to what was seen."""
    with tempfile.TemporaryDirectory() as home:
        home_with(Path(home), folder)
        command = [sys.executable, "-m", "tests.benchmarks.started_program", home, awaited]
        started = monotonic()
        run = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=_LIMIT)
    return {what: (moment - started) * 1000 for what, moment in json.loads(run.stdout).items()}
