"""Local files in a drag, a drop or the clipboard."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_in(data: QMimeData) -> list[Path]:
    """Return the local files and folders that `data` contains."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
