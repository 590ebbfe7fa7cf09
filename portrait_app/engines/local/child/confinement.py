"""What the child process gives up: the network, other programs, and the right to slow the computer down."""

import contextlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_REFUSED = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.startfile",
    }
)
_POLITENESS = 5  # of 19: the window and other programs come first
_FIRST_TO_END = "500"  # of 1000: if memory runs out, the system is to end the child and not the program


def confine() -> None:
    """Give up what pictures do not need. Called before any library is imported."""
    # `import openvino` imports openvino_telemetry if it is installed, which sends what is done to its makers.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]  # so that importing it fails
    sys.addaudithook(_refuse)
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(OSError):
            os.nice(_POLITENESS)
        with contextlib.suppress(OSError):  # only Linux has the file
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_END, encoding="ascii")


def _refuse(event: str, _arguments: object) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event} is not allowed in the process that makes pictures")
