"""One program at a time works on a model. The kernel frees a lock when its program ends, even by a crash."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# The files are in a folder of their own and stay there: whoever deleted one could not know who waits for it.
FOLDER = ".locks"

_IS_LOCKED = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_TRIES = 20  # a program that only looks holds a lock for a moment
_PAUSE = 0.02  # seconds between two tries
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


@contextmanager
def locked(folder: Path, model_id: str) -> Iterator[None]:
    """Hold the lock of a model. A disk without locks grants it always.

    Raises:
        AppError: MODEL_IN_USE if another program, or another thread of this one, holds it; FILE_FAILED.
    """
    path = folder / FOLDER / f"{model_id}.lock"
    with file_errors(path):
        path.parent.mkdir(exist_ok=True)
        file = os.open(path, _OPEN, 0o666)
    try:
        for tries_left in reversed(range(_TRIES)):
            if _lock(file):
                break
            if not tries_left:
                raise AppError(ErrorKind.MODEL_IN_USE, str(path))
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(file)  # this also frees the lock


def is_locked(folder: Path, model_id: str) -> bool:
    """Return whether a program is working on a model now."""
    path = folder / FOLDER / f"{model_id}.lock"
    try:
        file = os.open(path, _OPEN & ~os.O_CREAT)
    except OSError:
        return False
    try:
        return not _lock(file)
    finally:
        os.close(file)


def _lock(file: int) -> bool:
    """Lock a file; return False if it is locked already."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _IS_LOCKED
    return True
