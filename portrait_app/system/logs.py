"""The log: files that rotate, in which no key ever stands.

What is logged at INFO and above names no prompt: a person may send the log to a stranger.
"""

import base64
import contextlib
import json
import logging
import os
import re
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, quote_plus

from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import ENGINES

DEBUG_VARIABLE = "PORTRAIT_STUDIO_DEBUG"
FILE_NAME = "portrait-studio.log"
_FILE_BYTES = 1_000_000
_OLDER_FILES = 4  # five in all

_CONCEALED = "[API key]"
# What looks like a key of any engine, and what hangs on to it.
_ANY_KEY = "|".join(rf"{row.login.pattern}\w*" for row in ENGINES if row.login is not None)
_SHORTEST = 4  # a key below this is no secret, and would black out half of the log
_SHORTEST_BASE64 = 8

log = logging.getLogger(__name__)


class Redactor:
    """Takes every key of the session, and whatever looks like one, out of a text."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def __call__(self, text: str) -> str:
        return _pattern(self._credentials.seen).sub(_CONCEALED, text)


@lru_cache(maxsize=2)
def _pattern(keys: frozenset[str]) -> re.Pattern[str]:
    """Return what matches the keys, in any form that a library might print them in."""
    forms = {form for key in keys if len(key) >= _SHORTEST for form in _forms(key)}
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), _ANY_KEY]), re.IGNORECASE)


def _forms(key: str) -> Iterator[str]:
    """Yield the key as it is, and as it looks in an address, in JSON, in a repr and in base64."""
    yield from (key, quote(key), quote(key, safe=""), quote_plus(key), json.dumps(key)[1:-1], repr(key)[1:-1])
    data = key.encode()
    for shift in range(3):  # base64 of a longer text shows the key in one of three alignments
        encoded = base64.b64encode(bytes(shift) + data).decode().rstrip("=")
        first = -(-shift * 8 // 6)
        whole = (shift + len(data)) * 8 // 6
        for form in (encoded[first:whole], encoded[first:]):
            if len(form) >= _SHORTEST_BASE64:
                yield from (form, form.translate(str.maketrans("+/", "-_")))


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
