"""Make small models: in the layout of diffusers, and as single files with the original names."""

import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from portrait_app.engines.local.files import record as stored
from portrait_app.engines.local.files.architecture import Architecture, TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.files.expected import text_shapes, unet_shapes, vae_shapes
from portrait_app.engines.local.files.safetensors import write_safetensors
from portrait_app.engines.local.files.tensor_file import Array, Number

TOKENS = 49408
UNET, VAE, TEXT = "model.diffusion_model.", "first_stage_model.", "cond_stage_model.transformer."
_TEXT = TextLayout(width=64, layers=2, hidden=128, vocabulary=TOKENS, places=77)
_VAE = VaeLayout((32, 32, 64, 64), 2, encoder=True)
_LEVELS = (True, True, True, False)
TINY = Architecture(UnetLayout((32, 64, 96), 1, (True,) * 3, middle=False, context=64), _VAE, _TEXT)
SMALL = Architecture(UnetLayout((32, 64, 96, 96), 1, _LEVELS, middle=True, context=64), _VAE, _TEXT)
FULL = Architecture(UnetLayout((32, 64, 96, 96), 2, _LEVELS, middle=True, context=64), _VAE, _TEXT)

Weights = dict[str, Array]


def random_weights(shapes: Mapping[str, tuple[int, ...]], seed: int = 0) -> Weights:
    drawn = np.random.default_rng(seed)
    return {
        name: drawn.standard_normal(shape, np.float32).astype(np.float16) for name, shape in shapes.items()
    }


def networks(architecture: Architecture) -> dict[str, Weights]:
    """Return random weights of the three networks, by the stored file."""
    return {
        stored.UNET: random_weights(unet_shapes(architecture.unet), 1),
        stored.VAE: random_weights(vae_shapes(architecture.vae), 2),
        stored.TEXT_ENCODER: random_weights(text_shapes(architecture.text), 3),
    }


def write_weights(
    path: Path, weights: Mapping[str, Array], metadata: Mapping[str, str] | None = None
) -> None:
    """Write a safetensors file."""
    numbers = {number.numpy_type: number for number in Number if number.numpy_type}
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = {
        name: (numbers[array.dtype.str.replace("|", "")], array.shape) for name, array in weights.items()
    }
    with path.open("wb") as file:
        for _ in write_safetensors(file, tensors, weights.values(), metadata):
            pass


def write_folder(folder: Path, architecture: Architecture = TINY) -> dict[str, Weights]:
    """Write a model in the layout of diffusers, and return its weights."""
    model = networks(architecture)
    for name, weights in model.items():
        write_weights(folder / name, weights)
    return model


def single_file(model: Mapping[str, Weights]) -> Weights:
    """Return the weights of a model with the names of a single file."""
    return {
        **{UNET + unet_name(name): array for name, array in model[stored.UNET].items()},
        **dict(vae_name(name, array) for name, array in model[stored.VAE].items()),
        **{
            "cond_stage_model.transformer." + name: array
            for name, array in model[stored.TEXT_ENCODER].items()
        },
        f"{TEXT}text_model.embeddings.position_ids": np.arange(77)[np.newaxis],
        "betas": np.zeros(1000, np.float32),
    }


_OUTSIDE = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
_INSIDE = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}


def unet_name(name: str, gap: int = 3) -> str:
    """Return the original name. The numbers of blocks leave `gap` for each level."""
    layer, _, kind = name.rpartition(".")
    if layer in _OUTSIDE:
        return f"{_OUTSIDE[layer]}.{kind}"
    match = re.fullmatch(r"(down|mid|up)_blocks?\.(?:(\d)\.)?(\w+)\.(\d)\.(.+)", layer)
    assert match, name
    side, level, part, step = match[1], int(match[2] or 0), match[3], int(match[4])
    inner = _INSIDE.get(match[5], match[5]) if part == "resnets" else match[5]
    if side == "mid":
        return f"middle_block.{1 if part == 'attentions' else 2 * step}.{inner}.{kind}"
    if part == "downsamplers":
        return f"input_blocks.{gap * (level + 1)}.0.op.{kind}"
    if part == "upsamplers":
        return f"output_blocks.{gap * level + gap - 1}.{2 if level else 1}.conv.{kind}"
    place = 1 if part == "attentions" else 0
    if side == "down":
        return f"input_blocks.{gap * level + step + 1}.{place}.{inner}.{kind}"
    return f"output_blocks.{gap * level + step}.{place}.{inner}.{kind}"


def vae_name(name: str, array: Array, levels: int = 4) -> tuple[str, Array]:
    """Return the original name and shape: the attention's matrices are convolutions there."""
    for pattern, replacement in (
        (r"\.mid_block\.resnets\.0\.", ".mid.block_1."),
        (r"\.mid_block\.resnets\.1\.", ".mid.block_2."),
        (r"\.mid_block\.attentions\.0\.group_norm\.", ".mid.attn_1.norm."),
        (r"\.mid_block\.attentions\.0\.to_([qkv])\.", r".mid.attn_1.\1."),
        (r"\.mid_block\.attentions\.0\.to_out\.0\.", ".mid.attn_1.proj_out."),
        (r"\.down_blocks\.(\d)\.resnets\.", r".down.\1.block."),
        (r"\.down_blocks\.(\d)\.downsamplers\.0\.", r".down.\1.downsample."),
        (r"\.up_blocks\.(\d)\.resnets\.", r".up.\1.block."),
        (r"\.up_blocks\.(\d)\.upsamplers\.0\.", r".up.\1.upsample."),
        (r"\.conv_shortcut\.", ".nin_shortcut."),
        (r"\.conv_norm_out\.", ".norm_out."),
    ):
        name = re.sub(pattern, replacement, name)
    name = re.sub(r"\.up\.(\d)\.", lambda match: f".up.{levels - 1 - int(match[1])}.", name)
    if re.search(r"attn_1\.(q|k|v|proj_out)\.weight", name):
        array = array[:, :, np.newaxis, np.newaxis]
    return VAE + name, array


def bfloat16(array: Array) -> Array:
    """Return the bits of float32 numbers cut to bfloat16."""
    return (array.astype(np.float32).view(np.uint32) >> 16).astype(np.uint16)
