"""A loopback service that behaves like Segmind's: v1, v2, credits, history, and failures.

It runs in a thread for tests, or as a program for any client:

    python -m tests.support.segmind_service --port 8765
"""

import argparse
import base64
import json
import random
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Self, cast

from tests.support.loopback_server import Closing, LoopbackServer
from tests.support.portraits import portrait
from tests.support.segmind_records import Records
from tests.support.segmind_rules import Refusal, check_fields

KEY = "SG_0123456789abcdef"
SLUGS = (
    "potraitsd1.5-txt2img",
    "smallsd1.5-txt2img",
    "tinysd1.5-txt2img",
    "sd1.5-epicrealism",
    "sd1.5-scifi",
    "sd1.5-disneyB",
    "sdxl1.0-realvis",
    "sdxl1.0-yamers-realistic",
)
_SISTERS = re.compile(r"(sd1\.5|sdxl1\.0)-\w+")  # other models with the same fields
COST = 0.003  # USD per picture
MAX_SEED = 999_999_999_999_999
_BALANCE_PATH = "/v1/get-user-credits"
NOT_ALLOWED_PAGE = b"<html><head><title>405 Not Allowed</title></head><body><hr>nginx</body></html>"


@dataclass(frozen=True)
class Received:
    """One request as it arrived. Header names are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """A whole reply, before it is sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def of_json(cls, status: int, data: object, headers: Mapping[str, str] | None = None) -> Self:
        return cls(status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(data).encode())


Behaviour = Callable[["Exchange"], None]


class Exchange:
    """One request that is being answered. A behaviour answers it with these methods."""

    def __init__(
        self, service: "SegmindService", handler: BaseHTTPRequestHandler, received: Received
    ) -> None:
        self.service = service
        self.received = received
        self._handler = handler

    def answer(self) -> Answer:
        """Return the answer of the real service. A picture made here is billed."""
        return self.service.answer(self.received)

    def send(self, answer: Answer) -> None:
        head = {"Content-Length": str(len(answer.body)), **answer.headers}
        self.send_head(answer.status, head)
        self.write(answer.body)

    def send_head(self, status: int, headers: Mapping[str, str]) -> None:
        self._handler.send_response_only(status)
        if "Date" not in headers:
            self._handler.send_header("Date", format_datetime(self.service.records.now, usegmt=True))
        if "Connection" not in headers:
            self._handler.send_header("Connection", "close")  # the connection is closed after each answer
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def write(self, data: bytes) -> None:
        self._handler.wfile.write(data)

    def reset(self) -> None:
        """Reset the connection, as a host does that no longer knows the connection."""
        reset(self._handler.connection)

    def pause(self, seconds: float) -> bool:
        """Wait. Return False if the service was closed meanwhile."""
        return not self.service.closing.wait(seconds)


