"""How the GUI thread and the workers share Python, so that the window never waits for a worker."""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_SWITCH = 0.0005  # seconds a worker may go on once the window wants to; Python's own is ten times that
_LOOK = 100  # milliseconds between two looks for garbage: few objects at a time, some 1 ms
_SOON = 700  # objects made since the last look, as in Python
_LATER = 10  # looks at what is young until one at what is older
_FULL = 100  # looks until everything is due, some 40 ms: in the next second in which nobody does anything,
_AT_LAST = 1000  # or when so many have gone by without one
_STILL = 10  # looks in a row at which hardly anything new was there
_FEW = 50  # objects


class Interpreter(QObject):
    """Lets the window take its turn quickly, and looks for garbage on its thread alone.

    Measured at a million pictures: painting takes and gives back the interpreter some hundred times,
    and beside a busy worker each cost up to 5 ms. Garbage was looked for by whichever thread
    happened to fill a generation, which held everything up for 100 ms, and could have destroyed a
    QObject on a worker.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was = sys.getswitchinterval()
        self._looks = 0  # since everything was looked at
        self._made = 0  # objects at the last look
        self._still = 0  # looks in a row with nothing new
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        sys.setswitchinterval(_SWITCH)
        gc.disable()
        self._timer.start()

    def everything_is_here(self) -> None:
        """Never look again at what is there now: it stays as long as the program."""
        gc.freeze()

    def stop(self) -> None:
        """Leave Python as it was."""
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
