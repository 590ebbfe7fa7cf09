"""A publisher's host on the loopback: like the real one, it redirects to a second host for large files.

`next(*mishaps)` sets what goes wrong with the next requests for a file's bytes, one each.
"""

import contextlib
import hashlib
import random
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, cast
from urllib.parse import unquote

from portrait_app.core.model_store import PublishedModel
from portrait_app.engines.local.store.licences import OPENRAIL_M
from portrait_app.engines.local.store.published import FILES
from tests.support.loopback_server import Closing, LoopbackServer

REVISION = "0123456789abcdef0123456789abcdef01234567"
SOURCE = "publisher/tiny"
_LARGE = 100_000  # bytes from which a file is on the second host


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    server: str  # "hub" or "cdn"
    path: str  # of the file in the repository
    headers: Mapping[str, str]  # names in lower case

    @property
    def start(self) -> int:
        """The first byte that was asked for."""
        found = re.fullmatch(r"bytes=(\d+)-\d*", self.headers.get("range", ""))
        return int(found[1]) if found else 0


Mishap = Callable[["Answering"], None]


@dataclass
class ModelHostService(Closing):
    """The host in threads. Use it as a context manager."""

    seed: int = 1
    sizes: Mapping[str, int] = field(default_factory=dict)
    answers_head: bool = True
    honours_range: bool = True
    says_etag: bool = True
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)  # bytes of each file that were sent
    etag: str = '"one"'  # of the second host
    commit: str = ""  # the revision that it says it sends; empty for the one that was asked for
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        noise = random.Random(self.seed)
        for path in FILES:
            usual = 300_000 if path.endswith(".bin") else 2_000
            self.files[path] = noise.randbytes(self.sizes.get(path, usual))
        self._mishaps: deque[Mishap] = deque()
        self._before: deque[Mishap] = deque()
        self._hub, self._cdn = (_Server(self, name) for name in ("hub", "cdn"))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._hub.server_port}"

    @property
    def cdn_address(self) -> str:
        return f"http://127.0.0.1:{self._cdn.server_port}"

    @property
    def total(self) -> int:
        return sum(map(len, self.files.values()))

    @property
    def all_sent(self) -> int:
        return sum(self.sent.values())

    @property
    def bodies(self) -> list[Asked]:
        """The requests for bytes of files."""
        return [one for one in self.asked if one.method == "GET" and not self.is_redirected(one)]

    def model(self, **changes: Any) -> PublishedModel:
        facts: dict[str, Any] = {
            "id": "tiny-0123456",
            "name": "Tiny",
            "summary": "Any subject.",
            "publisher": "Publisher",
            "source": SOURCE,
            "page": f"{self.address}/{SOURCE}",
            "revision": REVISION,
            "licence": OPENRAIL_M,
            "download_size": self.total,
            "memory": 3_300_000_000,
        }
        return PublishedModel(**{**facts, **changes})

    def is_redirected(self, asked: Asked) -> bool:
        return asked.server == "hub" and len(self.files.get(asked.path, b"")) >= _LARGE

    def next(self, *mishaps: Mishap) -> None:
        """Set what happens at the next requests for bytes."""
        self._mishaps.extend(mishaps)

    def before(self, *mishaps: Mishap) -> None:
        """Set what happens at the next requests of any kind."""
        self._before.extend(mishaps)

    def forget(self) -> None:
        """Let nothing more go wrong."""
        self._mishaps.clear()
        self._before.clear()

    def handle(self, answering: "Answering") -> None:
        asked = answering.asked
        self.asked.append(asked)
        if self._before:
            self._before.popleft()(answering)
        elif asked.method == "HEAD" and not self.answers_head:
            answering.send(405)
        elif self.is_redirected(asked):
            answering.redirect(f"{self.cdn_address}/{asked.path}")
        elif asked.method == "GET" and self._mishaps:
            self._mishaps.popleft()(answering)
        else:
            answering.send_file()

    def close(self) -> None:
        self.closing.set()
        for server in (self._hub, self._cdn):
            server.stop()


