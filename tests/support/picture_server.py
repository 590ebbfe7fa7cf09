"""A loopback server that speaks AUTOMATIC1111's API, with the traps of the programs that imitate it.

It runs in a thread for tests, or as a program:

    python -m tests.support.picture_server --program forge --port 7860
"""

import argparse
import base64
import contextlib
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, cast

from tests.support.loopback_server import Closing, LoopbackServer
from tests.support.personalities import PERSONALITIES, Personality
from tests.support.portraits import portrait

_PAUSE = 0.01  # seconds between two looks whether a picture was interrupted


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


Answer = tuple[int, Any]  # status, and JSON or the bytes of a body
Behaviour = Callable[["PictureServer", Received], Answer | None]  # None: the connection is reset


@dataclass
class _State:
    """The picture that is being made."""

    task: str = ""
    step: int = 0
    steps: int = 0
    is_interrupted: bool = False


class PictureServer(Closing):
    """The server in a thread. Use it as a context manager, or call `close`.

    `next` sets the behaviours of the next requests for pictures. `gate` holds pictures at their last step
    while it is cleared. Only one picture is made at a time, as in the real programs.
    """

    def __init__(
        self,
        program: str = "a1111",
        *,
        login: tuple[str, str] | None = None,
        delay: float = 0,
        port: int = 0,
        models: tuple[str, ...] | None = None,
    ) -> None:
        self.personality: Personality = PERSONALITIES[program]
        self.login = login
        self.delay = delay  # seconds that a picture takes
        self.models = self.personality.models if models is None else models
        self.received: list[Received] = []
        self.made: list[Mapping[str, Any]] = []  # the requests whose pictures were finished
        self.interrupted = 0  # pictures that were stopped
        self.gate = threading.Event()
        self.gate.set()
        self.closing = threading.Event()
        self.now = _State()
        self.tasks: list[str] = []  # tasks that wait or run
        self._turn = threading.Lock()
        self._behaviours: deque[Behaviour] = deque()
        self._arrived = threading.Condition()
        self._server = _Server(self, port)
        self._server.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def next(self, *behaviours: Behaviour) -> None:
        self._behaviours.extend(behaviours)

    def asked(self, path: str) -> list[Received]:
        """Return the requests for a path that have arrived."""
        return [one for one in self.received if one.path.partition("?")[0] == path]

    def wait_for(self, path: str, count: int = 1, timeout: float = 20) -> None:
        with self._arrived:
            if not self._arrived.wait_for(lambda: len(self.asked(path)) >= count, timeout):
                raise TimeoutError(f"{len(self.asked(path))} of {count} requests for {path} arrived")

    def close(self) -> None:
        self.closing.set()
        self.gate.set()
        self._server.stop()

    # --- answers ---

    def answer(self, received: Received) -> Answer | None:
        """Return the answer to a request; None if the connection is reset."""
        with self._arrived:
            self.received.append(received)
            self._arrived.notify_all()
        if self.login is not None and received.headers.get("authorization") != _basic(*self.login):
            return 401, {"detail": "Not authenticated"}
        path = received.path.partition("?")[0]
        if path == "/sdapi/v1/txt2img":
            if self._behaviours:
                return self._behaviours.popleft()(self, received)
            return self.pictures(received.json)
        if path in ("/sdapi/v1/progress", "/internal/progress", "/sdapi/v1/interrupt"):
            return self._about_the_picture(path, received)
        lists = self.personality.lists(self.models)
        return (200, lists[path]) if path in lists else self.personality.not_found

    def _about_the_picture(self, path: str, received: Received) -> Answer:
        person = self.personality
        if path == "/internal/progress":
            if not person.has_tasks:
                return person.not_found
            task = received.json["id_task"]
            active = task == self.now.task
            return 200, {"active": active, "queued": task in self.tasks and not active, "completed": False}
        if path == "/sdapi/v1/interrupt":
            if not person.can_stop:
                return person.not_found
            self.now.is_interrupted = True
            return person.interrupted
        if not person.shows_progress:
            return person.not_found
        wants_image = "skip_current_image=true" not in received.path
        return 200, self._progress(with_image=wants_image)

    def _progress(self, *, with_image: bool) -> dict[str, Any]:
        now = self.now
        image = base64.b64encode(portrait(1, 512, 512, "PNG")).decode() if with_image and now.step else None
        return {
            "progress": now.step / now.steps if now.steps else 0.0,
            "eta_relative": 0.0,
            "state": {
                "job_count": 1 if now.steps else 0,
                "sampling_step": now.step,
                "sampling_steps": now.steps,
            },
            "current_image": image,
            "textinfo": None,
        }

    def pictures(self, asked: Mapping[str, Any]) -> Answer:
        """Make the pictures of a request, and return the answer of the real program."""
        person = self.personality
        refused = person.refusal(asked)
        if refused is not None:
            return refused
        task = str(asked.get("force_task_id", ""))
        self.tasks.append(task)
        with self._turn:
            self.now = _State(task, 0, int(asked["steps"]))
            finished = self._make(self.now)
            self.now = _State()
        self.tasks.remove(task)
        if self.closing.is_set():
            return 503, {"error": "closing"}
        if finished:
            self.made.append(asked)
        else:
            self.interrupted += 1
        return 200, person.delivery(asked)

    def _make(self, state: _State) -> bool:
        """Take the time that a picture takes. Return False if it was interrupted."""
        until = time.monotonic() + self.delay
        state.step = max(state.steps // 2, 1)
        while time.monotonic() < until or not self.gate.is_set():
            if self.closing.is_set() or (state.is_interrupted and self.personality.can_stop):
                return False
            time.sleep(_PAUSE)
        state.step = state.steps
        return True


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class _Server(LoopbackServer):
    def __init__(self, owner: PictureServer, port: int) -> None:
        super().__init__(_Handler, "picture-server", port)
        self.owner = owner


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        owner = cast("_Server", self.server).owner
        answer = owner.answer(Received(self.command, self.path, headers, body))
        self.close_connection = True
        if answer is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, data = answer
        is_text = isinstance(data, bytes)
        sent = data if is_text else json.dumps(data).encode()
        if status == 204:
            sent = b""
        self.send_response_only(status)
        self.send_header("Content-Type", "text/html" if is_text else "application/json")
        if status == 401:
            self.send_header("WWW-Authenticate", "Basic")
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    do_GET = do_POST = _handle  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its signature
        """Print nothing: requests are in `received`."""


def main() -> None:
    parser = argparse.ArgumentParser(description="A loopback copy of AUTOMATIC1111's API")
    parser.add_argument("--port", type=int, default=7860)
    parser.add_argument("--program", choices=sorted(PERSONALITIES), default="a1111")
    parser.add_argument("--login", metavar="USER:PASSWORD")
    parser.add_argument("--delay", type=float, default=3, metavar="S", help="seconds that a picture takes")
    options = parser.parse_args()
    user, _, password = (options.login or "").partition(":")
    login = (user, password) if user else None
    with PictureServer(options.program, login=login, delay=options.delay, port=options.port) as server:
        print(f"Listening on {server.url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
