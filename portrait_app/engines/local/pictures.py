"""From colours and latents to image files: the finished picture and its preview."""

import io
from typing import Any

import numpy as np
from PIL import Image

from portrait_app.engines.local.arrays import Array

# A linear guess of a picture's colours from the four channels of a latent, for models of the kind 1.x. It was
# fitted by others, and is in common use (ComfyUI: `latent_formats.SD15`).
_COLOURS = np.array(
    [
        [0.3512, 0.2297, 0.3227],
        [0.3250, 0.4974, 0.2350],
        [-0.2829, 0.1762, 0.2721],
        [-0.2120, -0.2616, -0.7177],
    ],
    np.float32,
)
_PREVIEW = 256  # pixels of a preview's longer side
_QUALITY = 80  # of its JPEG


def png(colours: Array) -> bytes:
    """Return the image file of a picture: channel, height, width, from -1 to 1."""
    return _file(_image(colours), "PNG")


def preview(latent: Array) -> bytes:
    """Return a small image file that shows a latent (channel, height, width) coarsely."""
    image = _image(np.tensordot(_COLOURS.T, latent, axes=1))
    scale = _PREVIEW / max(image.size)
    width, height = (max(round(side * scale), 1) for side in image.size)
    return _file(image.resize((width, height), Image.Resampling.BICUBIC), "JPEG", quality=_QUALITY)


def _image(colours: Array) -> Image.Image:
    # As in diffusers: halves are rounded to the even number.
    values = np.rint(np.clip(colours / 2 + 0.5, 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(values.transpose(1, 2, 0)))


def _file(image: Image.Image, format_: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_, **options)
    return stream.getvalue()
