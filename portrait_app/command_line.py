"""The options of the command line."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication

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


class _HasToSpeak(Exception):
    """The command line asks for help, or is invalid."""


class _SilentParser(argparse.ArgumentParser):
    """A parser that prints nothing: most starts need no text, and loading translations takes time."""

    def error(self, message: str) -> NoReturn:
        raise _HasToSpeak(message)

    def print_help(self, file: object = None) -> NoReturn:  # noqa: ARG002 - argparse calls it so
        raise _HasToSpeak


def parse_arguments(
    argv: Sequence[str] | None = None, speak: Callable[[], object] = lambda: None
) -> Arguments:
    """Parse the command line. Exits with a message if it is invalid.

    `speak` loads the translations, and is called before anything is printed.
    """
    try:
        wishes = vars(make_parser(_SilentParser).parse_args(argv))
    except _HasToSpeak:
        speak()
        wishes = vars(make_parser().parse_args(argv))  # which says it, and exits
    return Arguments(**wishes | {"files": tuple(file.absolute() for file in wishes["files"])})


def make_parser(kind: type[argparse.ArgumentParser] = argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Return the parser of the command line. The manual page is also made from it."""
    parser = kind(
        prog="portrait-studio",
        description=QCoreApplication.translate(
            "command_line", "Make portraits from words, and keep every one of them."
        ),
        add_help=False,  # argparse's own text could not be translated
    )
    _add_files(parser.add_argument_group(QCoreApplication.translate("command_line", "files to import")))
    #: heading in the help of the command line
    options = parser.add_argument_group(QCoreApplication.translate("command_line", "options"))
    options.add_argument(
        "-h",
        "--help",
        action="help",
        help=QCoreApplication.translate("command_line", "show this help and exit"),
    )
    options.add_argument(
        "--version",
        action="version",
        version=f"Portrait Studio {__version__}",
        help=QCoreApplication.translate("command_line", "show the version and exit"),
    )
    _add_session_options(options)
    _add_commands(options)
    return parser


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help=QCoreApplication.translate(
            "command_line",
            "show this picture, or the pictures in this folder, with the settings they contain, "
            "ready to import",
        ),
    )


def _add_session_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        help=QCoreApplication.translate("command_line", "open the library in DIR for this session"),
    )
    group.add_argument(
        "--api",
        metavar="URL",
        type=_address,
        help=QCoreApplication.translate("command_line", "send requests to URL for this session"),
    )
    group.add_argument(
        "--appearance",
        choices=("system", "dark", "light"),
        help=QCoreApplication.translate("command_line", "use this colour scheme for this session"),
    )
    group.add_argument(
        "--size",
        metavar="WxH",
        type=_size,
        help=QCoreApplication.translate("command_line", "open the window at this size, such as 1920x1080"),
    )


def _add_commands(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--demo",
        metavar="OUT.png",
        type=Path,
        help=QCoreApplication.translate(
            "command_line", "make one picture with Sketch, save a screenshot of the window, and quit"
        ),
    )
    group.add_argument(
        "--check",
        nargs="?",
        const="quick",
        default="",
        choices=("quick", "thorough"),
        help=QCoreApplication.translate(
            "command_line",
            "compare every picture in the library with its file (thorough: read every file), "
            "print the result and exit with 0 if all is well, 1 if something is wrong, 2 if the "
            "check failed",
        ),
    )
    group.add_argument(
        "--selftest",
        action="store_true",
        help=QCoreApplication.translate(
            "command_line",
            "test everything the program needs, print a table and exit with 0 if all of it works, 1 if not",
        ),
    )


def display_problem() -> str:
    """Return the reason why no window can open here; "" if one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return QCoreApplication.translate(
        "command_line", "Portrait Studio needs a desktop session: neither DISPLAY nor WAYLAND_DISPLAY is set."
    )


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or not _host(text):
        raise argparse.ArgumentTypeError(
            QCoreApplication.translate("command_line", "an address must look like https://api.segmind.com")
        )
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
        raise argparse.ArgumentTypeError(
            QCoreApplication.translate("command_line", "a size must look like 1920x1080")
        )
    return int(match[1]), int(match[2])
