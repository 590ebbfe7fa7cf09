"""Encoded images, made by Pillow."""

import io

from PIL import Image, ImageDraw


def encoded_image(width: int = 64, height: int = 64, colour: str = "#7a5", kind: str = "JPEG") -> bytes:
    """Return a small image file with an ellipse in it. `kind` is a Pillow format name."""
    image = Image.new("RGB", (width, height), colour)
    ImageDraw.Draw(image).ellipse((width // 4, height // 4, width * 3 // 4, height * 3 // 4), fill="#fff")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()
