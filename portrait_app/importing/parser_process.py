"""The parent's side of the child process in which parsers of other authors run."""

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

_SLACK = 3.0  # seconds for the child to start, and to end by itself
# What a child needs of the environment. The key is never in it, whatever the environment holds.
_INHERITED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


class ParserProcess:
    """Starts the child at the first request, and anew after it has ended. Any thread may ask."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = _nothing

    def ask(self, tool: str, texts: Mapping[str, str]) -> Any:
        """Return what the parser of a tool finds in texts; None if it finds nothing, or takes too much."""
        request = json.dumps({"tool": tool, "texts": dict(texts)}).encode("ascii") + b"\n"
        with self._asking:
            try:
                return json.loads(self._exchange(request))
            except (OSError, ValueError) as error:  # the child has ended, or could not be started
                _log.info("The parser for %s gave up: %r", tool, error)
                self.close()
                return None

    def close(self) -> None:
        """End the child; the next request starts another."""
        self._end()
        self._child = None

    @property
    def child(self) -> int:
        """The id of the child process, 0 while none is running."""
        return 0 if self._child is None or self._child.poll() is not None else self._child.pid

    def _exchange(self, request: bytes) -> bytes:
        """Send a request and return the answer; an empty one if the child ends instead. Raises OSError."""
        child = self._running()
        assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - both are pipes
        child.stdin.write(request)
        child.stdin.flush()
        # The child ends itself in time. Should the whole process be stopped, the parent still goes on;
        # Windows cannot wait for a pipe in this way, nor stop a process.
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
    """Return how the child is started: by the bundle's one executable, or by Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH]
    return [sys.executable, "-P", "-m", "portrait_app.importing.parser_child"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(portrait_app.__file__).parents[1]), "PYTHONUTF8": "1"}


def _nothing() -> None:
    """End no child, before the first has started."""


def _stop(child: "subprocess.Popen[bytes]") -> None:
    """End a child. It has nothing to lose."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # what was not sent yet can go nowhere
                pipe.close()


PARSERS = ParserProcess()
