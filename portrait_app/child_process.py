"""Starts child processes that run a part of this program, and ends them.

A child gets few environment variables, so it never gets an API key. It ends when its standard input ends,
so it never outlives the program.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

import portrait_app

# The only environment variables that a child gets.
_INHERITED = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
_NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ChildProgram:
    """What a child process runs."""

    module: str  # run by Python, outside a bundle
    switch: str  # the only argument of the bundle's executable; `main.py` knows it

    def command(self) -> list[str]:
        """Return the command that starts the child."""
        if getattr(sys, "frozen", False):
            return [sys.executable, self.switch]
        return [sys.executable, "-P", "-m", self.module]


def start_child(
    command: list[str],
    *,
    more_environment: Mapping[str, str] = _NOTHING_MORE,
    stderr: IO[bytes] | int = subprocess.DEVNULL,
) -> "subprocess.Popen[bytes]":
    """Start a child whose standard input and output are pipes. Raises OSError."""
    return subprocess.Popen(  # noqa: S603 - this program itself
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**_environment(), **more_environment},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(Path(portrait_app.__file__).parents[1]),
        "PYTHONUTF8": "1",
        # Not the user's language: in Turkish, OpenVINO does not find its own word "explicit" in capitals.
        "LC_ALL": "C.UTF-8",
    }


def stop_child(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child, which has no data to save, and wait for its end."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):  # unsent data cannot be flushed
                pipe.close()
