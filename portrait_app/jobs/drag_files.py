"""Files for dragging out: made when the drag begins, gone when the program ends."""

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

KEPT = 600  # pictures of former drags whose files stay: whoever took them may read them late


@dataclass(frozen=True, slots=True)
class _Drag:
    """The files of one drag, and what they were made of."""

    plan: ExportPlan
    pictures: list[Picture]
    folder: TemporaryDirectory[str]
    files: list[Path]


class DragFiles:
    """Makes files as the last export would, the image as it is. For one worker at a time."""

    def __init__(self, exporter: Exporter, library: Library) -> None:
        self._exporter = exporter
        self._library = library
        self._drags: deque[_Drag] = deque()
        self._cancel = Cancel()

    def prepare(self, plan: ExportPlan, ids: Sequence[int]) -> list[Path]:
        """Return files of the pictures, those without a readable original left out. Raises AppError.

        Where nothing is another than at the last drag they are there already.
        """
        # One export, not one for each: names that are the same twice get their numbers.
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
        """Have what is being prepared stop soon."""
        self._cancel.cancel()

    def clear(self) -> None:
        """Delete every file that was made, for the program ends. On the worker that prepares."""
        while self._drags:
            self._drags.pop().folder.cleanup()
