"""Starts the child process that runs third-party parsers, and sends requests to it."""

import json
import logging
import select
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any

from portrait_app.child_process import start_child, stop_child
from portrait_app.importing.parser_protocol import PROGRAM, SECONDS

_log = logging.getLogger(__name__)

_SLACK = 3.0  # seconds added for starting the child


class ParserProcess:
    """Starts the child at the first request, and again after it has ended. Thread-safe."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = _nothing

    def ask(self, tool: str, texts: Mapping[str, str]) -> Any:
        """Return what the parser of a tool finds in texts; None if it finds nothing or exceeds a limit."""
        request = json.dumps({"tool": tool, "texts": dict(texts)}).encode("ascii") + b"\n"
        with self._asking:
            try:
                return json.loads(self._exchange(request))
            except (OSError, ValueError) as error:  # the child ended, or could not be started
                _log.info("The parser for %s gave up: %r", tool, error)
                self.close()
                return None

    def close(self) -> None:
        """End the child. The next request starts a new one."""
        self._end()
        self._child = None

    @property
    def child(self) -> int:
        """The id of the child process; 0 if none is running."""
        return 0 if self._child is None or self._child.poll() is not None else self._child.pid

    def _exchange(self, request: bytes) -> bytes:
        """Send a request and return the answer, which is empty if the child ends. Raises OSError."""
        child = self._running()
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
        child.stdin.write(request)
        child.stdin.flush()
        # Usually the child ends itself in time. This timeout is for a child that was stopped by a signal.
        # Windows has no such signal, and no select() for pipes.
        if sys.platform != "win32" and not select.select([child.stdout], [], [], SECONDS + _SLACK)[0]:
            raise TimeoutError
        return child.stdout.readline()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.close()
        child = self._child = start_child(PROGRAM.command())
        self._end = weakref.finalize(self, partial(stop_child, child))
        return child


def _nothing() -> None:
    """Do nothing: no child was started yet."""


PARSERS = ParserProcess()
