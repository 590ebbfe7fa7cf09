"""The operating system's trash, from which the user can restore files."""

from pathlib import Path

from send2trash import send2trash

from portrait_app.core.errors import AppError, ErrorKind


def send_to_trash(path: Path) -> None:
    """Move a file to the desktop's trash. Implements `SystemTrash`.

    Raises:
        AppError: FILE_MISSING if the file does not exist, FILE_FAILED if the system refuses. Both have the
            `path`, and the file stays in its place.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(ErrorKind.FILE_MISSING, str(error), path=str(path)) from error
    except OSError as error:
        raise _refused(path, error) from error
    try:
        send2trash(str(path))
    except OSError as error:  # the library's own errors are OSErrors too
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> AppError:
    return AppError(ErrorKind.FILE_FAILED, error.strerror or str(error), path=str(path))
