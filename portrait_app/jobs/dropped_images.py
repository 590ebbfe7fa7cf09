"""Temporary files for images that are dropped without a file, for example from a browser."""

from pathlib import Path
from tempfile import TemporaryDirectory

from portrait_app.core.errors import AppError, ErrorKind


class DroppedImages:
    """Writes encoded images to temporary files, from which they are imported.

    Not thread-safe: use it on one worker at a time.
    """

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None
        self._count = 0

    def keep(self, data: bytes, suffix: str) -> Path:
        """Write `data` to a new file and return its path. Raises AppError."""
        try:
            if self._folder is None:
                self._folder = TemporaryDirectory(prefix="portrait-studio-", ignore_cleanup_errors=True)
            self._count += 1
            path = Path(self._folder.name) / f"dropped-{self._count}.{suffix}"
            path.write_bytes(data)
        except OSError as error:
            raise AppError(ErrorKind.FILE_FAILED, str(error), path=str(error.filename)) from error
        return path

    def clear(self) -> None:
        """Delete all files at the end of the program."""
        if self._folder is not None:
            self._folder.cleanup()
