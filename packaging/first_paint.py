"""Compare how long the bundle and the checkout take to paint their first window, in turn, in one run.

    first_paint.py [ROUNDS]     needs a display, and dist/portrait-studio (build.sh --bundle)

Exits with 1 if the ratio of the medians is above the bound. The time is measured from the start of the
process until Qt logs that it has flushed the window's first pixels to the screen.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
BOUND = 1.4
# Variables that would lead to other folders, or make the checkout compile its modules at every start.
_NOT_OURS = (
    "PYTHONDONTWRITEBYTECODE",
    "SEGMIND_API_KEY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
)
COMMANDS = {
    "checkout": [sys.executable, str(ROOT / "main.py")],
    "bundle": [str(ROOT / "dist" / "portrait-studio" / "portrait-studio")],
}


def first_paint(command: list[str], home: Path) -> float:
    """Start the program, wait for its first pixels, end it; return the milliseconds until the pixels."""
    environment = {**os.environ, "HOME": str(home), "QT_LOGGING_RULES": "qt.widgets.painting.info=true"}
    for name in _NOT_OURS:
        environment.pop(name, None)
    environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={home}/no-bus"
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as program:
        said = ""
        for line in program.stderr or ():
            said += line
            if "Flushing" in line:
                took = (time.perf_counter() - started) * 1000
                break
        else:
            raise SystemExit(f"{command[0]} ended without a window:\n{said}")
        program.terminate()
        program.communicate()
    return took


def main(rounds: int) -> int:
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds + 1):
            for name, command in COMMANDS.items():
                times[name].append(first_paint(command, Path(home)))
    middle = {
        name: median(took[1:]) for name, took in times.items()
    }  # without the first round, which fills the disk's cache
    ratio = middle["bundle"] / middle["checkout"]
    for name, value in middle.items():
        print(f"{name:9} {value:6.0f} ms to the first paint, median of {rounds}")
    print(f"ratio     {ratio:6.2f}, at most {BOUND}")
    return 0 if ratio <= BOUND else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
