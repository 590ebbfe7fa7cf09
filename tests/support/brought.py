"""Files that the user may import: written by every supported program, or broken in many ways."""

import io
import json
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from portrait_app.core.export.plan import ExportPlan
from portrait_app.export.containers import retold
from portrait_app.export.metadata import story_of
from tests.support.gallery import a_picture

INFOTEXT = (
    "a lady with red hair, soft light\nNegative prompt: blur\n"
    "Steps: 30, Sampler: DPM2 a Karras, CFG scale: 7, Seed: 42, Size: 512x768, "
    "Model: dreamshaper_8, Clip skip: 2"
)
HOSTILE = "\u202eevil \x07bell\x1b[2J \u2066" + "long " * 4000 + "<b>bold</b>"
GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 5,
            "steps": 20,
            "cfg": 8.0,
            "sampler_name": "euler_ancestral",
            "scheduler": "normal",
            "model": ["4", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd.ckpt"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "an old sailor", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur", "clip": ["4", 1]}},
}
LINKS = [
    [1, 4, 0, 3, 0, "MODEL"],
    [2, 5, 0, 3, 3, "LATENT"],
    [3, 4, 1, 6, 0, "CLIP"],
    [4, 6, 0, 3, 1, "CONDITIONING"],
    [5, 4, 1, 7, 0, "CLIP"],
    [6, 7, 0, 3, 2, "CONDITIONING"],
]
INVOKE = {
    "positive_prompt": "a girl with freckles",
    "negative_prompt": "blur",
    "width": 512,
    "height": 768,
    "seed": 5,
    "cfg_scale": 8.0,
    "steps": 20,
    "scheduler": "euler_a",
    "model": {"model_name": "m"},
}
FOOOCUS = {
    "base_model": "m",
    "base_model_hash": "x",
    "guidance_scale": 8.0,
    "scheduler": "normal",
    "seed": "5",
    "sharpness": 2,
    "steps": 20,
    "sampler": "euler_ancestral",
    "prompt": "a laughing boy",
    "negative_prompt": "blur",
    "resolution": "(512, 768)",
    "version": "Fooocus v2.5.5",
}


def png(colour: str = "teal", size: tuple[int, int] = (48, 64), **texts: str) -> bytes:
    """Return a PNG with each text in an iTXt chunk."""
    info = PngInfo()
    for name, text in texts.items():
        info.add_itxt(name, text)
    return _saved("PNG", colour, size, pnginfo=info)


def _saved(form: str, colour: str, size: tuple[int, int], **options: object) -> bytes:
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((size[0] // 4, size[1] // 6, size[0] * 3 // 4, size[1] // 2), "peru")
    draw.rectangle((size[0] // 6, size[1] * 2 // 3, size[0] * 5 // 6, size[1]), "white")
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def write_kinds(folder: Path) -> list[str]:
    """Write one file per program, and some without settings. Return the file names, sorted."""
    folder.mkdir(parents=True, exist_ok=True)
    own = b"".join(
        retold(
            png("slateblue"),
            story_of(a_picture(7, prompt="a portrait of ours"), ExportPlan("original"), "Portrait Studio 1"),
        )
    )
    files = {
        "a1111.png": png("crimson", parameters=INFOTEXT),
        "broken.png": png()[:200],
        "comfy.png": png("olive", prompt=json.dumps(GRAPH), workflow=json.dumps({"links": LINKS})),
        "fooocus.png": png("navy", parameters=json.dumps(FOOOCUS), fooocus_scheme="fooocus"),
        "hostile.png": png("black", parameters=f"{HOSTILE}\nSteps: 30, Sampler: Euler a, Seed: 1"),
        "invoke.png": png("sienna", invokeai_metadata=json.dumps(INVOKE)),
        "own.png": own,
        "photo.jpg": _saved("JPEG", "gold", (64, 48)),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return sorted(files)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with_size(data: bytes, width: int, height: int) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">II", width, height) + data[24:29])
    return data[:8] + header + data[33:]


def _of_zeros(side: int) -> bytes:
    """Return a decompression bomb: a small PNG of `side` x `side` pixels, which would fill the memory."""
    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(side // 8 + 1)) for _ in range(side)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _ways() -> dict[str, Callable[[random.Random], bytes]]:
    """Return functions that make broken files, by name. Each call makes another file from random numbers."""
    whole = {form: _saved(form, "teal", (200, 300)) for form in ("PNG", "JPEG", "WEBP")}
    whole_png = whole["PNG"]
    bomb = _of_zeros(20_000)

    def cut(dice: random.Random) -> bytes:
        data = whole[dice.choice(list(whole))]
        return data[: dice.randint(12, len(data) * 3 // 4)]

    def bad_chunk(dice: random.Random) -> bytes:
        place = whole_png.index(b"IDAT") + 4 + dice.randint(0, 40)
        return whole_png[:place] + bytes([whole_png[place] ^ 0xFF]) + whole_png[place + 1 :]

    def long_chunk(dice: random.Random) -> bytes:
        length = struct.pack(">I", dice.randint(2**30, 2**31 - 1))
        return whole_png[:33] + length + b"tEXt" + dice.randbytes(50) + whole_png[33:]

    return {
        "cut": cut,
        "magic": lambda dice: b"\x89PNG\r\n\x1a\n" + dice.randbytes(500),
        "jpeg": lambda dice: b"\xff\xd8\xff" + dice.randbytes(500),
        "text": lambda dice: f"no picture {dice.random()}".encode(),
        "empty": lambda _dice: b"",
        "huge": lambda dice: _with_size(whole_png, dice.randint(2**16, 2**31 - 1), 2**16),
        "none": lambda dice: _with_size(whole_png, 0, dice.randint(0, 9)),
        "bomb": lambda _dice: bomb,
        "chunk": bad_chunk,
        "long": long_chunk,
    }


def write_broken(folder: Path, count: int) -> list[str]:
    """Write `count` broken files, and return their names."""
    return list(_broken(folder, count))


def _broken(folder: Path, count: int) -> Iterator[str]:
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(7)
    ways = list(_ways().items())
    for number in range(count):
        name, make = ways[number % len(ways)]
        file = folder / f"{number:03} {name}.{dice.choice(['png', 'jpg', 'webp'])}"
        file.write_bytes(make(dice))
        yield file.name
