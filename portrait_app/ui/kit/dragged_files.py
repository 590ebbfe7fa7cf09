"""Files that are dragged, dropped or pasted."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_in(data: QMimeData) -> list[Path]:
    """Return the files and folders of this computer that are in `data`."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
