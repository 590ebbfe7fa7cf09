"""A program without a window that kills itself: `crash_child FOLDER URL DELIVERY SAMPLES POINT`.

It orders one request if the library has no job. Otherwise it continues the jobs of the previous run. A point
is the moment before or after a step, counted from 1. With POINT 0 the process survives, and prints the number
of points.
"""

import functools
import os
import signal
import sys
from pathlib import Path
from threading import Lock
from typing import Any

from PySide6.QtCore import QCoreApplication

from portrait_app.core.job import JobState
from portrait_app.engines.segmind import client, history, queued
from portrait_app.library import image_files, jobs, keeping, library, spool
from tests.matrices.session import Session

# Every transition of a job, every file operation, every request to the service.
STEPS: tuple[tuple[Any, str], ...] = (
    (library.PictureLibrary, "add_job"),
    (library.PictureLibrary, "set_job_state"),
    (library.PictureLibrary, "set_waiting"),
    (library.PictureLibrary, "spool"),
    (library.PictureLibrary, "keep"),
    (keeping.Keeping, "_enter"),
    (jobs, "move"),
    (jobs, "finish"),
    (keeping, "write_whole"),
    (spool, "write_whole"),
    (image_files, "settle"),
    (spool, "discard"),
    (client, "exchange"),
    (queued, "exchange"),
    (history, "exchange"),
)


class Points:
    """Counts the points, and kills the process at one of them."""

    def __init__(self, fatal: int) -> None:
        self.passed: list[str] = []
        self._fatal = fatal
        self._lock = Lock()

    def watch(self, holder: Any, name: str) -> None:
        """Count a point before and after each call of a function."""
        original = getattr(holder, name)

        @functools.wraps(original)
        def watched(*args: Any, **kwargs: Any) -> Any:
            self._pass(f"before {name}")
            result = original(*args, **kwargs)
            self._pass(f"after {name}")
            return result

        setattr(holder, name, watched)

    def _pass(self, name: str) -> None:
        with self._lock:
            self.passed.append(name)
            if len(self.passed) == self._fatal:
                print(name, flush=True)
                os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, url: str, delivery: str, samples: str, fatal: str) -> None:
    _application = QCoreApplication([])
    points = Points(int(fatal))
    for holder, name in STEPS:
        points.watch(holder, name)
    session = Session(Path(folder), url, delivery)
    if session.library.jobs_in(tuple(JobState)):
        session.queue.recover()
    else:
        session.order(int(samples))
    session.run()
    session.close()
    print(len(points.passed), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
