"""Recognises and converts the files of a model, in a child process.

Only the child has numpy. It also has no network and no right to start programs, should a malicious file find
a mistake in the readers of files.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_store import FoundModel
from portrait_app.engines.local.child import program
from portrait_app.engines.local.child.failures import reported
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.child.started import StartedChild
from portrait_app.engines.local.files.architecture import Layout
from portrait_app.engines.local.files.record import PART
from portrait_app.engines.local.store.store import BytesReport

_NAMES = {
    Layout.FULL: "Stable Diffusion 1.x",
    Layout.SMALL: "Small-SD",
    Layout.TINY: "Tiny-SD",
    Layout.OTHER: "Stable Diffusion 1.x",
}
_IDLE = 0.0  # seconds that the child waits for another request


class BroughtFiles:
    """Implements `ModelFiles`. Each call starts a child of its own, which ends with the call."""

    def __init__(self, command: Callable[[], list[str]] = program.command) -> None:
        """`command` raises AppError if there is no program to start."""
        self._command = command

    def inspect(self, path: Path) -> FoundModel:
        """Return what a file or folder contains.

        Raises:
            AppError: ENGINE_MISSING, ENGINE_CRASHED, OUT_OF_MEMORY or FILE_FAILED, or a ModelFileError.
        """
        for frame in self._answers(FrameKind.LOOK, {"path": str(path)}, Cancel()):
            if frame.kind is FrameKind.FOUND:
                facts = frame.facts
                return FoundModel(
                    path=path,
                    name=facts["name"],
                    architecture=_NAMES[Layout(facts["layout"])],
                    size=facts["size"],
                )
        raise AppError(ErrorKind.ENGINE_CRASHED, "the child did not say what it found")

    def convert(self, path: Path, target: Path, report: BytesReport, cancel: Cancel) -> None:
        """Convert a model into the new folder `target`. Nothing is left on the disk if that fails.

        Raises:
            AppError: like `inspect`; DISK_FULL; CANCELLED.
        """
        facts = {"path": str(path), "target": str(target)}
        try:
            for frame in self._answers(FrameKind.CONVERT, facts, cancel):
                if frame.kind is FrameKind.CONVERTED:
                    report(frame.facts["done"], frame.facts["total"])
        except AppError:
            # A child that was killed, or crashed, could not tidy up.
            shutil.rmtree(target.with_name(target.name + PART), ignore_errors=True)
            raise

    def _answers(self, kind: FrameKind, facts: Mapping[str, Any], cancel: Cancel) -> Iterator[Frame]:
        """Yield the answers of a child up to the last. Cancelling kills the child. Raises AppError."""
        child = StartedChild(self._command())
        try:
            with cancel.on_cancel(child.kill):
                child.send(Frame(kind, {"idle": _IDLE, **facts}))
                while (frame := child.receive()) is not None:
                    if frame.kind is FrameKind.FAILED:
                        raise reported(frame)
                    yield frame
                    if frame.kind in (FrameKind.DONE, FrameKind.FOUND):
                        return
            raise AppError(ErrorKind.CANCELLED) if cancel.cancelled else child.cause_of_death()
        finally:
            child.end()
