"""Files with settings as other programs write them, all made here, with what a reader has to find in them.

`FILES` has a row for each program and carrier. The coverage test, the fuzzer and the table use them.
"""

import gzip
import io
import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

from tests.support.brought import FOOOCUS

PROMPT, NEGATIVE = "a portrait of a baker, freckles", "blur, text"
SETTINGS = "Steps: 30, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768"
INFOTEXT = f"{PROMPT}\nNegative prompt: {NEGATIVE}\n{SETTINGS}, Model hash: aabb, Model: some_v2"
VALUES: Mapping[str, object] = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "scheduler": "Euler a",
    "num_inference_steps": 30,
    "guidance_scale": 7.0,
    "seed": 42,
    "img_width": 512,
    "img_height": 768,
}


@dataclass(frozen=True)
class ForeignFile:
    """One file. `values` are those of VALUES that it has otherwise; None for one that it does not have."""

    program: str
    carrier: str
    data: bytes
    values: Mapping[str, object] = field(default_factory=dict)
    model: str = "some_v2"

    @property
    def wanted(self) -> dict[str, object]:
        return {key: value for key, value in {**VALUES, **self.values}.items() if value is not None}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def image(form: str, mode: str = "RGB", **options: Any) -> bytes:
    picture = Image.new("RGB", (64, 96), "teal")
    ImageDraw.Draw(picture).ellipse((8, 8, 50, 50), "peru")
    file = io.BytesIO()
    picture.convert(mode).save(file, form, **options)
    return file.getvalue()


def png_with(*chunks: bytes) -> bytes:
    plain = image("PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


def png_texts(**texts: str) -> bytes:
    return png_with(*(text_chunk(name, text) for name, text in texts.items()))


def text_chunk(name: str, text: str) -> bytes:
    try:
        return chunk(b"tEXt", name.encode() + b"\0" + text.encode("latin-1"))
    except UnicodeEncodeError:
        return chunk(b"iTXt", name.encode() + b"\0\0\0\0\0" + text.encode())


Entry = tuple[int, int, bytes]  # tag, type, bytes
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1}


def exif(first: tuple[Entry, ...] = (), own: tuple[Entry, ...] = (), order: str = ">") -> bytes:
    """Return EXIF with a main directory and, where `own` is given, EXIF's own behind it."""
    if own:
        blank = _directory((*first, (0x8769, 4, bytes(4))), 8, order)
        place = struct.pack(f"{order}I", 8 + len(blank))
        main = _directory((*first, (0x8769, 4, place)), 8, order) + _directory(own, 8 + len(blank), order)
    else:
        main = _directory(first, 8, order)
    return (b"MM\0*" if order == ">" else b"II*\0") + struct.pack(f"{order}I", 8) + main


def _directory(entries: tuple[Entry, ...], place: int, order: str) -> bytes:
    head, body = struct.pack(f"{order}H", len(entries)), b""
    behind = place + 2 + 12 * len(entries) + 4
    for tag, kind, value in sorted(entries):
        stored = value.ljust(4, b"\0")
        if len(value) > 4:
            stored = struct.pack(f"{order}I", behind + len(body))
            body += value + b"\0" * (len(value) % 2)
        head += struct.pack(f"{order}HHI", tag, kind, len(value) // _SIZES[kind]) + stored
    return head + bytes(4) + body


def comment(text: bytes, order: str = ">") -> bytes:
    return exif(own=((0x9286, 7, text),), order=order)


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def jpeg_with(*segments: bytes) -> bytes:
    plain = image("JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def jpeg_exif(data: bytes) -> bytes:
    return jpeg_with(segment(0xE1, b"Exif\0\0" + data))


def xmp(inner: str) -> bytes:
    names = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    )
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}><rdf:Description rdf:about="">{inner}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def jpeg_xmp(inner: str) -> bytes:
    return jpeg_with(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(inner)))


def raw_profile(data: bytes) -> str:
    return f"\nexif\n{len(data):8}\n{data.hex()}\n"


