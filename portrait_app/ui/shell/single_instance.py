"""One program for each library: a second start brings the first to the front, and hands over its files."""

import json
import os
import time
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import LibraryLock

_PATIENCE = 10.0  # seconds for the other program to answer: it may be about to open, or to close
_PAUSE = 100  # milliseconds between two looks
_LONGEST = 16_000_000  # bytes of a message: more than a command line holds, however it is written
_END = b"\n"  # of a message; JSON has none within
_HEARD = b"heard" + _END


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
        self._server = QLocalServer(self)
        if os.name == "nt":
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    @property
    def problem(self) -> AppError | None:
        """Why other starts cannot reach this program."""
        return self._problem

    def begin(self, files: Sequence[Path] = ()) -> Start:
        """Be the one that has the library, or hand `files` (absolute) over to the one that has."""
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
        self._listen()
        return Start.FIRST

    def end(self) -> None:
        """Listen no more, and let go of the library."""
        self._server.close()
        self._lock.release()

    def _call(self, address: str, files: Sequence[Path], until: float) -> bool:
        """Ask the program at `address` to come to the front, and to import `files`; say whether it heard."""
        if not address:
            return False
        socket = QLocalSocket()
        socket.connectToServer(address)
        if not socket.waitForConnected(_left(until)):
            return False
        socket.write(json.dumps({"files": [str(file) for file in files]}).encode() + _END)
        while socket.bytesToWrite() and socket.waitForBytesWritten(_left(until)):
            pass
        while not socket.canReadLine() and socket.waitForReadyRead(_left(until)):
            pass
        heard = socket.readLine().data() == _HEARD
        socket.abort()
        return heard

    def _listen(self) -> None:
        if not self._address:
            self._problem = AppError(ErrorKind.NOT_TO_BE_CALLED, "no folder for a socket")
            return
        if not self._server.listen(self._address):
            QLocalServer.removeServer(self._address)  # left behind by a crash: who holds the lock is alone
            if not self._server.listen(self._address):
                said = self._server.errorString()
                self._problem = AppError(
                    ErrorKind.NOT_TO_BE_CALLED, f"{self._address}: {said}", path=self._address
                )
                return
        self._lock.tell(self._address)

    def _on_call(self) -> None:
        while self._server.hasPendingConnections():
            call = _Call(self._server.nextPendingConnection(), self)
            call.ended.connect(self._on_said)
            call.listen()  # to what came before

    def _on_said(self, message: bytes) -> None:
        self.called.emit(_files_in(message))


class _Call(QObject):
    """One connection, until the other is gone."""

    ended = Signal(bytes)  # what was said, whole

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._said = bytearray()
        socket.setParent(self)
        socket.readyRead.connect(self.listen)
        socket.disconnected.connect(self.deleteLater)

    def listen(self) -> None:
        """Take in what has come."""
        self._said += self._socket.readAll().data()
        if self._said.endswith(_END):
            message = bytes(self._said)
            self._said.clear()
            self._socket.write(_HEARD)
            self._socket.flush()
            self.ended.emit(message)
        elif len(self._said) > _LONGEST:
            self._said.clear()
            self._socket.abort()


def _left(until: float) -> int:
    """Return the milliseconds until a moment, at least one."""
    return max(round((until - time.monotonic()) * 1000), 1)


def _files_in(message: bytes) -> list[Path]:
    """Return the files that a message names; none where it is none of ours."""
    try:
        files = json.loads(message)["files"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []
    if not isinstance(files, list):
        return []
    return [Path(file) for file in files if isinstance(file, str) and Path(file).is_absolute()]
