"""Models with random weights, for trials: the selftest, tests and measurements. Their pictures show noise.

They are written without numpy, so that the program can try the engine although only the child has numpy. The same
architecture and seed give the same files everywhere.
"""

import json
import math
import random
import struct
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from portrait_app.engines.local.files import record as names
from portrait_app.engines.local.files.architecture import Architecture, TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.files.record import Brought, ModelRecord

Shape = tuple[int, ...]
Shapes = Mapping[str, Shape]

CLIP = TextLayout(width=768, layers=12, hidden=3072, vocabulary=49408, places=77)
VAE = VaeLayout((128, 256, 512, 512), 2, encoder=False)
TINY = Architecture(UnetLayout((320, 640, 1280), 1, (True,) * 3, middle=False, context=768), VAE, CLIP)
SMALL = Architecture(
    UnetLayout((320, 640, 1280, 1280), 1, (True, True, True, False), middle=True, context=768), VAE, CLIP
)
FULL = Architecture(
    UnetLayout((320, 640, 1280, 1280), 2, (True, True, True, False), middle=True, context=768), VAE, CLIP
)

# Random numbers are drawn once and repeated. The amount is a prime number, so that the rows of a matrix differ.
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
            hashed = sha256()
            while block := file.read(1 << 20):
                hashed.update(block)
        brought.append(Brought(name, path.stat().st_size, hashed.hexdigest()))
    record = ModelRecord(architecture, folder.name, tuple(brought), {file.name: file.size for file in brought})
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


def _distribution(name: str, shape: Shape) -> tuple[float, float]:
    """Return mean and standard deviation of a tensor's numbers, such that all layers keep the contrast."""
    if name.endswith(".bias"):
        return 0.0, _BIAS
    if len(shape) == 1:
        return 1.0, _NORM
    return 0.0, 1 / math.sqrt(math.prod(shape[1:]))


def unet_shapes(layout: UnetLayout) -> dict[str, Shape]:
    """Return the tensors of a U-Net, by the names of diffusers."""
    channels, first = layout.channels, layout.channels[0]
    time, last = 4 * first, len(channels) - 1
    shapes = {
        **_conv("conv_in", first, 4),
        **_linear("time_embedding.linear_1", time, first),
        **_linear("time_embedding.linear_2", time, time),
    }
    for level, (before, width) in enumerate(pairwise((first, *channels))):
        block = f"down_blocks.{level}"
        for step in range(layout.blocks):
            shapes |= _resnet(f"{block}.resnets.{step}", width if step else before, width, time)
            if layout.attention[level]:
                shapes |= _transformer(f"{block}.attentions.{step}", width, layout.context)
        if level < last:
            shapes |= _conv(f"{block}.downsamplers.0.conv", width, width)
    if layout.middle:
        width = channels[-1]
        shapes |= _resnet("mid_block.resnets.0", width, width, time)
        shapes |= _transformer("mid_block.attentions.0", width, layout.context)
        shapes |= _resnet("mid_block.resnets.1", width, width, time)
    above = channels[-1]
    for place, level in enumerate(reversed(range(len(channels)))):
        block, width, below = f"up_blocks.{place}", channels[level], channels[max(level - 1, 0)]
        for step in range(layout.blocks + 1):
            skipped = below if step == layout.blocks else width
            shapes |= _resnet(f"{block}.resnets.{step}", (width if step else above) + skipped, width, time)
            if layout.attention[level]:
                shapes |= _transformer(f"{block}.attentions.{step}", width, layout.context)
        if level > 0:
            shapes |= _conv(f"{block}.upsamplers.0.conv", width, width)
        above = width
    return shapes | _norm("conv_norm_out", first) | _conv("conv_out", 4, first)


