"""The time to the program's first paint, compared with an empty window. Each start is a new process."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import monotonic

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with, library
from tests.benchmarks.measuring import median

_RATIO = 1.15  # of a large library to an empty one
_AGAINST_NOTHING = 2.2  # of the program to an empty window
_FIRST_PICTURES = 5.2  # to an empty window: the first paint took as long at commit a6c4924
_MEMORY = 85.0  # MB
_LIMIT = 120  # seconds
_NOTHING = -1  # in place of a number of pictures: the empty window

_Seen = dict[str, dict[str, float]]


def first_paint(setting: Setting) -> list[Figure]:
    """Start an empty window, and the program with empty, small and large libraries, in turns."""
    sizes = (_NOTHING, 0, setting.small, setting.large)
    seen: dict[int, list[_Seen]] = defaultdict(list)
    for turn in range(setting.turns(11) + 1):  # the first turn fills caches
        for count in sizes if turn % 2 else sizes[::-1]:
            one = _empty_window() if count == _NOTHING else _start(library(setting.cache, count), count)
            if turn:
                seen[count].append(one)

    def middle(count: int, what: str, fact: str = "moment") -> float:
        return median([one[what][fact] for one in seen[count]])

    nothing = middle(_NOTHING, "window")
    empty, large = middle(0, "window"), middle(setting.large, "window")
    first, small = middle(setting.large, "pictures"), middle(setting.small, "pictures")
    cpu = f"{middle(0, 'window', 'cpu'):.0f} against {middle(_NOTHING, 'window', 'cpu'):.0f} ms of CPU"
    return [
        Figure(
            "first paint against an empty PySide6 window",
            empty / nothing,
            "x",
            _AGAINST_NOTHING,
            f"{empty:.0f} ms against {nothing:.0f} ms from the start of the process; {cpu}",
        ),
        Figure(
            f"first pictures of {setting.small:,} against an empty window",
            small / nothing,
            "x",
            _FIRST_PICTURES,
            f"{small:.0f} ms against {nothing:.0f} ms",
        ),
        Figure(
            "memory at the first paint",
            middle(0, "window", "memory") or None,
            "MB",
            _MEMORY,
            f"{middle(_NOTHING, 'window', 'memory'):.0f} MB of an empty window",
            required=False,
        ),
        Figure(
            f"first paint: {setting.large:,} pictures against none",
            large / empty,
            "x",
            _RATIO,
            f"{large:.0f} ms against {empty:.0f} ms",
        ),
        Figure(
            f"first pictures: {setting.large:,} against {setting.small:,}",
            first / small,
            "x",
            None,
            f"{first:.0f} ms against {small:.0f} ms",
        ),
    ]


def _start(folder: Path, count: int) -> _Seen:
    with tempfile.TemporaryDirectory() as home:
        home_with(Path(home), folder)
        return _run("started_program", home, "pictures" if count else "window")


def _empty_window() -> _Seen:
    return _run("empty_window")


def _run(module: str, *arguments: str) -> _Seen:
    """Return the output of a process: moments in milliseconds from its start, CPU in milliseconds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    started = monotonic()
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=_LIMIT, env=environment)
    seen: _Seen = json.loads(run.stdout)
    for facts in seen.values():
        facts["moment"] = (facts["moment"] - started) * 1000
        facts["cpu"] *= 1000
    return seen
