"""Starts the child process that runs third-party parsers, and sends requests to it."""

import contextlib
import json
import logging
import os
import select
import subprocess
import sys
import weakref
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import portrait_app
from portrait_app.importing.parser_protocol import SECONDS, SWITCH

_log = logging.getLogger(__name__)

_SLACK = 3.0  # seconds added for starting the child
# The only environment variables that the child gets, so that it never gets the API key.
_INHERITED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


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
        child = self._child = subprocess.Popen(  # noqa: S603 - this program itself
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._end = weakref.finalize(self, partial(_stop, child))
        return child


def _command() -> list[str]:
    """Return the command that starts the child: the bundle's executable, or Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH]
    return [sys.executable, "-P", "-m", "portrait_app.importing.parser_child"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(portrait_app.__file__).parents[1]), "PYTHONUTF8": "1"}


def _nothing() -> None:
    """Do nothing: no child was started yet."""


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child, which has no data to save."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # unsent data cannot be flushed
                pipe.close()


PARSERS = ParserProcess()