class SegmindService(Closing):
    """The service in a thread. Use it as a context manager, or call `close`.

    `next(*behaviours)` sets the behaviours of the next requests, one each; see
    `tests.support.segmind_behaviours`. `received` has all requests, and `billed` those that were paid for.
    """

    def __init__(
        self, *, key: str | None = KEY, delay: float = 0, port: int = 0, certificate: Path | None = None
    ) -> None:
        self.key = key  # None accepts every key
        self.delay = delay  # seconds to make the pictures of a request
        self.forbidden: set[str] = set()  # slugs of models that the key may not use
        self.retired: set[str] = set()  # slugs of models that are gone for good
        self.credits: float | None = 18.42  # None if the account has no record of credits
        self.free_credits = 0.0184
        self.received: list[Received] = []
        self.billed: list[Received] = []
        self.closing = threading.Event()
        self.arrived = threading.Condition()
        self.records = Records()  # v2 requests, outputs and history
        self.choose: Callable[[Received], Behaviour | None] = lambda _: None  # called before `next` is used
        self.cut_requests: deque[int] = deque()  # bytes until the next connections are reset
        self._behaviours: deque[Behaviour] = deque()
        self._balances: deque[Behaviour] = deque()
        self._lock = threading.Lock()
        self._server = _Server(self, port)
        self._scheme = "http"
        if certificate is not None:
            self._scheme = "https"
            self._server.put_tls_on(certificate)
        self._server.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def next(self, *behaviours: Behaviour) -> None:
        """Set the answers to the next requests, one each. The program asks for the balance when it likes,
        so those questions take none of them.
        """
        with self._lock:
            self._behaviours.extend(behaviours)

    def next_balance(self, *behaviours: Behaviour) -> None:
        """Set the answers to the next questions about the balance, one each."""
        with self._lock:
            self._balances.extend(behaviours)

    def wait_for(self, count: int, timeout: float = 5) -> None:
        """Wait until `count` requests have arrived."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: len(self.received) >= count, timeout):
                raise TimeoutError(f"{len(self.received)} of {count} requests arrived")

    def close(self) -> None:
        """Stop the service, its running answers and all its threads."""
        self.closing.set()
        self._server.stop()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        """Record a request, and answer it with the next behaviour, or as usual."""
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        received = Received(handler.command, handler.path, headers, body)
        with self._lock:
            behaviour = self.choose(received)
            if behaviour is None:
                about_balance = received.path.partition("?")[0] == _BALANCE_PATH
                waiting = self._balances if about_balance else self._behaviours
                behaviour = waiting.popleft() if waiting else _as_usual
        with self.arrived:
            self.received.append(received)
            self.arrived.notify_all()
        behaviour(Exchange(self, handler, received))

    def answer(self, received: Received) -> Answer:
        """Return the answer of the real service. The checks are in the real order."""
        try:
            if received.method == "GET":
                return self._found(received)
            if received.method != "POST":
                return Answer(405, {"Content-Type": "text/html"}, NOT_ALLOWED_PAGE)
            version, _, slug = received.path.removeprefix("/").partition("/")
            if version == "v2":
                return self._accepted(received, slug)
            return self._pictures_of(received, slug)
        except Refusal as refusal:
            return refusal_answer(refusal)

    def _found(self, received: Received) -> Answer:
        """Answer a GET request, which is free."""
        path, _, query = received.path.partition("?")
        if path.startswith("/outputs/"):  # outputs are public: no key is needed
            return Answer(200, {"Content-Type": "image/jpeg"}, self.records.output(path))
        if is_model(path.removeprefix("/v1/")):
            return Answer(405, {"Content-Type": "text/html"}, NOT_ALLOWED_PAGE)
        self._check_key(received)
        if path == _BALANCE_PATH:
            return self._credits_of(received)
        if question := re.fullmatch(r"/v[12]/requests/(.*)", path):
            return Answer.of_json(*self.records.request(question[1], by_poll_url=path.startswith("/v1/")))
        if path.startswith("/inference-request/"):
            return Answer.of_json(200, self.records.history(path.removeprefix("/inference-request/"), query))
        raise Refusal(404, "Not found")

    def _check_key(self, received: Received) -> None:
        key = received.headers.get("x-api-key")
        if not key:
            raise Refusal(401, "Missing Authorization or x-api-key in header")
        if self.key is not None and key != self.key:
            raise Refusal(401, "Unauthorized. API key is invalid or may have expired.")

    def _credits_of(self, received: Received) -> Answer:
        if self.credits is None:
            raise Refusal(404, "No credits found for the user")
        return Answer.of_json(200, {"credits": self.credits, "free-credits": self.free_credits})

    def _checked(self, received: Received, slug: str) -> dict[str, Any]:
        """Return the fields of a valid request. Raises Refusal."""
        if not is_model(slug) or not received.path.startswith(("/v1/", "/v2/")):
            raise Refusal(404, f"Model {slug} not found")
        self._check_key(received)
        if slug in self.retired:
            raise Refusal(410, f"Model {slug} has been retired")
        if slug in self.forbidden:
            raise Refusal(403, "You are not allowed to use this model")
        return check_fields(received.headers.get("content-type", ""), received.body, slug)

    def _bill(self, received: Received, cost: float) -> float:
        """Deduct the cost of a request from the credits, and return the remaining credits in USD."""
        with self._lock:
            left = (self.credits or 0) + self.free_credits
            if left < cost:
                raise Refusal(406, f"Insufficient credits. Balance: {left:.4f}, required: {cost:.4f}")
            self.credits = (self.credits or 0) - cost
            self.billed.append(received)
        return left - cost

    def _accepted(self, received: Received, slug: str) -> Answer:
        """Accept a v2 request. A request that will fail costs nothing."""
        fields = self._checked(received, slug)
        cost = COST * fields["samples"]
        left = 0.0 if self.records.fails else self._bill(received, cost)
        request_id = self.records.accept(slug, received.json, fields, cost, left, self.url)
        base = f"{self.url}/v2/requests/{request_id}"
        poll_url = f"{self.url}/v1/requests/{request_id}"  # v1, as documented
        data = {"request_id": request_id, "status": "QUEUED", "poll_url": poll_url}
        return Answer.of_json(200, {**data, "status_url": f"{base}/status", "response_url": base})

    def _pictures_of(self, received: Received, slug: str) -> Answer:
        fields = self._checked(received, slug)
        cost = COST * fields["samples"]
        left = self._bill(received, cost)
        started = time.monotonic()
        if self.delay:
            self.closing.wait(self.delay)
        seed = fields["seed"] if fields["seed"] >= 0 else random.randrange(MAX_SEED)
        size = (fields["img_width"], fields["img_height"])
        images = [portrait(seed + sample, *size) for sample in range(fields["samples"])]
        seconds = time.monotonic() - started
        self.records.remember(slug, received.json, {**fields, "seed": seed}, cost, self.url)
        headers = {
            "x-cost": f"{cost:.4f}",
            "x-remaining-credits": f"{left:.4f}",
            "x-generation-time": f"{seconds:.3f}",
            "x-seed-value": str(seed),
            "x-request-id": f"req-{len(self.billed)}",
        }
        if not fields["base64"]:  # an image body can hold only the first sample
            return Answer(200, {"Content-Type": "image/jpeg", **headers}, images[0])
        packed = [base64.b64encode(image).decode() for image in images]
        data = {"image": packed if len(packed) > 1 else packed[0], "status": "success", "infer_time": seconds}
        return Answer.of_json(200, data, headers)


def is_model(slug: str) -> bool:
    return slug in SLUGS or _SISTERS.fullmatch(slug) is not None


def refusal_answer(refusal: Refusal) -> Answer:
    """Return the answer for an error: plain text for 406, JSON for all others."""
    if refusal.status == 406:
        return Answer(406, {"Content-Type": "text/plain"}, refusal.words.encode())
    return Answer.of_json(refusal.status, {"error": refusal.words})


def reset(connection: socket.socket) -> None:
    """Reset a connection: the client reads an error instead of the end of the data."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(connection.detach())  # closes the socket although the handler's files use it


def _as_usual(exchange: Exchange) -> None:
    exchange.send(exchange.answer())


class _Server(LoopbackServer):
    def __init__(self, service: SegmindService, port: int) -> None:
        super().__init__(_Handler, "segmind-service", port)
        self.service = service

    def put_tls_on(self, certificate: Path) -> None:
        """Use TLS. Each handshake runs in the thread of its request."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def finish_request(self, request: Any, client_address: Any) -> None:
        if not self.service.cut_requests:
            super().finish_request(request, client_address)
            return
        left = self.service.cut_requests.popleft()
        while left and (part := request.recv(left)):
            left -= len(part)
        reset(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10  # seconds to wait for a client

    def _handle(self) -> None:
        self.close_connection = True
        cast("_Server", self.server).service.handle(self)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _handle  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Print nothing: requests are in `received`."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A loopback copy of Segmind's portrait API")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--key", help="the only key that is good; without it, any is")
    parser.add_argument("--delay", type=float, default=0, metavar="S", help="seconds that a picture takes")
    options = parser.parse_args()
    with SegmindService(key=options.key, delay=options.delay, port=options.port) as service:
        print(f"Listening on {service.url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("Closed", flush=True)


if __name__ == "__main__":
    main()