def stealth(text: str) -> bytes:
    """Return a PNG with a text in the lowest bits of its alpha channel, down the columns."""
    packed = gzip.compress(text.encode(), mtime=0)
    hidden = b"stealth_pngcomp" + struct.pack(">I", len(packed) * 8) + packed
    bits = "".join(f"{byte:08b}" for byte in hidden)
    picture = Image.new("RGBA", (96, 128), (9, 99, 199, 254))
    pixels = picture.load()
    assert pixels is not None
    for place, bit in enumerate(bits):
        column, row = divmod(place, 128)
        pixels[column, row] = (9, 99, 199, 254 + int(bit))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


SWARM = {
    "sui_image_params": {
        "prompt": PROMPT,
        "negativeprompt": NEGATIVE,
        "model": "some_v2",
        "seed": 42,
        "steps": 30,
        "cfgscale": 7.0,
        "width": 512,
        "height": 768,
        "sampler": "euler_ancestral",
        "scheduler": "normal",
        "swarm_version": "0.9.7.0",
    },
    "sui_extra_data": {"date": "2025-01-02"},
}
NOVEL = {
    "prompt": PROMPT,
    "uc": NEGATIVE,
    "steps": 30,
    "width": 512,
    "height": 768,
    "scale": 7.0,
    "sampler": "k_euler_ancestral",
    "seed": 42,
    "v4_prompt": {"caption": {"base_caption": PROMPT, "char_captions": []}},
}
NOVEL_TEXTS = {
    "Title": "NovelAI generated image",
    "Description": PROMPT,
    "Software": "NovelAI",
    "Source": "some_v2",
    "Comment": json.dumps(NOVEL),
}
INVOKE = {
    "app_version": "5.4.3",
    "positive_prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "width": 512,
    "height": 768,
    "seed": 42,
    "cfg_scale": 7.0,
    "steps": 30,
    "scheduler": "euler_a",
    "model": {"key": "0-0", "name": "some_v2", "base": "sdxl"},
}
RUINED = {
    "Prompt": PROMPT,
    "Negative": NEGATIVE,
    "steps": 30,
    "cfg": 7.0,
    "width": 512,
    "height": 768,
    "seed": 42,
    "sampler_name": "euler_ancestral",
    "scheduler": "normal",
    "base_model_name": "some_v2",
    "loras": [],
    "software": "RuinedFooocus",
}
DRAW = {
    "c": PROMPT,
    "uc": NEGATIVE,
    "seed": 42,
    "steps": 30,
    "scale": 7,
    "sampler": "Euler A",
    "size": "512x768",
    "model": "some_v2",
}
EASY = {
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "seed": "42",
    "use_stable_diffusion_model": "some_v2",
    "width": "512",
    "height": "768",
    "num_inference_steps": "30",
    "guidance_scale": "7",
    "sampler_name": "euler_a",
}
FOOOCUS_RECORD = {
    **FOOOCUS,
    "prompt": PROMPT,
    "negative_prompt": NEGATIVE,
    "seed": "42",
    "steps": 30,
    "guidance_scale": 7.0,
    "base_model": "some_v2",
    "base_model_hash": "aa",
}
OLD_INVOKE = {
    "model_weights": "some_v2",
    "image": {
        "prompt": [{"prompt": f"{PROMPT} [{NEGATIVE}]", "weight": 1.0}],
        "sampler": "k_euler_a",
        "steps": 30,
        "cfg_scale": 7.0,
        "seed": 42,
        "width": 512,
        "height": 768,
    },
}
DREAM = f'"{PROMPT} [{NEGATIVE}]" -s 30 -S 42 -W 512 -H 768 -C 7.0 -A k_euler_a'


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}


SAMPLER = {
    "seed": 42,
    "steps": 30,
    "cfg": 7.0,
    "sampler_name": "euler_ancestral",
    "scheduler": "normal",
    "denoise": 1.0,
}
GRAPH: dict[str, Any] = {
    "3": node(
        "KSampler", **SAMPLER, model=["4", 0], positive=["6", 0], negative=["7", 0], latent_image=["5", 0]
    ),
    "4": node("CheckpointLoaderSimple", ckpt_name="some_v2"),
    "5": node("EmptyLatentImage", width=512, height=768, batch_size=1),
    "6": node("CLIPTextEncode", text=PROMPT, clip=["4", 1]),
    "7": node("CLIPTextEncode", text=NEGATIVE, clip=["4", 1]),
    "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
    "9": node("SaveImage", filename_prefix="C", images=["8", 0]),
}
WORKFLOW = json.dumps({"nodes": [], "links": []})


