"""Portraits in place of those of the real model: drawn in the requested size, different for each seed."""

import io
import random
from functools import lru_cache

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]


@lru_cache(maxsize=32)
def portrait(seed: int, width: int, height: int, kind: str = "JPEG") -> bytes:
    """Return an encoded drawing of head and shoulders. `kind` is a Pillow format name."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), _colour(chance, 60, 120))
    draw = ImageDraw.Draw(image)
    skin, hair = _colour(chance, 150, 230), _colour(chance, 20, 110)
    tilt = chance.uniform(-0.03, 0.03)

    def ellipse(x: float, y: float, across: float, down: float, fill: Colour) -> None:
        box = (x - across + tilt, y - down, x + across + tilt, y + down)
        draw.ellipse([edge * (height if index % 2 else width) for index, edge in enumerate(box)], fill)

    ellipse(0.5, 0.42, 0.26, 0.32, hair)
    ellipse(0.5, 1.05, 0.42, 0.36, _colour(chance, 40, 200))
    ellipse(0.5, 0.72, 0.09, 0.16, skin)
    ellipse(0.5, 0.46, 0.19, 0.25, skin)
    for side in (-1, 1):
        ellipse(0.5 + side * 0.075, 0.44, 0.02, 0.014, (30, 30, 34))
    ellipse(0.5, 0.58, chance.uniform(0.04, 0.07), 0.012, (150, 70, 70))
    out = io.BytesIO()
    image.save(out, kind, quality=85)
    return out.getvalue()


def _colour(chance: random.Random, low: int, high: int) -> Colour:
    return chance.randint(low, high), chance.randint(low, high), chance.randint(low, high)
