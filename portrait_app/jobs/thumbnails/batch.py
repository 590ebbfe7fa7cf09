"""The work of the thumbnail worker: read thumbnails from the store and make the missing ones."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

from portrait_app.core.bitmap import Bitmap
from portrait_app.core.errors import AppError
from portrait_app.core.ports.library import ThumbnailStore
from portrait_app.jobs.image_reader import read_image

log = logging.getLogger(__name__)

SIDES = (256, 512)  # sides of stored thumbnails in pixels; larger images are read from the original
_PUT_AT_ONCE = 64

PathsOf = Callable[[Sequence[int]], Mapping[int, Path]]
Deliver = Callable[[int, QImage | None], None]


@dataclass(frozen=True, slots=True)
class ThumbnailBatch:
    """One batch of thumbnails for the worker."""

    ids: tuple[int, ...]
    side: int  # pixels of the longer side
    store: ThumbnailStore
    paths_of: PathsOf
    stop: Event

    def load(self, deliver: Deliver) -> None:
        """Deliver each picture's image, or None if it cannot be read, until `stop` is set.

        Stored thumbnails are delivered first, because one query to the store is fast.
        """
        kept = stored_side(self.side)
        found = self.store.get(self.ids, kept) if kept else {}
        missing: list[int] = []
        for picture_id in self.ids:
            if self.stop.is_set():
                return
            image = decode(found[picture_id], self.side) if picture_id in found else None
            if image is None:  # not stored, or damaged
                missing.append(picture_id)
            else:
                deliver(picture_id, image)
        self._make(missing, kept, deliver)

    def make(self) -> None:
        """Make and store the missing thumbnails without delivering them."""
        kept = stored_side(self.side)
        found = self.store.get(self.ids, kept)
        self._make([picture_id for picture_id in self.ids if picture_id not in found], kept, _deliver_nothing)

    def _make(self, ids: Sequence[int], kept: int, deliver: Deliver) -> None:
        if not ids:
            return
        paths = self.paths_of(ids)
        made: dict[int, bytes] = {}
        for picture_id in ids:
            if self.stop.is_set():
                break
            image = _read(paths.get(picture_id), kept or self.side)
            deliver(picture_id, image)
            if image is not None and kept:
                made[picture_id] = self.store.encoded(bitmap(image), kept)
            if len(made) >= _PUT_AT_ONCE:
                self.store.put(made, kept)
                made.clear()
        if made:
            self.store.put(made, kept)


def stored_side(side: int) -> int:
    """Return the smallest stored side that is at least `side` pixels; 0 if none is large enough."""
    return next((kept for kept in SIDES if kept >= side), 0)


def decode(data: bytes, side: int) -> QImage | None:
    """Decode a thumbnail, scaled down to `side` pixels on its longer side; None if it is damaged.

    QImageReader releases the GIL while it works, QImage.fromData and QImage.scaled do not.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def bitmap(image: QImage) -> Bitmap:
    """Return the pixels of `image` on a white background."""
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    elif image.format() != QImage.Format.Format_RGB32:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    return Bitmap(image.width(), image.height(), bytes(image.constBits()))


def _read(path: Path | None, side: int) -> QImage | None:
    if path is None:
        return None
    try:
        return read_image(path, side)
    except AppError as error:
        log.info("No thumbnail of %s: %s", path.name, error)
        return None


def _deliver_nothing(picture_id: int, image: QImage | None) -> None:
    del picture_id, image
