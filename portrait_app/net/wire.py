"""Connections with a deadline and an abort that work whatever the server does.

A `timeout=` limits only a single read, so a server that sends a byte now and then defeats it. Here one
`Deadline` covers the whole call. It keeps a second handle on the socket, and shuts the socket down from
another thread. That immediately ends a TLS handshake, a header or a body that trickles.
"""

import contextlib
import errno
import http.client
import os
import socket
import ssl
import threading
import time
from enum import StrEnum
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Self, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util import wait_for_write

from portrait_app.net.address_check import AddressCheck, AddressRefused

_SLICE = 0.05  # seconds between two checks of the Deadline while there is no connection to shut down


class EndReason(StrEnum):
    """Why a wait ended before its answer."""

    DEADLINE = "the deadline passed"
    ABORTED = "the program is closing"


class CutShort(OSError):
    """The wait was cut short while connecting."""


class Deadline:
    """The deadline and the abort of one call. This context manager leaves no thread and no socket behind."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._handle: socket.socket | None = None
        self._until = 0.0
        self._is_over = threading.Event()
        self._timer = threading.Thread(target=self._run, name="net-deadline", daemon=True)
        self.cut: EndReason | None = None
        self.connected = False  # if True, the request may have been sent
        self.status = 0  # status of the answer, set once its body is being read

    def __enter__(self) -> Self:
        self.prolong()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._timer.join()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def prolong(self) -> None:
        """Start the time anew. A long download calls this while data arrives."""
        self._until = time.monotonic() + self._seconds

    def _run(self) -> None:
        while not self._is_over.wait(max(self._until - time.monotonic(), 0)):
            if time.monotonic() >= self._until:
                self._end(EndReason.DEADLINE)
                return

    def abort(self) -> None:
        """End the wait immediately. Any thread may call this, repeatedly, and also after the wait."""
        self._end(EndReason.ABORTED)

    def check(self) -> None:
        """Raise CutShort if the wait was ended."""
        if self.cut is not None:
            raise CutShort(self.cut)

    def watch(self, connection: socket.socket) -> None:
        """Shut `connection` down when the wait is ended. TLS may be added to the connection later."""
        with self._lock:
            self.check()
            if self._handle is not None:
                self._handle.close()
            self._handle = connection.dup()

    def _end(self, cut: EndReason) -> None:
        with self._lock:
            self.cut = self.cut or cut
            if self._handle is not None:
                with contextlib.suppress(OSError):  # the server has closed it already
                    self._handle.shutdown(socket.SHUT_RDWR)


def open_socket(
    host: str, port: int, timeout: float, wait: Deadline, reach: AddressCheck | None = None
) -> socket.socket:
    """Return a socket, watched by `wait`, that is connected to an address of `host` within `reach`.

    Raises OSError: CutShort if the wait was ended, AddressRefused if no address of `host` is within `reach`.
    """
    failure: OSError = OSError("the name has no address")
    for family, _, protocol, _, address in _look_up(host, port, timeout, wait):
        if reach is not None and not reach(address[0]):
            failure = AddressRefused("it leads to a private address")
            continue
        try:
            return _connect(family, protocol, address, timeout, wait)
        except CutShort:
            raise
        except OSError as error:
            failure = error
    raise failure


def _look_up(host: str, port: int, timeout: float, wait: Deadline) -> list[Any]:
    """Return the addresses of a name, in the form of `getaddrinfo`. Raises OSError or ValueError.

    Nothing can interrupt the system's resolver, so it runs in a thread of its own. If the wait ends first,
    that thread is left to finish alone.
    """
    answers: SimpleQueue[list[Any] | OSError | ValueError] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)))
        except (OSError, ValueError) as error:  # ValueError: a name that IDNA cannot encode
            answers.put(error)

    resolver = threading.Thread(target=ask, name="net-resolver", daemon=True)
    resolver.start()
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        wait.check()
        try:
            answer = answers.get(timeout=_SLICE)
        except Empty:
            continue
        resolver.join()
        if isinstance(answer, Exception):
            raise answer
        return answer
    raise TimeoutError("looking up the name timed out")


def _connect(family: int, protocol: int, address: Any, timeout: float, wait: Deadline) -> socket.socket:
    connection = socket.socket(family, socket.SOCK_STREAM, protocol)
    try:
        connection.setblocking(False)
        _reach(connection, address, timeout, wait)
        connection.settimeout(timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)  # a model may take minutes
        wait.watch(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _reach(connection: socket.socket, address: Any, timeout: float, wait: Deadline) -> None:
    code = connection.connect_ex(address)
    if code in (errno.EINPROGRESS, errno.EWOULDBLOCK):
        until = time.monotonic() + timeout
        while not wait_for_write(connection, timeout=_SLICE):
            wait.check()
            if time.monotonic() > until:
                raise TimeoutError("connecting timed out")
        code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


class _FinalResponse(http.client.HTTPResponse):
    """Skips every interim response. http.client skips only status 100, and takes 103 for the final one."""

    def begin(self) -> None:
        super().begin()
        while 100 < self.status < 200:
            self.headers = self.msg = cast("http.client.HTTPMessage", None)  # else begin() returns at once
            super().begin()


class WatchedConnection(HTTPConnection):
    """An HTTP connection that opens its socket under a Deadline, and tells it when it is connected."""

    response_class = _FinalResponse

    def __init__(self, *args: Any, wait: Deadline, reach: AddressCheck | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._wait = wait
        self._reach = reach

    def _new_conn(self) -> socket.socket:
        try:
            return open_socket(self.host, self.port, self.timeout or 0, self._wait, self._reach)
        except (OSError, ValueError) as error:
            raise NewConnectionError(self, "no connection") from error

    def connect(self) -> None:
        super().connect()  # including a proxy's tunnel and TLS
        self._wait.connected = True


class WatchedTLSConnection(WatchedConnection, HTTPSConnection):
    """The same with TLS. The TLS context alone decides which certificates are trusted."""

    def __init__(self, *args: Any, tls_context: ssl.SSLContext, **options: Any) -> None:
        super().__init__(*args, **{**options, "ssl_context": tls_context, "cert_reqs": "CERT_REQUIRED"})
