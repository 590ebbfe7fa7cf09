"""Temporary files for dragging pictures out of the window."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import Collision, ExportPlan
from portrait_app.core.picture import Picture
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.library import Library

KEPT = 600  # files of earlier drags that are kept, because the target program may read them late


@dataclass(frozen=True, slots=True)
class _Drag:
    """The files of one drag, with the plan and the pictures they were made from."""

    plan: ExportPlan
    pictures: list[Picture]
    folder: TemporaryDirectory[str]
    files: list[Path]


class DragFiles:
    """Exports pictures to temporary files, in their original format and with the plan's other choices.

    Not thread-safe: use it on one worker at a time. The files are deleted when the program ends.
    """

    def __init__(self, exporter: Exporter, library: Library) -> None:
        self._exporter = exporter
        self._library = library
        self._drags: deque[_Drag] = deque()
        self._cancel = Cancel()

    def prepare(self, plan: ExportPlan, ids: Sequence[int]) -> list[Path]:
        """Return files of the pictures, without those whose original cannot be read. Raises AppError.

        The files of the last drag are used again if the plan and the pictures have not changed.
        """
        # All pictures go into one export, so that equal file names get numbers.
        plan = replace(plan.with_format("original"), folder="", collision=Collision.NUMBER, options={})
        pictures = self._library.pictures(ids)
        last = self._drags[-1] if self._drags else None
        if last and (last.plan, last.pictures) == (plan, pictures) and all(map(Path.exists, last.files)):
            return last.files
        while self._drags and sum(len(drag.files) for drag in self._drags) > KEPT:
            self._drags.popleft().folder.cleanup()
        folder = TemporaryDirectory(prefix="portrait-studio-", ignore_cleanup_errors=True)
        there = replace(plan, folder=folder.name)
        report = self._exporter.export(there, ids, lambda _done, _all: None, self._cancel)
        self._drags.append(_Drag(plan, pictures, folder, list(report.files)))
        return list(report.files)

    def stop(self) -> None:
        """Cancel a running `prepare`, and all later ones."""
        self._cancel.cancel()

    def clear(self) -> None:
        """Delete all files at the end of the program. Call it on the worker that runs `prepare`."""
        while self._drags:
            self._drags.pop().folder.cleanup()
