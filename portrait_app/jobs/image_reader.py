"""Decodes an image file on a worker. QImageReader releases the GIL, so other threads run meanwhile."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from portrait_app.core.errors import AppError, ErrorKind


def read_image(path: Path, side: int = 0) -> QImage:
    """Return the image in `path`, scaled down while decoding to `side` pixels on its longer side.

    With `side` 0 the image is not scaled. A smaller image is never enlarged.

    Raises:
        AppError: FILE_MISSING, or FILE_DAMAGED with the decoder's reason.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if side and size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        kind = ErrorKind.FILE_DAMAGED if path.exists() else ErrorKind.FILE_MISSING
        raise AppError(kind, reader.errorString(), path=str(path))
    return image
