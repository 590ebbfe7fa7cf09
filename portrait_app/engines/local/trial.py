"""Makes a picture from a model with random weights, to see that this computer can make pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Stop
from portrait_app.engines.local.child.frames import FrameKind
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.child.work import Work
from portrait_app.engines.local.trial_model import TINY, reduced, write_trial_model

SIDE = 64  # pixels
_IDLE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Trial:
    """What was made."""

    picture: bytes = field(repr=False)  # PNG
    steps: int


def make_trial_picture(scratch: Path, command: Callable[[], list[str]]) -> Trial:
    """Make a picture in a child process that `command` starts. `scratch` is an empty folder.

    Raises:
        AppError: ENGINE_MISSING, or why the child has failed.
        OSError: the model cannot be written.
    """
    write_trial_model(scratch, reduced(TINY), seed=1)
    work = Work(
        folder=str(scratch),
        width=SIDE,
        height=SIDE,
        prompt="(portrait:1.2) of a smiling woman",
        scheduler="DDIM",
        steps=2,
        guidance=7.5,
        seed=7,
    )
    child = ChildProcess(command, lambda: _IDLE)
    try:
        frames = list(child.make(work, Unattended()))
    finally:
        child.close()
    pictures = [frame.data for frame in frames if frame.kind is FrameKind.PICTURE]
    steps = [int(frame.facts["step"]) for frame in frames if frame.kind is FrameKind.STEP]
    if len(pictures) != 1 or not steps:
        raise AppError(ErrorKind.ENGINE_CRASHED, f"{len(pictures)} pictures in {len(steps)} steps")
    return Trial(pictures[0], max(steps))


class Unattended:
    """Implements `Handover` for a request that nobody follows or cancels."""

    aborted = False

    def on_abort(self, stop: Stop) -> None:
        """Never call `stop`."""

    def spool(self, reply: RawReply) -> None:
        """Keep nothing."""

    def accepted(self, ticket: Ticket) -> None:
        """Keep nothing."""

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        """Show nothing."""
