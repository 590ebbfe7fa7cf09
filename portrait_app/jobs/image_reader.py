"""Decodes an image file on a worker. QImageReader releases the GIL, so other threads run meanwhile."""

from collections.abc import Callable, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QTransform

from portrait_app.core.bitmap import RgbaImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.orientation import UPRIGHT, orientation_of
from portrait_app.core.picture import MOST_PIXELS

# EXIF orientation: the matrix that turns the image upright. x' = m11 x + m21 y, y' = m12 x + m22 y
_TRANSFORMS: Mapping[int, QTransform] = MappingProxyType(
    {
        2: QTransform(-1, 0, 0, 1, 0, 0),
        3: QTransform(-1, 0, 0, -1, 0, 0),
        4: QTransform(1, 0, 0, -1, 0, 0),
        5: QTransform(0, 1, 1, 0, 0, 0),
        6: QTransform(0, 1, -1, 0, 0, 0),
        7: QTransform(0, -1, -1, 0, 0, 0),
        8: QTransform(0, -1, 1, 0, 0, 0),
    }
)
_LARGEST = MOST_PIXELS * 8 // 2**20 + 1  # MB that Qt may allocate for one image: four channels of 16 bits
Decoder = Callable[[Path, int], RgbaImage]  # raises AppError
_further: list[Decoder] = []
_BAND = 1 << 20  # pixels converted in one call, about 5 ms: PySide holds the GIL meanwhile


def read_image(path: Path, side: int = 0) -> QImage:
    """Return the image in `path`, upright, scaled down while decoding to `side` pixels on its longer side.

    With `side` 0 the image is not scaled. A smaller image is never enlarged.

    Raises:
        AppError: FILE_MISSING, IMAGE_TOO_LARGE, or FILE_DAMAGED with the decoder's reason.
    """
    QImageReader.setAllocationLimit(_LARGEST)
    reader = QImageReader(str(path))
    reader.setAutoTransform(False)  # Qt reads EXIF in JPEG only
    size = reader.size()
    if side and size.isValid() and max(size.width(), size.height()) > side:
        scaled = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull() and reader.format().isEmpty() and _further and path.exists():
        image = _decoded(path, side)
    if image.isNull():
        raise AppError(_why(path, size), reader.errorString(), path=str(path))
    return _ready_to_paint(image, _orientation(path))


def decode_by(decoder: Decoder) -> None:
    """Set what decodes the formats that Qt does not know, such as AVIF."""
    _further[:] = [decoder]


def _decoded(path: Path, side: int) -> QImage:
    try:
        image = _further[0](path, side)
    except AppError as error:
        is_damaged = error.kind in (ErrorKind.IMAGE_DAMAGED, ErrorKind.REPLY_UNREADABLE)
        kind = ErrorKind.FILE_DAMAGED if is_damaged else error.kind
        raise AppError(kind, error.detail, path=str(path)) from error
    form = QImage.Format.Format_RGBA8888
    return QImage(image.pixels, image.width, image.height, 4 * image.width, form).copy()


def _why(path: Path, size: QSize) -> ErrorKind:
    if not path.exists():
        return ErrorKind.FILE_MISSING
    is_too_large = size.isValid() and size.width() * size.height() > MOST_PIXELS
    return ErrorKind.IMAGE_TOO_LARGE if is_too_large else ErrorKind.FILE_DAMAGED


def _orientation(path: Path) -> int:
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return orientation_of(data)
    except (OSError, ValueError):  # the file was removed after it was decoded
        return UPRIGHT


def _ready_to_paint(image: QImage, orientation: int) -> QImage:
    """Return the image upright, in a format that the GUI thread does not have to convert.

    The image is converted in bands, so that other threads can run in between.
    """
    has_alpha = image.hasAlphaChannel()
    form = QImage.Format.Format_ARGB32_Premultiplied if has_alpha else QImage.Format.Format_RGB32
    if orientation == UPRIGHT and image.format() == form:
        return image
    turn = _TRANSFORMS.get(orientation, QTransform())
    transform = QImage.trueMatrix(turn, image.width(), image.height())
    ready = QImage(transform.mapRect(image.rect()).size(), form)
    rows = max(1, _BAND // image.width())
    painter = QPainter(ready)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for top in range(0, image.height(), rows):
        band = image.copy(0, top, image.width(), min(rows, image.height() - top)).convertToFormat(form)
        place = transform.mapRect(QRectF(0, top, band.width(), band.height()))
        painter.drawImage(place.topLeft(), band.transformed(turn))
    painter.end()
    return ready
