"""Image files taken apart and put together with another story. The image itself stays bit for bit.

What decides how the image looks is always kept: its data, tables, colour profile and orientation. What else
the file says stays only if the story `keeps` it. If the story is discreet, names go from the profile as well.

| | infotext | XMP |
| --- | --- | --- |
| PNG | text chunk `parameters`, iTXt where it is not Latin-1 | iTXt `XML:com.adobe.xmp` |
| JPEG | EXIF UserComment, UNICODE and UTF-16 big-endian | APP1, and extended APP1 beyond 64 kB |
| WebP | the same in the chunk `EXIF` | chunk `XMP ` |
"""

import struct

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.orientation import orientation_of
from portrait_app.export.jpeg_container import retold_jpeg
from portrait_app.export.metadata import Story
from portrait_app.export.png_container import retold_png
from portrait_app.export.webp_container import retold_webp

Blocks = list[bytes | memoryview]  # a file in parts, to be written one after the other


def retold(data: bytes, story: Story) -> Blocks:
    """Return the file `data` with `story` in the place of whatever it told before.

    Raises:
        AppError: IMAGE_DAMAGED for what is no whole JPEG, PNG or WebP.
    """
    view, orientation = memoryview(data), orientation_of(data)
    try:
        if data.startswith(b"\xff\xd8"):
            return list(retold_jpeg(view, story, orientation))
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return list(retold_png(view, story, orientation))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return list(retold_webp(view, story, orientation))
    except (struct.error, IndexError) as error:
        raise AppError(ErrorKind.IMAGE_DAMAGED, "it ends in the middle") from error
    raise AppError(ErrorKind.IMAGE_DAMAGED, "neither JPEG, PNG nor WebP")
