"""The system's trash, where a person can take files back."""

from pathlib import Path

from send2trash import send2trash

from portrait_app.core.errors import AppError, ErrorKind


def send_to_trash(path: Path) -> None:
    """Send a file to the desktop's trash. Implements `core.ports.SystemTrash`.

    Raises:
        AppError: FILE_MISSING where it is not there, FILE_FAILED where the system refuses. Both with the
            `path`; the file is where it was.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AppError(ErrorKind.FILE_MISSING, str(error), path=str(path)) from error
    except OSError as error:
        raise _refused(path, error) from error
    try:
        send2trash(str(path))
    except OSError as error:  # what the library raises itself is one, too
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> AppError:
    return AppError(ErrorKind.FILE_FAILED, error.strerror or str(error), path=str(path))
