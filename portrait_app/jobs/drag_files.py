"""Files for pictures that are dragged out: made when the drag begins, gone when the program ends."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from portrait_app.core.cancel import Cancel
from portrait_app.core.export import Collision, ExportPlan
from portrait_app.core.ports import Exporter

KEPT = 20  # drags whose files stay: whoever took them may read them late


class DragFiles:
    """Makes files as the last export would, the image as it is. For one worker at a time."""

    def __init__(self, exporter: Exporter) -> None:
        self._exporter = exporter
        self._drags: deque[TemporaryDirectory[str]] = deque()
        self._cancel = Cancel()

    def prepare(self, plan: ExportPlan, ids: Sequence[int]) -> list[Path]:
        """Return files of the pictures, those without a readable original left out. Raises AppError."""
        while len(self._drags) >= KEPT:
            self._drags.popleft().cleanup()
        drag = TemporaryDirectory(prefix="portrait-studio-", ignore_cleanup_errors=True)
        self._drags.append(drag)
        # One export, not one for each: names that are the same twice get their numbers.
        original = replace(
            plan.with_format("original"), folder=drag.name, collision=Collision.NUMBER, options={}
        )
        report = self._exporter.export(original, ids, lambda _done, _all: None, self._cancel)
        return list(report.files)

    def stop(self) -> None:
        """Have what is being prepared stop soon."""
        self._cancel.cancel()

    def clear(self) -> None:
        """Delete every file that was made, for the program ends. On the worker that prepares."""
        while self._drags:
            self._drags.pop().cleanup()
