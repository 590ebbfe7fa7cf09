"""The options of the command line."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from portrait_app import __version__


@dataclass(frozen=True, slots=True)
class Arguments:
    """The options of one start. None means that the settings decide."""

    library: Path | None = None
    api: str | None = None
    appearance: str | None = None
    size: tuple[int, int] | None = None  # of the window, width and height in pixels
    demo: Path | None = None
    check: str = ""  # "quick" or "thorough"
    selftest: bool = False
    files: tuple[Path, ...] = ()  # pictures and folders to import, absolute


def parse_arguments(argv: Sequence[str] | None = None) -> Arguments:
    """Parse the command line. Exits with a message if it is invalid."""
    wishes = vars(make_parser().parse_args(argv))
    return Arguments(**wishes | {"files": tuple(file.absolute() for file in wishes["files"])})


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line. The manual page is also made from it."""
    parser = argparse.ArgumentParser(
        prog="portrait-studio", description="Make portraits from words, and keep every one of them."
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="show this picture, or the pictures in this folder, and what they say of how they were made,"
        " to import them",
    )
    parser.add_argument("--version", action="version", version=f"Portrait Studio {__version__}")
    parser.add_argument(
        "--library", metavar="DIR", type=Path, help="open the library in DIR, for this session"
    )
    parser.add_argument("--api", metavar="URL", type=_address, help="send requests to URL, for this session")
    parser.add_argument("--appearance", choices=("system", "dark", "light"), help="look so, for this session")
    parser.add_argument(
        "--size", metavar="WxH", type=_size, help="open the window this large, such as 1920x1080"
    )
    parser.add_argument(
        "--demo",
        metavar="OUT.png",
        type=Path,
        help="make one Sketch portrait, save a picture of the window, quit",
    )
    parser.add_argument(
        "--check",
        nargs="?",
        const="quick",
        default="",
        choices=("quick", "thorough"),
        help="hold every picture of the library against its file (thorough: read every file), print"
        " what was found and exit: 0 all is well, 1 something is wrong, 2 it could not be checked",
    )
    parser.add_argument(
        "--selftest",
        action="store_true",
        help="try everything that a portrait needs, print a table and exit: 0 all of it works, 1 it does not",
    )
    return parser


def display_problem() -> str:
    """Return the reason why no window can open here; "" if one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return "Portrait Studio needs a desktop session: neither DISPLAY nor WAYLAND_DISPLAY is set."


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not _host(text):
        raise argparse.ArgumentTypeError("an address looks like https://api.segmind.com")
    return text.rstrip("/")


def _host(address: str) -> str:
    """Return the host of an address; "" if there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if match is None:
        raise argparse.ArgumentTypeError("a size looks like 1920x1080")
    return int(match[1]), int(match[2])
