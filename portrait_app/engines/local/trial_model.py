"""Models with random weights, for trials: the selftest, tests and measurements. Their pictures show noise.

They are written without numpy, so that the program can try the engine although only the child has numpy. The
same architecture and seed give the same files everywhere.
"""

import json
import math
import random
import struct
from hashlib import file_digest
from pathlib import Path

from portrait_app.engines.local.files import record as names
from portrait_app.engines.local.files.architecture import Architecture, TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.files.expected import Shapes, text_shapes, unet_shapes, vae_shapes
from portrait_app.engines.local.files.record import Brought, ModelRecord

CLIP = TextLayout(width=768, layers=12, hidden=3072, vocabulary=49408, places=77)
VAE = VaeLayout((128, 256, 512, 512), 2, encoder=False)
TINY = Architecture(UnetLayout((320, 640, 1280), 1, (True,) * 3, middle=False, context=768), VAE, CLIP)
SMALL = Architecture(
    UnetLayout((320, 640, 1280, 1280), 1, (True, True, True, False), middle=True, context=768), VAE, CLIP
)
FULL = Architecture(
    UnetLayout((320, 640, 1280, 1280), 2, (True, True, True, False), middle=True, context=768), VAE, CLIP
)

# Random numbers are drawn once and repeated. The amount is a prime number, so that rows of a matrix differ.
_DRAWN = 65_521
_BIAS = 0.02  # standard deviation
_NORM = 0.1  # standard deviation of the factors of a norm, around 1


def reduced(architecture: Architecture, channels: int = 32) -> Architecture:
    """Return the same layout with few channels, for quick trials. `channels` is a multiple of 32."""
    unet = architecture.unet
    width = 2 * channels
    return Architecture(
        UnetLayout(
            tuple(channels * (level // unet.channels[0]) for level in unet.channels),
            unet.blocks,
            unet.attention,
            unet.middle,
            context=width,
        ),
        VaeLayout((channels, channels, channels, channels), 2, encoder=False),
        TextLayout(width=width, layers=2, hidden=2 * width, vocabulary=CLIP.vocabulary, places=CLIP.places),
    )


def write_trial_model(folder: Path, architecture: Architecture, seed: int) -> ModelRecord:
    """Write a model with random weights as a stored model. Raises OSError."""
    drawn = random.Random(seed)  # noqa: S311 - not for a secret
    numbers = [drawn.gauss() for _ in range(_DRAWN)]
    files = {
        names.UNET: unet_shapes(architecture.unet),
        names.VAE: vae_shapes(architecture.vae),
        names.TEXT_ENCODER: text_shapes(architecture.text),
    }
    brought = []
    for name, shapes in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, shapes, numbers)
        with path.open("rb") as file:
            hashed = file_digest(file, "sha256").hexdigest()
        brought.append(Brought(name, path.stat().st_size, hashed))
    record = ModelRecord(
        architecture, folder.name, tuple(brought), {file.name: file.size for file in brought}
    )
    (folder / names.RECORD).write_text(record.to_json(), encoding="utf-8")
    return record


def _write(path: Path, shapes: Shapes, numbers: list[float]) -> None:
    """Write a safetensors file of 16-bit floats."""
    header, position = {}, 0
    for name, shape in shapes.items():
        end = position + 2 * math.prod(shape)
        header[name] = {"dtype": "F16", "shape": list(shape), "data_offsets": [position, end]}
        position = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    blocks: dict[tuple[float, float], bytes] = {}
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for name, shape in shapes.items():
            middle, spread = _distribution(name, shape)
            if (middle, spread) not in blocks:
                values = (middle + spread * number for number in numbers)
                blocks[middle, spread] = struct.pack(f"<{_DRAWN}e", *values)
            block, missing = blocks[middle, spread], 2 * math.prod(shape)
            while missing > 0:
                file.write(block[:missing])
                missing -= len(block)


def _distribution(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    """Return mean and standard deviation of a tensor's numbers, such that all layers keep the contrast."""
    if name.endswith(".bias"):
        return 0.0, _BIAS
    if len(shape) == 1:
        return 1.0, _NORM
    return 0.0, 1 / math.sqrt(math.prod(shape[1:]))
