"""The socket between two starts of the program: the second hands its files over to the first."""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_LONGEST = 16_000_000  # bytes of a message: more than a command line holds, however it is written
_END = b"\n"  # of a message; JSON has none within
_HEARD = b"heard" + _END


def hand_over(address: str, files: Sequence[Path], until: float) -> bool:
    """Ask the program at `address` to come to the front, and to import `files`; say whether it heard.

    It is waited for until a moment of `time.monotonic`.
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
    """Listens to other starts."""

    received = Signal(list)  # Paths to import; none where the window is only to come to the front

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        if os.name == "nt":
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def listen(self, address: str) -> str:
        """Begin to listen; return why that is not possible, nothing where it is."""
        if not self._server.listen(address):
            QLocalServer.removeServer(address)  # left behind by a crash: who holds the lock is alone
            if not self._server.listen(address):
                return self._server.errorString()
        return ""

    def close(self) -> None:
        self._server.close()

    def _on_call(self) -> None:
        while self._server.hasPendingConnections():
            call = _Call(self._server.nextPendingConnection(), self)
            call.ended.connect(self._on_said)
            call.listen()  # to what came before

    def _on_said(self, message: bytes) -> None:
        self.received.emit(_files_in(message))


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
