"""An export that is killed: `killed.py FOLDER FORMAT COLLISION UNNAMED`, at each of its steps in turn.

A step is a file operation, a part of a file, or a picture that is done; the process is killed before it. Each
time it is another one, with a folder of its own below FOLDER, named by the number of the step. Where UNNAMED
is `no`, the disk is one where each file has a name from the start.
"""

import errno
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import Collision
from portrait_app.core.picture import Picture
from portrait_app.export import destination, documents
from portrait_app.export.rendering import Rendering
from tests.export.making import a_desk, an_image, encoded

PICTURES = 3
OLD = b"what was there"
_OPERATIONS = frozenset(("open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.truncate"))
_MOST = 200  # steps: there are some thirty


class _Steps:
    """Counts steps, and ends the process at one of them."""

    def __init__(self, fatal: int) -> None:
        self._left = fatal

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _OPERATIONS and any("exported" in str(argument) for argument in arguments[:2]):
            self.step()

    def each(self, parts: Any) -> Iterator[Any]:
        for part in parts:
            self.step()
            yield part


def _export(folder: Path, key: str, collision: str, unnamed: str, fatal: int) -> None:
    desk = a_desk(folder)
    pictures = [desk.shelf.put(encoded(an_image(), "JPEG")) for _ in range(PICTURES)]
    plan = desk.plan(key, collision=Collision(collision))
    desk.folder.mkdir()
    for row in desk.exporter.preview(plan, pictures, PICTURES):
        (desk.folder / row.name).write_bytes(OLD)
    steps = _Steps(fatal)
    if unnamed == "no":
        destination._open_unnamed = _refuse
    blocks, write_rows = Rendering.blocks, documents._write_rows

    def parts(self: Rendering, picture: Picture) -> Any:
        return steps.each(blocks(self, picture))

    Rendering.blocks = parts  # type: ignore[method-assign]
    documents._write_rows = lambda file, rows: write_rows(file, steps.each(rows))
    sys.addaudithook(steps.audit)
    ids = [picture.id for picture in pictures]
    desk.exporter.export(plan, ids, lambda _done, _all: steps.step(), Cancel())


def _refuse(folder: Path) -> Any:
    raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(folder))


def main(folder: str, key: str, collision: str, unnamed: str) -> None:
    for fatal in range(1, _MOST):
        place = Path(folder) / str(fatal)
        place.mkdir()
        child = os.fork()
        if child == 0:
            application = QGuiApplication([])
            _export(place, key, collision, unnamed, fatal)
            del application
            os._exit(0)
        _pid, status = os.waitpid(child, 0)
        if status == 0:
            return
        if status != signal.SIGKILL:
            raise SystemExit(f"step {fatal} ended with {status}")


if __name__ == "__main__":
    main(*sys.argv[1:])
