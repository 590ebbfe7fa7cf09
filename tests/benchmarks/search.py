"""The time from a key press in the search field to pictures on the screen, and the cost of the next key."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library.library import PictureLibrary, open_library
from portrait_app.system.clock import SystemClock
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.search.field import SearchLine
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import home_with, library
from tests.benchmarks.measuring import median, p95
from tests.benchmarks.waiting import Waiter, the_application, wait_for
from tests.support.library_builder import EVERYWHERE, RARE
from tests.support.program import RunningProgram
from tests.support.watchdog import Watchdog

_FIRST = 50.0  # milliseconds
_BLOCKED = 16.0
_COMPLETE = 250.0
_CANCELLED = 20.0

TYPED = (
    f"{EVERYWHERE} woman",
    RARE,
    '"golden hour"',
    "rating:>=4",
    "is:favourite",
    'scheduler:"Euler a"',
    "study -queen",
    "seed:531327",
    f"steps:>30 {EVERYWHERE}",
    "date:2026-11",
)


@contextmanager
def _program(folder: Path) -> Iterator[RunningProgram]:
    the_application()
    with tempfile.TemporaryDirectory() as home:
        waiter = Waiter()
        program = RunningProgram(home_with(Path(home), folder), waiter)
        program.window.resize(1600, 900)
        program.window.activateWindow()
        waiter.waitUntil(lambda: program.is_idle and program.model.picture_count > 0)
        yield program
        program.close()


def typing(setting: Setting) -> list[Figure]:
    """Type frequent searches. Press each key as soon as the result of the previous key is painted."""
    with _program(library(setting.cache, setting.large)) as program:
        gallery = program.find(GalleryController)
        field = program.find(SearchLine)
        field.setFocus()
        waits: list[tuple[float, str]] = []  # milliseconds, text after the key press
        with Watchdog() as watchdog:
            for text in TYPED * setting.turns(3):
                for key in text:
                    wait = _press(gallery, field, key)
                    if wait is not None:
                        waits.append((wait, field.text()))
                program.qtbot.waitUntil(lambda: program.is_idle)
                wait_for(gallery.begun, field.clear)
                program.qtbot.waitUntil(lambda: program.is_idle)
    slowest, after = max(waits)
    milliseconds = [wait for wait, _text in waits]
    note = f"median {median(milliseconds):.0f}, {len(waits)} keys, slowest {slowest:.0f} after {after}"
    stall = watchdog.longest_own
    blocked = f"{stall.wall:.0f} ms of wall, {stall.cpu:.0f} of CPU: {stall.doing}"
    return [
        Figure("key press to the first screenful: p95", p95(milliseconds), "ms", _FIRST, note),
        Figure(
            "GUI thread blocked meanwhile, waits for a core not counted", stall.own, "ms", _BLOCKED, blocked
        ),
    ]


def _press(gallery: GalleryController, field: SearchLine, key: str) -> float | None:
    """Return the milliseconds until the result is painted; None if the key starts no new search."""
    asked = gallery.query
    begun = QSignalSpy(gallery.begun)
    start = perf_counter()
    QTest.keyClicks(field, key)
    if gallery.query is asked:  # the text ends within a field
        return None
    while not begun.count():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    QApplication.processEvents()  # paint the result
    return (perf_counter() - start) * 1000


def complete(setting: Setting) -> list[Figure]:
    """Measure the complete search for a common word, and a search that the next key cancels."""
    folder = library(setting.cache, setting.large)
    whole: list[float] = []
    with _program(folder) as program:
        gallery = program.find(GalleryController)
        field = program.find(SearchLine)
        for _ in range(setting.turns(20)):
            start = perf_counter()
            wait_for(gallery.shown, lambda: field.setText(EVERYWHERE))
            whole.append((perf_counter() - start) * 1000)
            found = program.model.picture_count
            wait_for(gallery.shown, field.clear)
    found_note = f"p95 {p95(whole):.0f}, {found:,} pictures, from the key to the grid that has them all"
    kept = open_library(folder, SystemClock())
    stops = [_stop(kept, after) for after in range(5, 5 + 5 * setting.turns(40), 5)]
    kept.close()
    late = [stop for stop in stops if stop is not None]
    note = (
        f"slowest {max(late):.1f}, {len(late)} times, at different moments"
        if late
        else "every question had ended before"
    )
    return [
        Figure("complete result of a word in 95 % of rows", median(whole), "ms", _COMPLETE, found_note),
        Figure("cancelled by the next key: p95", p95(late) if late else None, "ms", _CANCELLED, note),
    ]


def _stop(kept: PictureLibrary, after: int) -> float | None:
    """Cancel a search after `after` milliseconds. Return how long it then takes; None if it had ended."""
    cancel = Cancel()
    cancelled: list[float] = []
    query = LibraryQuery(FILTERS[0], SystemClock().now().astimezone(), parse_search(EVERYWHERE))

    def ask() -> None:
        try:
            kept.picture_ids(query, cancel=cancel)
        except AppError as error:
            if error.kind is not ErrorKind.CANCELLED:
                raise
            cancelled.append(perf_counter())

    worker = threading.Thread(target=ask)
    worker.start()
    worker.join(after / 1000)
    start = perf_counter()
    cancel.cancel()
    worker.join()
    return (cancelled[0] - start) * 1000 if cancelled else None
