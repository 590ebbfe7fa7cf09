"""Replaces the metadata of image files. The encoded image stays the same, bit for bit.

Image data, tables, colour profile and orientation are always kept. All other parts of the file are removed,
unless the story `keeps` them. If the story `is_discreet`, the profile loses its name and other texts as well.

| | infotext | XMP |
| --- | --- | --- |
| PNG | text chunk `parameters`, iTXt where it is not Latin-1 | iTXt `XML:com.adobe.xmp` |
| JPEG | EXIF UserComment, UNICODE and UTF-16 big-endian | APP1, and extended APP1 beyond 64 kB |
| WebP | the same in the chunk `EXIF` | chunk `XMP ` |
| AVIF | the same in an item `Exif` | item `mime` |
"""

import struct

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.orientation import orientation_of
from portrait_app.export.avif_container import retold_avif
from portrait_app.export.jpeg_container import retold_jpeg
from portrait_app.export.metadata import Story
from portrait_app.export.png_container import retold_png
from portrait_app.export.webp_container import retold_webp

Blocks = list[bytes | memoryview]  # consecutive parts of a file


def retold(data: bytes, story: Story) -> Blocks:
    """Return the file `data` with the metadata of `story` in place of its own.

    Raises:
        AppError: IMAGE_DAMAGED if `data` is not a complete JPEG, PNG, WebP or AVIF.
    """
    view, orientation = memoryview(data), orientation_of(data)
    try:
        if data.startswith(b"\xff\xd8"):
            return list(retold_jpeg(view, story, orientation))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return list(retold_png(view, story, orientation))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return list(retold_webp(view, story, orientation))
        if data[4:8] == b"ftyp":
            return list(retold_avif(view, story, orientation))
    except (struct.error, LookupError) as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, "it ends in the middle") from error
    raise AppError(ErrorKind.IMAGE_DAMAGED, "not a JPEG, PNG, WebP or AVIF image")
