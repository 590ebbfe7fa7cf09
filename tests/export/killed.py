"""An export that kills itself: `killed.py FOLDER FORMAT FUNCTION CALL`.

The process kills itself at the given call of a function of `export.destination`, before it does anything.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from portrait_app.export import destination
from tests.export.making import a_desk, an_image, encoded

PICTURES = 5


def kill_at(name: str, call: int) -> None:
    original: Callable[..., Any] = getattr(destination, name)
    calls = 0

    def counted(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*args)

    setattr(destination, name, counted)


def main(folder: str, key: str, name: str, call: str) -> None:
    application = QGuiApplication([])
    desk = a_desk(Path(folder))
    pictures = [desk.shelf.put(encoded(an_image(), "JPEG")) for _ in range(PICTURES)]
    kill_at(name, int(call))
    desk.export(desk.plan(key), pictures)
    del application


if __name__ == "__main__":
    main(*sys.argv[1:])
