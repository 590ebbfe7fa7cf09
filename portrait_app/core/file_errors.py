"""Translates an OSError about a file into an AppError."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn each OSError of the block into an AppError that names `path`."""
    try:
        yield
    except OSError as error:
        raise file_error(error, path) from error


def file_error(error: OSError, path: Path) -> AppError:
    """Return the AppError for an OSError about `path`."""
    kind = ErrorKind.DISK_FULL if error.errno in _NO_ROOM else ErrorKind.FILE_FAILED
    return AppError(kind, f"{path}: {error}", path=str(path))
