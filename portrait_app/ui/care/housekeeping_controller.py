"""Runs the library's housekeeping on a worker: one task at a time, with progress and cancellation."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckReport, Located, Progress, Tidied
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Housekeeping
from portrait_app.jobs.runner import Lane, TaskRunner

T = TypeVar("T")


class HousekeepingController(QObject):
    """Runs the tasks of `Housekeeping` that the user asks for, and keeps the last report.

    While a task is running, `busy` is true and calls for other tasks are ignored.
    """

    busy_changed = Signal()
    progressed = Signal(object)  # Progress
    checked = Signal(object)  # CheckReport, also after some findings were resolved
    located = Signal(object)  # Located
    forgotten = Signal(list)  # ids of pictures
    adopted = Signal(list, int)  # Pictures, number of files that were requested
    removed = Signal(list)  # names of the temporary files
    tidied = Signal(object)  # Tidied
    stopped = Signal()
    failed = Signal(object)  # AppError
    _reported = Signal(object)  # Progress, emitted by the worker

    def __init__(self, housekeeping: Housekeeping, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._housekeeping = housekeeping
        self._runner = runner
        self._cancel: Cancel | None = None
        self._reported.connect(self._on_reported)
        self.report: CheckReport | None = None

    @property
    def busy(self) -> bool:
        return self._cancel is not None

    def stop(self) -> None:
        """Ask the running task to stop soon. What it has done stays done."""
        if self._cancel is not None:
            self._cancel.cancel()

    def path_of(self, file: str) -> Path:
        """Return the path of a file in the report."""
        return self._housekeeping.file_path(file)

    def check(self, *, thorough: bool) -> None:
        self._run(partial(self._check, thorough), self._on_checked)

    def _check(self, thorough: bool, cancel: Cancel) -> CheckReport:
        return self._housekeeping.check(thorough=thorough, report=self._reported.emit, cancel=cancel)

    def _on_checked(self, report: CheckReport) -> None:
        self.report = report
        self.checked.emit(report)

    def _mended(self, ids: Sequence[int] = (), files: Sequence[str] = ()) -> None:
        """Remove resolved findings from the report, without a new check."""
        if self.report is not None and (ids or files):
            self._on_checked(self.report.without(frozenset(ids), frozenset(files)))

    def locate(self, ids: Sequence[int] | None, where: Path) -> None:
        """Search for the files of missing pictures, of all for None. `where` is a file or a folder."""

        def look(cancel: Cancel) -> Located:
            return self._housekeeping.locate(ids, where, self._reported.emit, cancel)

        def done(located: Located) -> None:
            self._mended(ids=located.restored)
            self.located.emit(located)

        self._run(look, done)

    def forget(self, ids: Sequence[int]) -> None:
        """Remove missing pictures from the library."""

        def done(forgotten: list[int]) -> None:
            self._mended(ids=forgotten)
            self.forgotten.emit(forgotten)

        self._run(lambda _cancel: self._housekeeping.forget(ids), done)

    def adopt(self, files: Sequence[str]) -> None:
        """Add image files that have no picture to the library."""

        def done(pictures: list[Picture]) -> None:
            self._mended(files=[picture.file for picture in pictures])
            self.adopted.emit(pictures, len(files))

        self._run(partial(self._housekeeping.adopt, files), done)

    def remove_leftovers(self, files: Sequence[str]) -> None:
        """Delete temporary files."""

        def done(removed: list[str]) -> None:
            self._mended(files=removed)
            self.removed.emit(removed)

        self._run(lambda _cancel: self._housekeeping.remove_leftovers(files), done)

    def tidy(self) -> None:
        """Delete thumbnails of pictures that are gone, and compact the databases."""

        def tidy(cancel: Cancel) -> Tidied:
            return self._housekeeping.tidy(self._reported.emit, cancel)

        self._run(tidy, self.tidied.emit)

    def find_missing(self, ids: Sequence[int], found: Callable[[list[int]], None]) -> None:
        """Call `found` with the ids of the pictures whose files are missing."""
        self._runner.run(
            partial(self._housekeeping.missing, list(ids)),
            found,
            lambda _error: found([]),  # showing the pictures reports errors of the library
            lane=Lane.FILES,
            owner=self,
        )

    def _run(self, work: Callable[[Cancel], T], done: Callable[[T], object]) -> None:
        if self._cancel is not None:
            return
        cancel = self._cancel = Cancel()

        def ended(result: T) -> None:
            self._end()
            done(result)

        self._runner.run(partial(work, cancel), ended, self._on_failed, lane=Lane.FILES, owner=self)
        self.busy_changed.emit()

    def _on_failed(self, error: AppError) -> None:
        self._end()
        if error.kind is ErrorKind.CANCELLED:
            self.stopped.emit()
        else:
            self.failed.emit(error)

    def _end(self) -> None:
        self._cancel = None
        self.busy_changed.emit()

    def _on_reported(self, progress: Progress) -> None:
        if self.busy:  # a progress report may arrive after the end of its task
            self.progressed.emit(progress)
