"""The longest stall of the window while a simulated user works."""

import math
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with, library
from tests.benchmarks.waiting import Waiter, the_application
from tests.support.person import Person
from tests.support.program import RunningProgram
from tests.support.watchdog import Watchdog

_BOUND = 100.0  # milliseconds
_PICTURES = 100_000
_SECONDS = 20


def stalls(setting: Setting) -> list[Figure]:
    """Watch the GUI thread while a simulated user works for 20 seconds and portraits arrive."""
    pictures = setting.large if setting.short else _PICTURES
    the_application()
    with tempfile.TemporaryDirectory() as home:
        waiter = Waiter()
        program = RunningProgram(home_with(Path(home), library(setting.cache, pictures), own=True), waiter)
        program.window.resize(1600, 900)
        program.window.activateWindow()
        waiter.waitUntil(lambda: program.is_idle)
        person = Person(program)
        start = perf_counter()
        rounds = 0
        with Watchdog() as watchdog:
            while perf_counter() - start < (0 if rounds and setting.short else _SECONDS):
                person.work(1)
                rounds += 1
        program.close()
    worst, counted = watchdog.longest, len(watchdog.stalls)
    note = (
        f"{worst.cpu:.0f} ms of CPU, {worst.queued:.0f} waiting for a core; {counted} of 12 ms and more in"
        f" {math.ceil(perf_counter() - start)} s; {person.jobs} jobs; {worst.doing}"
    )
    return [Figure(f"longest stall of the window, {pictures:,} pictures", worst.wall, "ms", _BOUND, note)]
