"""The time from the start of a program to its first window: this program and others, in turns.

Each program has an empty home, a separate D-Bus session and a virtual screen. The time ends when a window of
its class is visible.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import monotonic

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.measuring import median
from tests.benchmarks.peers import virtual_screen

_ROOT = Path(__file__).parents[2]
_OURS = "portrait-studio"
_BOUNDS = {"gwenview": 1.2, "gthumb": 1.0}
_CLASSES = "gwenview|gthumb|portrait|main.py"  # X11 classes of the programs' windows
_LIMIT = 60  # seconds
_TURNS = 7


def starts(setting: Setting) -> list[Figure]:
    """Compare the milliseconds until a window is mapped with those of the other installed programs."""
    commands = {_OURS: [sys.executable, str(_ROOT / "main.py")], **{name: [name] for name in _BOUNDS}}
    there = {name: command for name, command in commands.items() if shutil.which(command[0])}
    missing = len(there) < len(commands) or not shutil.which("xdotool")
    took: dict[str, list[float]] = defaultdict(list)
    with virtual_screen(wanted=not (setting.short or missing)) as display:
        for turn in range(setting.turns(_TURNS) + 1 if display else 0):  # the first turn fills caches
            for name, command in there.items():
                seen = _mapped_after(command, display)
                if turn:
                    took[name].append(seen)
    return [_figure(name, bound, took, required=setting.peers) for name, bound in _BOUNDS.items()]


def _figure(name: str, bound: float, took: dict[str, list[float]], *, required: bool) -> Figure:
    what = f"start to the first window on the screen, against {name}"
    if not took:
        return Figure(what, None, "x", bound, "it, Xvfb or xdotool is not here", required=required)
    ours, theirs = median(took[_OURS]), median(took[name])
    return Figure(what, ours / theirs, "x", bound, f"{ours:.0f} ms against {theirs:.0f} ms")


def _mapped_after(command: list[str], display: str) -> float:
    """Return the milliseconds from a program's start until its first window is mapped. End the program."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
            "DISPLAY": display,
            "PATH": os.environ["PATH"],
            "LC_ALL": "C.UTF-8",
            "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "portrait-studio-bytecode"),
        }
        search = ["xdotool", "search", "--onlyvisible", "--class", _CLASSES]
        _wait(search, environment, shown=False)
        started = monotonic()
        session = subprocess.Popen(
            ["dbus-run-session", "--", *command],
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(search, environment, shown=True)
            return (monotonic() - started) * 1000
        finally:
            os.killpg(session.pid, signal.SIGKILL)
            session.wait()


def _wait(search: list[str], environment: dict[str, str], *, shown: bool) -> None:
    """Wait until a window is visible, or until the window of the previous program is gone."""
    end = monotonic() + _LIMIT
    while shown is not bool(
        subprocess.run(search, env=environment, stdout=subprocess.PIPE, check=False).stdout
    ):
        if monotonic() > end:
            raise TimeoutError("waited in vain for a window, or for its end")
