"""Reports of crashed sessions: the stack of every thread, without private data.

Python's faulthandler writes the report during the crash, to a file that was opened at the start. A report
names functions, files and lines of the program. It contains no values of variables, so no prompt and no key.
"""

import faulthandler
import logging
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

log = logging.getLogger(__name__)

_RUNNING, _CRASHED = "running-", "crash-"
_KEPT = 5
_FORGOTTEN = 7 * 86_400  # seconds after which the empty file of a killed session is deleted


class CrashReports:
    """The reports in a folder. Call `watch` before anything can crash; `last` returns the newest report."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._version = version
        self._file: TextIO | None = None

    def watch(self) -> None:
        """Report a crash of this process from now on, if the disk allows it."""
        started = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
        path = self._folder / f"{_RUNNING}{self._version}_{started}_{os.getpid()}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = path.open("w", encoding="utf-8")
        except OSError as error:
            log.warning("A crash could not be reported: %s", error)
            return
        faulthandler.enable(self._file)

    def stop(self) -> None:
        """Stop watching, and delete the empty report: the session ended normally."""
        if self._file is not None:
            faulthandler.disable()
            try:
                self._file.close()
                Path(self._file.name).unlink(missing_ok=True)
            except OSError as error:  # the file is empty, so another session deletes it
                log.info("The file for a crash stays: %s", error)
            self._file = None

    def last(self) -> str:
        """Return the report of the newest crashed session, only once; "" if there is none."""
        try:
            return self._collect()
        except OSError as error:
            log.warning("Reports of crashes cannot be read: %s", error)
            return ""

    def _collect(self) -> str:
        crashed = []
        for path in sorted(self._folder.glob(f"{_RUNNING}*.txt"), key=_started):
            if path.stat().st_size:
                crashed.append(path.replace(path.with_name(_CRASHED + path.name.removeprefix(_RUNNING))))
            elif time.time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink(missing_ok=True)
        for old in sorted(self._folder.glob(f"{_CRASHED}*.txt"), key=_started)[:-_KEPT]:
            old.unlink(missing_ok=True)
        return _report(crashed[-1]) if crashed else ""


def _started(path: Path) -> str:
    return path.stem.split("_")[1] if "_" in path.stem else ""


def _report(path: Path) -> str:
    """Return a report as text. The home folder, which contains the user's name, is replaced by ~."""
    version = path.stem.removeprefix(_CRASHED).split("_")[0]
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    lines = [
        f"Portrait Studio {version}, started {_started(path)} UTC",
        f"Python {platform.python_version()}, {platform.platform()}",
        "",
        text.replace(str(Path.home()), "~"),
    ]
    return "\n".join(lines)
