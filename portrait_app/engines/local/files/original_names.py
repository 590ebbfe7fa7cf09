"""The names of tensors in single files, as the original program of Stable Diffusion wrote them.

Each function returns the source's name for each name of diffusers. The blocks of the U-Net are numbered
through, so their level and step are told by counting: this also reads layouts with fewer blocks, with or
without gaps in the numbers.
"""

import re
from collections.abc import Iterable, Mapping

UNET = "model.diffusion_model."
VAE = "first_stage_model."
TEXT = "cond_stage_model.transformer."

Names = dict[str, str]  # the name of diffusers: the name in the file

_RESNET = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "emb_layers.1": "time_emb_proj",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "skip_connection": "conv_shortcut",
}
_UNET_OUTSIDE = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
}
_VAE_PARTS = (
    (re.compile(r"\.mid\.block_1\."), ".mid_block.resnets.0."),
    (re.compile(r"\.mid\.block_2\."), ".mid_block.resnets.1."),
    (re.compile(r"\.mid\.attn_1\.norm\."), ".mid_block.attentions.0.group_norm."),
    (re.compile(r"\.mid\.attn_1\.(q|k|v)\."), r".mid_block.attentions.0.to_\1."),
    (re.compile(r"\.mid\.attn_1\.proj_out\."), ".mid_block.attentions.0.to_out.0."),
    (re.compile(r"\.down\.(\d+)\.block\."), r".down_blocks.\1.resnets."),
    (re.compile(r"\.down\.(\d+)\.downsample\."), r".down_blocks.\1.downsamplers.0."),
    (re.compile(r"\.up\.(\d+)\.block\."), r".up_blocks.\1.resnets."),
    (re.compile(r"\.up\.(\d+)\.upsample\."), r".up_blocks.\1.upsamplers.0."),
    (re.compile(r"\.nin_shortcut\."), ".conv_shortcut."),
    (re.compile(r"\.norm_out\."), ".conv_norm_out."),
)
_UP = re.compile(r"\.up_blocks\.(\d+)\.")
_BLOCK = re.compile(r"(input|output)_blocks\.(\d+)\.(\d+)\.(.+)")
_MIDDLE = re.compile(r"middle_block\.([012])\.(.+)")
# How AutoencoderKL of diffusers before 0.17 named its attention
_OLD_VAE = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
_OLD_ATTENTION = re.compile(r"\.attentions\.0\.(query|key|value|proj_attn)\.")


def unet_names(names: Iterable[str]) -> Names:
    """Return the names of the U-Net. Unknown names stay as they are, so that they are noticed."""
    inner = {name.removeprefix(UNET): name for name in names if name.startswith(UNET)}
    found = {_outside(name): source for name, source in inner.items() if not _numbered(name)}
    for side, target in (("input", "down"), ("output", "up")):
        found |= _counted(_blocks(inner, side), target)
    return found


def _numbered(name: str) -> bool:
    return bool(_BLOCK.fullmatch(name)) and not name.startswith("input_blocks.0.")


def _outside(name: str) -> str:
    """Return the name of a tensor outside the numbered blocks."""
    layer, _, kind = name.rpartition(".")
    if layer in _UNET_OUTSIDE:
        return f"{_UNET_OUTSIDE[layer]}.{kind}"
    if match := _MIDDLE.fullmatch(name):
        number, rest = int(match[1]), match[2]
        return (
            f"mid_block.attentions.0.{rest}"
            if number == 1
            else f"mid_block.resnets.{number // 2}.{_inside(rest)}"
        )
    return name


def _inside(name: str) -> str:
    """Return the name of a tensor inside a residual block."""
    layer, _, kind = name.rpartition(".")
    return f"{_RESNET.get(layer, layer)}.{kind}"


def _blocks(inner: Mapping[str, str], side: str) -> list[dict[tuple[int, str], str]]:
    """Return the numbered blocks in order: for place and name inside a block, the name in the file."""
    blocks: dict[int, dict[tuple[int, str], str]] = {}
    for name, source in inner.items():
        match = _BLOCK.fullmatch(name) if _numbered(name) else None
        if match and match[1] == side:
            blocks.setdefault(int(match[2]), {})[int(match[3]), match[4]] = source
    return [blocks[number] for number in sorted(blocks)]


def _counted(blocks: Iterable[Mapping[tuple[int, str], str]], target: str) -> Names:
    """Name the blocks by level and step. A layer that changes the size ends a level."""
    found: Names = {}
    level = step = 0
    for block in blocks:
        ends = False
        for (place, name), source in block.items():
            if name.startswith(("op.", "conv.")):  # the first on the way down, the second on the way up
                resize = "downsamplers" if target == "down" else "upsamplers"
                found[f"{target}_blocks.{level}.{resize}.0.conv.{name.partition('.')[2]}"] = source
                ends = True
            elif place == 0:
                found[f"{target}_blocks.{level}.resnets.{step}.{_inside(name)}"] = source
            else:
                found[f"{target}_blocks.{level}.attentions.{step}.{name}"] = source
        level, step = (level + 1, 0) if ends else (level, step + 1)
    return found


def vae_names(names: Iterable[str]) -> Names:
    """Return the names of the VAE."""
    inner = {name.removeprefix(VAE): name for name in names if name.startswith(VAE)}
    found = {_vae_name(name): source for name, source in inner.items()}
    # The original program counts the levels on the way up from the finest, diffusers from the coarsest.
    coarsest = max((int(match[1]) for name in found if (match := _UP.search(name))), default=0)
    return {
        _UP.sub(lambda match: f".up_blocks.{coarsest - int(match[1])}.", name): source
        for name, source in found.items()
    }


def _vae_name(name: str) -> str:
    for pattern, replacement in _VAE_PARTS:
        name = pattern.sub(replacement, name)
    return name


def old_vae_name(name: str) -> str:
    """Return today's name for a tensor of a VAE that an older diffusers wrote."""
    return _OLD_ATTENTION.sub(lambda match: f".attentions.0.{_OLD_VAE[match[1]]}.", name)


def text_names(names: Iterable[str]) -> Names:
    """Return the names of the text encoder."""
    return {text_name(name.removeprefix(TEXT)): name for name in names if name.startswith(TEXT)}


def text_name(name: str) -> str:
    """Return a name with its prefix, which transformers 5 and some programs do not write."""
    return name if name.startswith("text_model.") else f"text_model.{name}"
