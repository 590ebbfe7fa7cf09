"""An HTTP server on this machine, in a thread of its own: what the imitated services have in common."""

import contextlib
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class LoopbackServer(ThreadingHTTPServer):
    """Answers from `start` to `stop`. `stop` also ends the threads of its requests: none outlives a test."""

    daemon_threads = False

    def __init__(self, handler: type[BaseHTTPRequestHandler], name: str, port: int = 0) -> None:
        self._open: set[Any] = set()  # sockets of the running requests
        super().__init__(("127.0.0.1", port), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), name=name)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Shut open sockets down, to wake the threads that wait for a client, and join all threads."""
        self.shutdown()
        self._thread.join()
        for request in self._open.copy():
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # tests make clients disconnect: no error
            super().handle_error(request, client_address)


class Closing:
    """A context manager that ends by `close`."""

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
