"""Has the files of a model recognised and converted by a child process.

The files may come from anywhere, and only the child has the libraries that read them. It is killed to cancel.
"""

from collections.abc import Callable
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_store import FoundModel
from portrait_app.engines.local.child.failures import reported
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.child.started import StartedChild
from portrait_app.engines.local.files.architecture import Layout
from portrait_app.engines.local.files.record import PART
from portrait_app.engines.local.store.files import remove_folder
from portrait_app.engines.local.store.store import BytesReport

_NAMES = {
    Layout.FULL: "Stable Diffusion 1.x",
    Layout.SMALL: "Small-SD",
    Layout.TINY: "Tiny-SD",
    Layout.OTHER: "Stable Diffusion 1.x",
}
_IDLE = 60.0  # seconds after which the child ends, if nobody ends it


class BroughtFiles:
    """Implements `ModelFiles`, with a child process for each call."""

    def __init__(self, command: Callable[[], list[str]]) -> None:
        """`command` starts the child. It raises AppError, ENGINE_MISSING, if the child is not installed."""
        self._command = command

    def inspect(self, path: Path) -> FoundModel:
        request = Frame(FrameKind.INSPECT, {"path": str(path), "idle": _IDLE})
        facts = self._asked(request, Cancel(), lambda _done, _total: None).facts
        return FoundModel(
            path=path,
            name=str(facts["name"]),
            architecture=_NAMES[Layout(facts["layout"])],
            size=int(facts["size"]),
        )

    def convert(self, path: Path, target: Path, report: BytesReport, cancel: Cancel) -> None:
        request = Frame(FrameKind.CONVERT, {"path": str(path), "target": str(target), "idle": _IDLE})
        try:
            self._asked(request, cancel, report)
        except AppError:
            remove_folder(target.with_name(target.name + PART))  # of a child that was killed
            raise

    def _asked(self, request: Frame, cancel: Cancel, report: BytesReport) -> Frame:
        """Return the child's last answer to a request. Raises AppError."""
        child = StartedChild(self._command())
        try:
            with cancel.on_cancel(child.kill):
                child.send(request)
                while (frame := child.receive()) is not None and frame.kind is FrameKind.ADVANCED:
                    report(int(frame.facts["done"]), int(frame.facts["total"]))
            if cancel.cancelled:
                raise AppError(ErrorKind.CANCELLED)
            if frame is None:
                raise child.cause_of_death()
        finally:
            child.end()
        if frame.kind is FrameKind.FAILED:
            raise reported(frame)
        return frame