def vae_shapes(layout: VaeLayout) -> dict[str, Shape]:
    """Return the tensors of a VAE's decoder."""
    widest, finest = layout.channels[-1], layout.channels[0]
    shapes = {
        **_conv("post_quant_conv", 4, 4, kernel=1),
        **_conv("decoder.conv_in", widest, 4),
        **_resnet("decoder.mid_block.resnets.0", widest, widest),
        **_norm("decoder.mid_block.attentions.0.group_norm", widest),
        **_resnet("decoder.mid_block.resnets.1", widest, widest),
    }
    for part in ("to_q", "to_k", "to_v", "to_out.0"):
        shapes |= _linear(f"decoder.mid_block.attentions.0.{part}", widest, widest)
    levels = tuple(reversed(layout.channels))
    for level, (above, width) in enumerate(pairwise((widest, *levels))):
        block = f"decoder.up_blocks.{level}"
        for step in range(layout.blocks + 1):
            shapes |= _resnet(f"{block}.resnets.{step}", width if step else above, width)
        if level < len(levels) - 1:
            shapes |= _conv(f"{block}.upsamplers.0.conv", width, width)
    return shapes | _norm("decoder.conv_norm_out", finest) | _conv("decoder.conv_out", 3, finest)


def text_shapes(layout: TextLayout) -> dict[str, Shape]:
    """Return the tensors of a text encoder."""
    width = layout.width
    shapes: dict[str, Shape] = {
        "text_model.embeddings.token_embedding.weight": (layout.vocabulary, width),
        "text_model.embeddings.position_embedding.weight": (layout.places, width),
    }
    for number in range(layout.layers):
        name = f"text_model.encoder.layers.{number}"
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            shapes |= _linear(f"{name}.self_attn.{part}", width, width)
        shapes |= _norm(f"{name}.layer_norm1", width) | _norm(f"{name}.layer_norm2", width)
        shapes |= _linear(f"{name}.mlp.fc1", layout.hidden, width)
        shapes |= _linear(f"{name}.mlp.fc2", width, layout.hidden)
    return shapes | _norm("text_model.final_layer_norm", width)


def _linear(name: str, width: int, before: int, *, bias: bool = True) -> dict[str, Shape]:
    return {f"{name}.weight": (width, before), **({f"{name}.bias": (width,)} if bias else {})}


def _conv(name: str, width: int, before: int, *, kernel: int = 3) -> dict[str, Shape]:
    return {f"{name}.weight": (width, before, kernel, kernel), f"{name}.bias": (width,)}


def _norm(name: str, width: int) -> dict[str, Shape]:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}


def _resnet(name: str, before: int, width: int, time: int = 0) -> dict[str, Shape]:
    return {
        **_norm(f"{name}.norm1", before),
        **_conv(f"{name}.conv1", width, before),
        **(_linear(f"{name}.time_emb_proj", width, time) if time else {}),
        **_norm(f"{name}.norm2", width),
        **_conv(f"{name}.conv2", width, width),
        **(_conv(f"{name}.conv_shortcut", width, before, kernel=1) if before != width else {}),
    }


def _transformer(name: str, width: int, context: int) -> dict[str, Shape]:
    block = f"{name}.transformer_blocks.0"
    shapes = _norm(f"{name}.norm", width) | _conv(f"{name}.proj_in", width, width, kernel=1)
    for attention, read in (("attn1", width), ("attn2", context)):
        shapes |= _linear(f"{block}.{attention}.to_q", width, width, bias=False)
        shapes |= _linear(f"{block}.{attention}.to_k", width, read, bias=False)
        shapes |= _linear(f"{block}.{attention}.to_v", width, read, bias=False)
        shapes |= _linear(f"{block}.{attention}.to_out.0", width, width)
    for number in (1, 2, 3):
        shapes |= _norm(f"{block}.norm{number}", width)
    shapes |= _linear(f"{block}.ff.net.0.proj", 8 * width, width) | _linear(f"{block}.ff.net.2", width, 4 * width)
    return shapes | _conv(f"{name}.proj_out", width, width, kernel=1)
