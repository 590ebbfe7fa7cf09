"""The memory that a library of a million pictures takes, after 5,000 of them were viewed."""

import os
import tempfile
from pathlib import Path

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with, library
from tests.benchmarks.measuring import alone
from tests.benchmarks.waiting import Waiter, settle, the_application
from tests.support.program import RunningProgram

_BOUND = 250.0  # MB
_STATM = Path("/proc/self/statm")


def memory(setting: Setting) -> list[Figure]:
    """Compare the program's memory after scrolling with its memory for an empty library."""
    what = f"memory at {setting.large:,} pictures, {_seen(setting):,} of them seen, above an empty library"
    if not _STATM.exists():
        return [Figure(what, None, "MB", _BOUND, "Linux only", required=False)]
    empty = alone(_resident_after, library(setting.cache, 0), 0)
    full = alone(_resident_after, library(setting.cache, setting.large), _seen(setting))
    return [Figure(what, full - empty, "MB", _BOUND, f"{full:.0f} against {empty:.0f} MB")]


def _seen(setting: Setting) -> int:
    return 500 if setting.short else 5_000


def _resident_after(folder: Path, pictures: int) -> float:
    """Start the program, page through `pictures` pictures, and return its resident megabytes."""
    the_application()
    waiter = Waiter()
    with tempfile.TemporaryDirectory() as home:
        program = RunningProgram(home_with(Path(home), folder), waiter)
        program.window.resize(1600, 900)
        settle(lambda: program.is_idle)
        view, bar = program.view, program.view.verticalScrollBar()
        while view.visible_rows().stop < pictures:
            bar.setValue(bar.value() + bar.pageStep())
            settle(lambda: program.is_idle)
            if view.pixmap(program.model.id_at(view.visible_rows()[-1])) is None:
                raise AssertionError("what was scrolled to was not seen")
        pages = int(_STATM.read_text().split()[1])
        program.close()
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
