"""Asks whether every pinned package has a wheel for Windows and macOS, on each Python. Installs nothing.

Where pip is to look is the user's own configuration.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

CONSTRAINTS = Path(__file__).with_name("constraints.txt")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
# pip takes a wheel that fits any of the platforms of a row. Further packages are needed there alone, so that
# the pins, which were made on Linux, do not hold them.
PLATFORMS = {
    "Windows": (("win_amd64",), ("pywin32-ctypes", "pefile")),
    "macOS, Apple": (("macosx_13_0_arm64", "macosx_13_0_universal2"), ("macholib",)),
    "macOS, Intel": (("macosx_13_0_x86_64", "macosx_13_0_universal2"), ("macholib",)),
}


def pins() -> list[str]:
    lines = (line.split("#")[0].strip() for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def is_there(requirement: str, python: str, platforms: tuple[str, ...]) -> bool:
    """Return whether pip finds a wheel."""
    return _ask([requirement], python, platforms)


def _ask(requirements: list[str], python: str, platforms: tuple[str, ...]) -> bool:
    with tempfile.TemporaryDirectory() as target:
        command = [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--no-deps", "--ignore-installed"),
            *("--quiet", "--disable-pip-version-check", "--only-binary=:all:"),
            *("--python-version", python, "--target", target),
            *(word for platform in platforms for word in ("--platform", platform)),
            *requirements,
        ]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def main() -> int:
    missing = 0
    for name, (platforms, further) in PLATFORMS.items():
        for python in PYTHONS:
            wanted = [*pins(), *further]
            lacking: list[str] = []
            if not _ask(wanted, python, platforms):  # which of them, one after the other
                lacking = [one for one in wanted if not is_there(one, python, platforms)]
            missing += len(lacking)
            print(f"{name:14} Python {python}  {', '.join(lacking) or 'all'}", flush=True)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
