"""The log: files that rotate, in which no key ever stands.

What is logged at INFO and above names no prompt: a person may send the log to a stranger.
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
_OLDER_FILES = 4  # five in all

# What looks like a key of any engine, and what hangs on to it.
_ANY_KEY = re.compile(
    "|".join(rf"{row.login.pattern}\w*" for row in ENGINES if row.login is not None), re.IGNORECASE
)

log = logging.getLogger(__name__)


class Redactor:
    """Takes every key of the session, and whatever looks like one, out of a text."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self, text: str) -> str:
        return _ANY_KEY.sub(CONCEALED, redacted(text, *self._credentials.seen))


class RedactingFormatter(logging.Formatter):
    """Formats a record whole, arguments and traceback included, and then redacts it."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(threadName)s] %(message)s")
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Quiet(logging.Handler):
    """A handler that fails without a word: a full disk neither stops the program nor shows a record."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop the record, which logging would print unredacted."""


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
        """Let go of the file, though the last words may find no room in it."""
        with contextlib.suppress(OSError):
            super().close()


class _Terminal(_Quiet, logging.StreamHandler[TextIO]):
    """Warnings for whoever started the program from a terminal."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr  # as it is now; a windowed program on Windows has none
        super().emit(record)


def configure_logging(folder: Path, credentials: Credentials) -> Redactor:
    """Log to a file in `folder` from now on, uncaught exceptions too.

    Returns:
        what redacts a text in the same way, for details that a person copies.
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
    """Close what `configure_logging` opened."""
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
