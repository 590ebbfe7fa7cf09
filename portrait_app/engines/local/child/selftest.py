"""`portrait-studio-local --selftest`: make a picture from a model with random weights. Prints a table."""

import platform
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from portrait_app import __version__
from portrait_app.core.errors import AppError
from portrait_app.engines.local.child import program
from portrait_app.engines.local.trial import make_trial_picture


def selftest() -> int:
    """Run the checks and print the table; return 0 if all succeeded, else 1."""
    print(f"portrait-studio-local {__version__}, Python {platform.python_version()}")  # noqa: T201
    failed = 0
    for name, check in (("libraries", _libraries), ("telemetry", _telemetry), ("a picture", _picture)):
        try:
            verdict, found = "ok", check()
        except (AppError, OSError, ImportError, ValueError) as error:
            failed += 1
            verdict, found = "FAILED", f"{type(error).__name__}: {error}"
        print(f"{verdict:7} {name:18} {found}")  # noqa: T201
    return 1 if failed else 0


def _libraries() -> str:
    return ", ".join(f"{name} {version(name)}" for name in ("numpy", "openvino", "pillow"))


def _telemetry() -> str:
    """Check that the bundle has no module that reports to OpenVINO's makers."""
    if not getattr(sys, "frozen", False):
        return "not bundled: the child process refuses to import it"
    if find_spec("openvino_telemetry") is not None:
        raise ValueError("openvino_telemetry is in the package")
    return "not in the package"


def _picture() -> str:
    frozen = bool(getattr(sys, "frozen", False))
    with tempfile.TemporaryDirectory(prefix="portrait-studio-") as scratch:
        began = time.monotonic()
        trial = make_trial_picture(Path(scratch), (lambda: [sys.executable]) if frozen else program.command)
    if not trial.picture.startswith(b"\x89PNG"):
        raise ValueError("it is not a PNG file")
    seconds = time.monotonic() - began
    return f"{trial.steps} steps of a model with random weights, {seconds:.1f} s with the start"