class Answering:
    """One request that is being answered."""

    def __init__(self, service: ModelHostService, handler: BaseHTTPRequestHandler, server: str) -> None:
        self.service = service
        self._handler = handler
        path = unquote(handler.path)
        self.revision = ""
        if server == "hub":
            self.revision, _, path = path.partition("/resolve/")[2].partition("/")
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.asked = Asked(handler.command, server, path.lstrip("/"), headers)

    @property
    def data(self) -> bytes:
        return self.service.files.get(self.asked.path, b"")

    def send(self, status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> None:
        self.head(status, {"Content-Length": str(len(body)), **(headers or {})})
        if self.asked.method != "HEAD":
            self.write(body)

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        self._handler.send_response_only(status)
        for name, value in {"Connection": "close", **headers}.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def write(self, data: bytes) -> None:
        self._handler.wfile.write(data)

    def reset(self) -> None:
        self._handler.wfile.flush()
        linger = struct.pack("ii", 1, 0)  # no farewell: the client sees a reset
        self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._handler.connection.close()

    def redirect(self, to: str) -> None:
        facts = {
            "X-Linked-Size": str(len(self.data)),
            "X-Linked-Etag": f'"{hashlib.sha256(self.data).hexdigest()}"',
            "X-Repo-Commit": self.service.commit or self.revision,
        }
        self.send(302, {"Location": to, **facts})

    def part(self, *, honours_if_range: bool = True) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the right answer."""
        data, service = self.data, self.service
        headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes"}
        etag = service.etag
        if self.asked.server == "hub":
            git = hashlib.sha1(f"blob {len(data)}\0".encode() + data, usedforsecurity=False)
            etag = f'"{git.hexdigest()}"'
            headers["X-Repo-Commit"] = service.commit or self.revision
        if service.says_etag:
            headers["ETag"] = etag
        wanted = self.asked.headers
        start, end = self.asked.start, len(data) - 1
        asks = "range" in wanted and service.honours_range
        if wanted.get("range") == "bytes=0-0":
            end = 0
        elif honours_if_range and wanted.get("if-range", etag) != etag:
            asks = False
        if not asks:
            return 200, {**headers, "Content-Length": str(len(data))}, data
        if start >= len(data):
            return 416, {"Content-Range": f"bytes */{len(data)}", "Content-Length": "0"}, b""
        body = data[start : end + 1]
        headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
        return 206, {**headers, "Content-Length": str(len(body))}, body

    def send_file(self, most: int | None = None, *, honours_if_range: bool = True) -> None:
        """Send the file, or the part that was asked for; if `most` is given, only so many bytes."""
        if self.asked.path not in self.service.files:
            self.send(404)
            return
        status, headers, body = self.part(honours_if_range=honours_if_range)
        self.head(status, headers)
        if self.asked.method == "HEAD":
            return
        sent = body if most is None else body[:most]
        self.service.sent[self.asked.path] = self.service.sent.get(self.asked.path, 0) + len(sent)
        self.write(sent)


def as_usual(answering: Answering) -> None:
    answering.send_file()


def cut(after: int) -> Mishap:
    """End the connection after some bytes of the body."""

    def act(answering: Answering) -> None:
        answering.send_file(after)

    return act


def reset(after: int) -> Mishap:
    """Reset the connection after some bytes: the client loses what it has not read yet."""

    def act(answering: Answering) -> None:
        answering.send_file(after)
        answering.reset()

    return act


def silent(after: int) -> Mishap:
    """Send some bytes of the body, and then nothing."""

    def act(answering: Answering) -> None:
        answering.send_file(after)
        answering.service.closing.wait(30)

    return act


def slow(pieces: int, pause: float) -> Mishap:
    """Send the body in small pieces with pauses."""

    def act(answering: Answering) -> None:
        status, headers, body = answering.part()
        answering.head(status, headers)
        size = -(-len(body) // pieces)
        for start in range(0, len(body), size):
            answering.write(body[start : start + size])
            if answering.service.closing.wait(pause):
                return

    return act


def status(code: int, **headers: str) -> Mishap:
    def act(answering: Answering) -> None:
        answering.send(code, {name.replace("_", "-"): value for name, value in headers.items()})

    return act


def web_page() -> Mishap:
    """Answer with a page, as a network that asks for a login does."""

    def act(answering: Answering) -> None:
        answering.send(200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Please log in</html>")

    return act


def other_bytes() -> Mishap:
    """Send a file of the right size with a wrong byte."""

    def act(answering: Answering) -> None:
        code, headers, body = answering.part()
        answering.head(code, headers)
        answering.write(body[:-1] + bytes([body[-1] ^ 1]))

    return act


def redirect(to: str) -> Mishap:
    def act(answering: Answering) -> None:
        answering.redirect(to)

    return act


class _Server(LoopbackServer):
    def __init__(self, service: ModelHostService, name: str) -> None:
        super().__init__(_Handler, f"model-host-{name}")
        self.service = service
        self.name = name
        self.start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds to wait for a client

    def _handle(self) -> None:
        self.close_connection = True
        server = cast("_Server", self.server)
        with contextlib.suppress(OSError):
            server.service.handle(Answering(server.service, self, server.name))

    do_GET = do_HEAD = _handle  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Print nothing: requests are in `asked`."""
