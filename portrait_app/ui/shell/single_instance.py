"""One program for each library: a second start brings the first to the front, and hands over its files."""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import LibraryLock

if TYPE_CHECKING:
    from portrait_app.ui.shell.hand_over import HandOvers

_PATIENCE = 10.0  # seconds for the other program to answer: it may be about to open, or to close
_PAUSE = 100  # milliseconds between two looks


class Start(Enum):
    """What a start is to do."""

    FIRST = auto()  # open the library
    HANDED_OVER = auto()  # end: another program has the library, and took the files
    TAKEN = auto()  # end: another program has the library, and does not answer


class SingleInstance(QObject):
    """Holds the library's lock, and listens to other starts."""

    called = Signal(list)  # another start asked for this window, with Paths to import

    def __init__(
        self, lock: LibraryLock, address: str, parent: QObject | None = None, *, patience: float = _PATIENCE
    ) -> None:
        """`address` is of a socket where nobody else can listen, empty where there is none."""
        super().__init__(parent)
        self._lock = lock
        self._address = address
        self._patience = patience
        self._problem: AppError | None = None
        self._hand_overs: HandOvers | None = None

    @property
    def problem(self) -> AppError | None:
        """Why other starts cannot reach this program."""
        return self._problem

    def begin(self, files: Sequence[Path] = ()) -> Start:
        """Be the one that has the library, or hand `files` (absolute) over to the one that has.

        The first one is to `listen`, soon: until then other starts wait.
        """
        until = time.monotonic() + self._patience
        while not self._lock.take():
            if self._call(self._lock.address(), files, until):
                return Start.HANDED_OVER
            if time.monotonic() >= until:
                return Start.TAKEN
            QThread.msleep(_PAUSE)
        # Where the lock proves nothing, one may be listening all the same.
        if not self._lock.is_sure and self._call(self._address, files, until):
            self._lock.release()
            return Start.HANDED_OVER
        return Start.FIRST

    def end(self) -> None:
        """Listen no more, and let go of the library."""
        if self._hand_overs is not None:
            self._hand_overs.close()
        self._lock.release()

    def listen(self) -> None:
        """Hear what other starts hand over. The sockets are imported here, after the first paint."""
        from portrait_app.ui.shell.hand_over import HandOvers

        if self._hand_overs is not None:
            return  # it does already, where the program begins anew
        if not self._address:
            self._problem = AppError(ErrorKind.NOT_TO_BE_CALLED, "no folder for a socket")
            return
        self._hand_overs = HandOvers(self)
        self._hand_overs.received.connect(self.called)
        if refusal := self._hand_overs.listen(self._address):
            detail = f"{self._address}: {refusal}"
            self._problem = AppError(ErrorKind.NOT_TO_BE_CALLED, detail, path=self._address)
            return
        self._lock.tell(self._address)

    def _call(self, address: str, files: Sequence[Path], until: float) -> bool:
        """Ask the program at `address` to come to the front, and to import `files`; say whether it heard."""
        from portrait_app.ui.shell.hand_over import hand_over

        return bool(address) and hand_over(address, files, until)
