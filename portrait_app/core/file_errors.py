"""What the system refuses to do with a file, as an error that a person can be told."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Raise AppError, naming `path`, for whatever the system refuses in the block."""
    try:
        yield
    except OSError as error:
        raise file_error(error, path) from error


def file_error(error: OSError, path: Path) -> AppError:
    """Return the AppError for what the system said about `path`."""
    kind = ErrorKind.DISK_FULL if error.errno in _NO_ROOM else ErrorKind.FILE_FAILED
    return AppError(kind, f"{path}: {error}", path=str(path))
