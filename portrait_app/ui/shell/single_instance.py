"""One program for each library: a second start brings the first to the front, and hands over its files."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT = 1000  # milliseconds for the other program to answer
_LONGEST = 16_000_000  # bytes of a message: more than a command line holds, however it is written


class SingleInstance(QObject):
    """Listens under a name made from the library's folder."""

    called = Signal(list)  # another start asked for this window, with Paths to import

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(library.resolve()).encode()).hexdigest()[:16]
        self._name = f"portrait-studio-{digest}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def call_other(self, files: Sequence[Path] = ()) -> bool:
        """Ask a program that has this library open to come to the front, and to import `files` (absolute).

        Return False where there is none.
        """
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT):
            return False
        socket.write(json.dumps({"files": [str(file) for file in files]}).encode())
        while socket.bytesToWrite() and socket.waitForBytesWritten(_WAIT):
            pass
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Be the one. A name left behind by a crash is taken over."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def _on_call(self) -> None:
        while self._server.hasPendingConnections():
            call = _Call(self._server.nextPendingConnection(), self)
            call.ended.connect(self._on_said)

    def _on_said(self, message: bytes) -> None:
        self.called.emit(_files_in(message))


class _Call(QObject):
    """One connection, until the other has said all and is gone."""

    ended = Signal(bytes)  # what was said

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._socket = socket
        self._said = bytearray()
        socket.setParent(self)
        socket.readyRead.connect(self._listen)
        socket.disconnected.connect(self._end)

    def _listen(self) -> None:
        self._said += self._socket.readAll().data()
        if len(self._said) > _LONGEST:
            self._said.clear()
            self._socket.abort()  # which ends it

    def _end(self) -> None:
        self._said += self._socket.readAll().data()
        self.ended.emit(bytes(self._said))
        self.deleteLater()


def _files_in(message: bytes) -> list[Path]:
    """Return the files that a message names; none where it is none of ours."""
    try:
        files = json.loads(message)["files"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []
    if not isinstance(files, list):
        return []
    return [Path(file) for file in files if isinstance(file, str) and Path(file).is_absolute()]
