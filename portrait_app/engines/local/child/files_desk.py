"""The child's side: recognises and converts the files of models.

They may come from anywhere. So they are read in the child, which has no network and can start no program.
"""

from collections.abc import Callable
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.files.brought import open_brought
from portrait_app.engines.local.files.conversion import convert

REQUESTS = frozenset({FrameKind.INSPECT, FrameKind.CONVERT})

_PARTS = 500  # reports of progress for one model


def answer_about_files(request: Frame, send: Callable[[Frame], None]) -> None:
    """Recognise or convert a model. Raises AppError."""
    path = Path(request.facts["path"])
    if request.kind is FrameKind.INSPECT:
        with open_brought(path) as model:
            layout = model.architecture.unet.layout
            facts = {"name": model.name, "layout": layout, "size": model.stored_size}
        send(Frame(FrameKind.FOUND, facts))
        return
    convert(path, Path(request.facts["target"]), _Reporter(send), Cancel())
    send(Frame(FrameKind.DONE))


class _Reporter:
    """Sends the progress, but not after each of a thousand tensors."""

    def __init__(self, send: Callable[[Frame], None]) -> None:
        self._send = send
        self._sent = -1

    def __call__(self, done: int, total: int) -> None:
        part = done * _PARTS // max(total, 1)
        if part != self._sent:
            self._sent = part
            self._send(Frame(FrameKind.ADVANCED, {"done": done, "total": total}))
