"""The log: rotating files that never contain a key.

At INFO and above, the log contains no prompts, because the user may send it to a stranger.
"""

import contextlib
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import ENGINES
from portrait_app.core.redaction import CONCEALED, redacted

DEBUG_VARIABLE = "PORTRAIT_STUDIO_DEBUG"
FILE_NAME = "portrait-studio.log"
_FILE_BYTES = 1_000_000
_OLDER_FILES = 4  # and the current one: five files in all

# Anything that looks like an engine's key, with all letters that follow.
_ANY_KEY = re.compile(
    "|".join(rf"{row.login.pattern}\w*" for row in ENGINES if row.login is not None), re.IGNORECASE
)

log = logging.getLogger(__name__)


class Redactor:
    """Removes every key of the session, and everything that looks like a key, from a text."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self, text: str) -> str:
        return _ANY_KEY.sub(CONCEALED, redacted(text, *self._credentials.seen))


class RedactingFormatter(logging.Formatter):
    """Formats a whole record, with arguments and traceback, and then removes keys from the text."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Quiet(logging.Handler):
    """A handler that ignores its own errors, such as a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        """Drop the record: the original method would print it with its keys."""


class _LogFile(_Quiet, RotatingFileHandler):
    """The log on disk."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            file,
            maxBytes=_FILE_BYTES,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
            delay=True,
        )

    def close(self) -> None:
        """Close the file, even if a full disk has no room for the buffered text."""
        with contextlib.suppress(OSError):
            super().close()


class _Terminal(_Quiet, logging.StreamHandler[TextIO]):
    """Shows warnings to a user who started the program in a terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr  # read each time; None in a windowed program on Windows
        super().emit(record)


def configure_logging(folder: Path, credentials: Credentials) -> Redactor:
    """Write the log to a file in `folder` from now on, with all uncaught exceptions.

    Returns:
        the function that removes keys, for error details that the user copies.
    """
    redact = Redactor(credentials)
    level = logging.DEBUG if os.environ.get(DEBUG_VARIABLE) else logging.INFO
    logging.getLogger("portrait_app").setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    stop_logging()
    root = logging.getLogger()
    for handler in _handlers(folder):
        handler.setFormatter(RedactingFormatter(redact))
        root.addHandler(handler)
    return redact


def stop_logging() -> None:
    """Close the handlers that `configure_logging` added."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Quiet)]:
        root.removeHandler(handler)
        handler.close()


def _handlers(folder: Path) -> Iterator[logging.Handler]:
    terminal = _Terminal()
    terminal.setLevel(logging.WARNING)
    yield terminal
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        log.warning("no log is kept: %s", error)
    else:
        yield _LogFile(folder / FILE_NAME)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("uncaught exception", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is None or isinstance(args.exc_value, SystemExit):
        return
    name = args.thread.name if args.thread else "an unknown thread"
    log.critical(
        "uncaught exception in %s", name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )
