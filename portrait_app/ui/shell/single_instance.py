"""One running program for each library: a second start passes its files to the first and ends."""

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
    from portrait_app.ui.shell.hand_over import StartListener

_PATIENCE = 10.0  # seconds to wait for the other program, which may be opening or closing
_PAUSE = 100  # milliseconds between two attempts


class Start(Enum):
    """What a start of the program has to do."""

    FIRST = auto()  # open the library
    HANDED_OVER = auto()  # end, because the program that has the library took the files
    TAKEN = auto()  # end, because the program that has the library does not answer


class SingleInstance(QObject):
    """Holds the library's lock and listens for other starts."""

    called = Signal(list)  # another start asked for this window; paths to import

    def __init__(
        self, lock: LibraryLock, address: str, parent: QObject | None = None, *, patience: float = _PATIENCE
    ) -> None:
        """`address` is a socket address that no other user can use; empty if there is none."""
        super().__init__(parent)
        self._lock = lock
        self._address = address
        self._patience = patience
        self._problem: AppError | None = None
        self._hand_overs: StartListener | None = None

    @property
    def problem(self) -> AppError | None:
        """The reason why other starts cannot reach this program, or None."""
        return self._problem

    def begin(self, files: Sequence[Path] = ()) -> Start:
        """Take the library's lock, or send `files` (absolute paths) to the program that holds the lock.

        After FIRST the caller must call `listen` soon, because other starts wait for that.
        """
        until = time.monotonic() + self._patience
        while not self._lock.take():
            if self._call(self._lock.address(), files, until):
                return Start.HANDED_OVER
            if time.monotonic() >= until:
                return Start.TAKEN
            QThread.msleep(_PAUSE)
        # On some disks locks prove nothing, so another program may still be listening.
        if not self._lock.is_exclusive and self._call(self._address, files, until):
            self._lock.release()
            return Start.HANDED_OVER
        return Start.FIRST

    def hold(self) -> None:
        """Hold the lock of a library whose disk was not there at the start."""
        if not self._lock.is_held and self._lock.take() and self._hand_overs is not None:
            self._lock.tell(self._address)

    def end(self) -> None:
        """Stop listening and release the lock."""
        if self._hand_overs is not None:
            self._hand_overs.close()
        self._lock.release()

    def listen(self) -> None:
        """Listen for files from other starts. The socket code is imported here, after the first paint."""
        from portrait_app.ui.shell.hand_over import StartListener

        if self._hand_overs is not None:
            return  # already listening; happens when the program rebuilds its window
        if not self._address:
            self._problem = AppError(ErrorKind.NOT_TO_BE_CALLED, "no folder for a socket")
            return
        self._hand_overs = StartListener(self)
        self._hand_overs.received.connect(self.called)
        if refusal := self._hand_overs.listen(self._address):
            detail = f"{self._address}: {refusal}"
            self._problem = AppError(ErrorKind.NOT_TO_BE_CALLED, detail, path=self._address)
            return
        self._lock.tell(self._address)

    def _call(self, address: str, files: Sequence[Path], until: float) -> bool:
        """Ask the program at `address` to come to the front and import `files`; return whether it did."""
        from portrait_app.ui.shell.hand_over import hand_over

        return bool(address) and hand_over(address, files, until)
