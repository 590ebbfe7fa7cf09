"""The settings, stored in a readable JSON file."""

import contextlib
import json
import logging
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import FieldError, Value
from portrait_app.core.preferences import SETTINGS, setting

log = logging.getLogger(__name__)


class JsonSettings:
    """Implements `Settings`. Reading never waits for the disk.

    Unknown keys in the file, for example of a newer version, are kept. An invalid value also stays in the
    file until the setting is changed, and the default is used meanwhile.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._load_error: AppError | None = None
        self._values_lock = Lock()
        self._file_lock = Lock()
        self._document = self._load()
        self._values = _accepted(self._document)
        self._overrides: dict[str, Value] = {}
        self._changed = False
        self._tell: Callable[[], object] = lambda: None

    def value(self, key: str) -> Value:
        declared = setting(key)
        with self._values_lock:
            if key in self._overrides:
                return self._overrides[key]
            return self._values.get(key, declared.default)

    def set(self, key: str, value: Value) -> None:
        checked = setting(key).check(value)
        with self._values_lock:
            if self._overrides.get(key) == checked:
                return  # a dialog that sets every value must not make the override permanent
            self._overrides.pop(key, None)
            if self._document.get(key) == checked and key in self._values:
                return
            self._values[key] = self._document[key] = checked
            self._changed = True
        self._tell()

    def on_change(self, tell: Callable[[], object]) -> None:
        """Set the function to call after each change, on the changing thread: there is something to save."""
        self._tell = tell

    def override(self, key: str, value: Value) -> None:
        """Use `value` until the program ends or `set` changes it. It is never saved."""
        checked = setting(key).check(value)
        with self._values_lock:
            self._overrides[key] = checked

    def save(self) -> None:
        with self._file_lock:
            with self._values_lock:
                if not self._changed:
                    return
                text = json.dumps(self._document, indent=2, sort_keys=True) + "\n"
                self._changed = False
            try:
                _replace(self._file, text)
            except OSError as error:
                with self._values_lock:
                    self._changed = True
                # Leave out the temporary file's name: it differs each time, and equal errors are shown once.
                reason = error.strerror or type(error).__name__
                raise AppError(ErrorKind.SETTINGS_UNSAVED, reason, path=str(self._file)) from error

    @property
    def load_error(self) -> AppError | None:
        return self._load_error

    def _load(self) -> dict[str, object]:
        try:
            return _parsed(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            self._load_error = self._set_aside(error)
            return {}

    def _set_aside(self, reason: Exception) -> AppError:
        """Rename the file, so that the next save does not overwrite it and the user can still repair it."""
        today = datetime.now(UTC).astimezone().date().isoformat()
        aside = _free_name(self._file.with_name(f"{self._file.name}.broken-{today}"))
        detail = f"{type(reason).__name__}: {reason}"
        try:
            self._file.rename(aside)
        except OSError as error:
            aside, detail = self._file, f"{detail}; it could not be set aside: {error}"
        log.warning("settings unreadable, kept as %s: %s", aside, detail)
        return AppError(ErrorKind.SETTINGS_UNREADABLE, detail, path=str(aside))


def _parsed(text: str) -> dict[str, object]:
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError(f"a JSON object was expected, not {type(document).__name__}")  # noqa: TRY004 - as in json
    return document


def _accepted(document: dict[str, object]) -> dict[str, Value]:
    """Return the values in `document` that the table allows."""
    values: dict[str, Value] = {}
    for row in SETTINGS:
        if row.key not in document:
            continue
        try:
            values[row.key] = row.check(document[row.key])
        except FieldError as error:
            log.warning("setting refused, its default is used: %s", error)
    return values


def _free_name(path: Path) -> Path:
    """Return `path`, or `path` with a number appended if it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _replace(file: Path, text: str) -> None:
    """Write `text` completely or not at all. Only this user can read the file."""
    target = file.resolve()  # a symbolic link stays a link: some users keep their settings elsewhere
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
