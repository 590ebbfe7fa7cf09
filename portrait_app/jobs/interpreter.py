"""Tunes the GIL and the garbage collector so that the GUI thread never waits long for a worker."""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_SWITCH = 0.0005  # seconds after which a worker releases the GIL for a waiting thread; Python's own: 0.005
_LOOK = 100  # milliseconds between two timer ticks; a young collection at a tick takes about 1 ms
_SOON = 700  # new objects that trigger a young collection, as in Python
_LATER = 10  # every tenth collection includes generation 1
_FULL = 100  # collections after which a full one (about 40 ms) runs as soon as the program is idle
_AT_LAST = 1000  # collections after which a full one runs even if the program is busy
_STILL = 10  # ticks in a row with few new objects that count as idle: one second
_FEW = 50  # new objects between two ticks that count as few


class Interpreter(QObject):
    """Shortens the GIL's switch interval, and runs the garbage collector on the GUI thread only.

    Measured with a million pictures: painting takes and releases the GIL about a hundred times, and beside a
    busy worker each time cost up to 5 ms. Python's automatic collector ran on any thread that created enough
    objects. It blocked all threads for 100 ms, and could have destroyed a QObject on a worker.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was = sys.getswitchinterval()
        self._looks = 0  # collections since the last full one
        self._made = 0  # new objects at the last tick
        self._still = 0  # consecutive ticks with few new objects
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        sys.setswitchinterval(_SWITCH)
        gc.disable()
        self._timer.start()

    def everything_is_here(self) -> None:
        """Exclude all existing objects from collection, because they live as long as the program."""
        gc.freeze()

    def stop(self) -> None:
        """Restore Python's own settings."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
        sys.setswitchinterval(self._was)

    def _look(self) -> None:
        made = gc.get_count()[0]
        self._still = self._still + 1 if abs(made - self._made) < _FEW else 0
        if self._looks >= _AT_LAST or (self._looks >= _FULL and self._still >= _STILL):
            gc.collect()
            self._looks = 0
        elif made >= _SOON:
            self._looks += 1
            gc.collect(1 if self._looks % _LATER == 0 else 0)
        self._made = gc.get_count()[0]