def unicode(text: str, order: str = "be") -> bytes:
    return b"UNICODE\0" + text.encode(f"utf-16-{order}")


FILES: tuple[ForeignFile, ...] = (
    ForeignFile("AUTOMATIC1111", "PNG tEXt", png_texts(parameters=INFOTEXT)),
    ForeignFile(
        "AUTOMATIC1111",
        "PNG iTXt",
        png_texts(parameters=INFOTEXT.replace("baker", "pâtissière 🎨")),
        {"prompt": PROMPT.replace("baker", "pâtissière 🎨")},
    ),
    ForeignFile(
        "AUTOMATIC1111",
        "PNG zTXt",
        png_with(chunk(b"zTXt", b"parameters\0\0" + zlib.compress(INFOTEXT.encode()))),
    ),
    ForeignFile("AUTOMATIC1111", "PNG eXIf", png_with(chunk(b"eXIf", comment(unicode(INFOTEXT))))),
    ForeignFile(
        "AUTOMATIC1111",
        "PNG raw profile",
        png_texts(**{"Raw profile type exif": raw_profile(b"Exif\0\0" + comment(unicode(INFOTEXT)))}),
    ),
    ForeignFile("AUTOMATIC1111", "JPEG UserComment", jpeg_exif(comment(unicode(INFOTEXT)))),
    ForeignFile(
        "AUTOMATIC1111", "JPEG UserComment, little endian", jpeg_exif(comment(unicode(INFOTEXT, "le"), "<"))
    ),
    ForeignFile(
        "AUTOMATIC1111", "JPEG UserComment, with a mark", jpeg_exif(comment(unicode("\ufeff" + INFOTEXT)))
    ),
    ForeignFile(
        "AUTOMATIC1111", "JPEG UserComment, UTF-8", jpeg_exif(comment(b"UNICODE\0" + INFOTEXT.encode()))
    ),
    ForeignFile(
        "AUTOMATIC1111", "JPEG UserComment, ASCII", jpeg_exif(comment(b"ASCII\0\0\0" + INFOTEXT.encode()))
    ),
    ForeignFile(
        "AUTOMATIC1111", "JPEG UserComment, no code", jpeg_exif(comment(bytes(8) + INFOTEXT.encode()))
    ),
    ForeignFile("AUTOMATIC1111", "JPEG UserComment, bare", jpeg_exif(comment(INFOTEXT.encode()))),
    ForeignFile("AUTOMATIC1111", "JPEG IFD0", jpeg_exif(exif(((0x9286, 2, INFOTEXT.encode() + b"\0"),)))),
    ForeignFile(
        "AUTOMATIC1111", "JPEG ImageDescription", jpeg_exif(exif(((0x010E, 2, INFOTEXT.encode() + b"\0"),)))
    ),
    ForeignFile("AUTOMATIC1111", "JPEG comment", jpeg_with(segment(0xFE, INFOTEXT.encode()))),
    ForeignFile("AUTOMATIC1111", "WebP UserComment", image("WEBP", exif=comment(unicode(INFOTEXT)))),
    ForeignFile("AUTOMATIC1111", "alpha channel", stealth(INFOTEXT)),
    ForeignFile(
        "Forge", "PNG tEXt", png_texts(parameters=f"{INFOTEXT}, Version: f2.0.1v1.10.1, Module 1: ae")
    ),
    ForeignFile(
        "SD.Next", "PNG tEXt", png_texts(parameters=f'{INFOTEXT}, App: SD.Next, Operations: "txt2img; hires"')
    ),
    ForeignFile(
        "stable-diffusion.cpp",
        "PNG tEXt",
        png_texts(
            parameters=f'{INFOTEXT}, SDCPP: {{"a": [1, 2], "b": "c, d: e"}}, Version: stable-diffusion.cpp'
        ),
    ),
    ForeignFile(
        "Civitai",
        "PNG tEXt",
        png_texts(
            parameters=f"{INFOTEXT}, Created Date: 2025-01-02T0304:05.67Z, "
            'Civitai resources: [{"type":"lora","weight":0.8}], Civitai metadata: {}'
        ),
    ),
    ForeignFile(
        "Fooocus",
        "PNG tEXt, infotext",
        png_texts(parameters=f'{INFOTEXT}, ADM Guidance: "(1.5, 0.8, 0.3)", Version: Fooocus v2.5.5'),
    ),
    ForeignFile("Fooocus", "PNG tEXt", png_texts(parameters=json.dumps(FOOOCUS_RECORD)), model="some_v2"),
    ForeignFile(
        "Fooocus",
        "JPEG UserComment",
        jpeg_exif(comment(unicode(json.dumps(FOOOCUS_RECORD)))),
        model="some_v2",
    ),
    ForeignFile("ComfyUI", "PNG tEXt", png_texts(prompt=json.dumps(GRAPH), workflow=WORKFLOW)),
    ForeignFile(
        "ComfyUI",
        "WebP Make and Model",
        image(
            "WEBP",
            exif=exif(
                (
                    (0x0110, 2, b"prompt:" + json.dumps(GRAPH).encode() + b"\0"),
                    (0x010F, 2, b"workflow:" + WORKFLOW.encode() + b"\0"),
                )
            ),
        ),
    ),
    ForeignFile(
        "ComfyUI",
        "JPEG Make and Model",
        jpeg_exif(exif(((0x0110, 2, b"prompt:" + json.dumps(GRAPH).encode() + b"\0"),))),
    ),
    ForeignFile(
        "ComfyUI",
        "JPEG UserComment",
        jpeg_exif(comment(unicode(json.dumps({"prompt": GRAPH, "workflow": {}})))),
    ),
    ForeignFile("SwarmUI", "PNG tEXt", png_texts(parameters=json.dumps(SWARM, indent=2))),
    ForeignFile("SwarmUI", "JPEG UserComment", jpeg_exif(comment(unicode(json.dumps(SWARM))))),
    ForeignFile("SwarmUI", "WebP UserComment", image("WEBP", exif=comment(unicode(json.dumps(SWARM))))),
    ForeignFile("InvokeAI", "PNG tEXt", png_texts(invokeai_metadata=json.dumps(INVOKE))),
    ForeignFile(
        "InvokeAI",
        "PNG tEXt, version 3",
        png_texts(invokeai_metadata=json.dumps({**INVOKE, "model": {"model_name": "some_v2"}})),
    ),
    ForeignFile("InvokeAI", "PNG tEXt, version 2", png_texts(**{"sd-metadata": json.dumps(OLD_INVOKE)})),
    ForeignFile("InvokeAI", "PNG tEXt, Dream", png_texts(Dream=DREAM), model=""),
    ForeignFile("NovelAI", "PNG tEXt", png_texts(**NOVEL_TEXTS)),
    ForeignFile("NovelAI", "alpha channel", stealth(json.dumps(NOVEL_TEXTS))),
    ForeignFile("RuinedFooocus", "PNG tEXt", png_texts(parameters=json.dumps(RUINED))),
    ForeignFile("Easy Diffusion", "PNG tEXt", png_texts(**EASY)),
    ForeignFile("Easy Diffusion", "JPEG UserComment", jpeg_exif(comment(unicode(json.dumps(EASY))))),
    ForeignFile(
        "Draw Things",
        "JPEG XMP",
        jpeg_xmp(
            f"<exif:UserComment><rdf:Alt><rdf:li>{json.dumps(DRAW)}</rdf:li></rdf:Alt></exif:UserComment>"
        ),
    ),
    ForeignFile(
        "Draw Things",
        "PNG XMP",
        png_with(
            chunk(
                b"iTXt",
                b"XML:com.adobe.xmp\0\0\0\0\0"
                + xmp(f"<exif:UserComment>{json.dumps(DRAW)}</exif:UserComment>"),
            )
        ),
    ),
)
