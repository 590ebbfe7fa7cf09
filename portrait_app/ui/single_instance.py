"""One program for each library: a second start brings the first window to the front."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT = 1000  # milliseconds for the other program to answer


class SingleInstance(QObject):
    """Listens under a name made from the library's folder."""

    called = Signal()  # another start asked for this window

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(library.resolve()).encode()).hexdigest()[:16]
        self._name = f"portrait-studio-{digest}"
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_call)

    def call_other(self) -> bool:
        """Ask a program that has this library open to come to the front; False where there is none."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT):
            return False
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Be the one. A name left behind by a crash is taken over."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)

    def _on_call(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.close()
            socket.deleteLater()
        self.called.emit()
