"""Local files in a drag, a drop or the clipboard."""

from pathlib import Path

from PySide6.QtCore import QMimeData

_ENCODED = ("png", "jpeg", "webp")  # subtypes of image/…, in order of preference


def files_in(data: QMimeData) -> list[Path]:
    """Return the local files and folders that `data` contains."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def image_kind(data: QMimeData) -> str:
    """Return the encoding of an image that comes without a file, "" if there is no such image."""
    return next((kind for kind in _ENCODED if data.hasFormat(f"image/{kind}")), "")
