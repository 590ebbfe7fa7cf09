"""The socket between two starts of the program: the second start sends its files to the first."""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST = 16_000_000  # largest message in bytes; any command line fits, however it is encoded
_END = b"\n"  # end of a message; the JSON contains no newline
_HEARD = b"heard" + _END


def hand_over(address: str, files: Sequence[Path], until: float) -> bool:
    """Ask the program at `address` to come to the front and to import `files`.

    Return whether the program confirmed. `until`, a time of `time.monotonic`, is the deadline.
    """
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


class HandOvers(QObject):
    """Listens for other starts of the program."""

    received = Signal(list)  # paths to import; empty if the window only has to come to the front

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        if os.name == "nt":
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def listen(self, address: str) -> str:
        """Start to listen; return the error text, or an empty text on success."""
        if not self._server.listen(address):
            QLocalServer.removeServer(address)  # left over from a crash: only the owner of the lock gets here
            if not self._server.listen(address):
                return self._server.errorString()
        return ""

    def close(self) -> None:
        self._server.close()

    def _on_call(self) -> None:
        while self._server.hasPendingConnections():
            call = _Call(self._server.nextPendingConnection(), self)
            call.ended.connect(self._on_said)
            call.listen()  # data may have arrived before the signal was connected

    def _on_said(self, message: bytes) -> None:
        self.received.emit(_files_in(message))


class _Call(QObject):
    """One connection, until the other side disconnects."""

    ended = Signal(bytes)  # one complete message

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._said = bytearray()
        socket.setParent(self)
        socket.readyRead.connect(self.listen)
        socket.disconnected.connect(self.deleteLater)

    def listen(self) -> None:
        """Read the data that arrived."""
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
    """Return the milliseconds until a time of `time.monotonic`, at least 1."""
    return max(round((until - time.monotonic()) * 1000), 1)


def _files_in(message: bytes) -> list[Path]:
    """Return the files that a message names; an empty list for an invalid message."""
    try:
        files = json.loads(message)["files"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []
    if not isinstance(files, list):
        return []
    return [Path(file) for file in files if isinstance(file, str) and Path(file).is_absolute()]
