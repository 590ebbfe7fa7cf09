"""Tell the layout of each network from its tensors, and check that all of them are there."""

import re
from collections.abc import Iterator, Mapping

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.architecture import TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.files.expected import Shapes, text_shapes, unet_shapes, vae_shapes
from portrait_app.engines.local.files.families import refuse_inputs

_MOST = 64  # levels, steps or layers; CLIP has 12
_GROUPS = 32  # into which the channels are divided
_HEAD = 64  # channels of a head of CLIP's attention
_NAMED = 5  # missing tensors

_TOKENS = "text_model.embeddings.token_embedding.weight"
_PLACES = "text_model.embeddings.position_embedding.weight"


class Tensors:
    """The shapes of a network's tensors, in the names of diffusers, and the name of their file."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]], file: str) -> None:
        self.shapes = shapes
        self.file = file

    def __contains__(self, name: object) -> bool:
        return name in self.shapes

    def axis(self, name: str, number: int) -> int:
        """Return the length of an axis. Raises ModelFileError."""
        shape = self.shapes.get(name)
        if shape is None:
            raise ModelFileError(Refusal.TENSORS_MISSING, name, file=self.file, missing=name, count=1)
        if number >= len(shape) or shape[number] < 1:
            raise self.wrong(name, "another", shape)
        return shape[number]

    def counted(self, name: str) -> int:
        """Return how many parts are numbered after a name, from 0 to the highest number."""
        pattern = re.compile(re.escape(name) + r"\.(\d{1,9})\.")
        return max((int(match[1]) + 1 for found in self.shapes if (match := pattern.match(found))), default=0)

    def wrong(self, name: str, expected: object, found: object) -> ModelFileError:
        return ModelFileError(
            Refusal.WRONG_SHAPE, name, file=self.file, tensor=name, expected=str(expected), found=str(found)
        )

    def unknown(self, name: str) -> ModelFileError:
        return ModelFileError(Refusal.UNKNOWN_LAYOUT, name, file=self.file, tensor=name[:200])

    def check(self, expected: Shapes) -> None:
        """Check that all expected tensors are there, in a shape for the same numbers.

        Raises ModelFileError.
        """
        missing = [name for name in expected if name not in self.shapes]
        if missing:
            names = "\n".join(missing[:_NAMED])
            raise ModelFileError(
                Refusal.TENSORS_MISSING, names, file=self.file, missing=names, count=len(missing)
            )
        for name, shape in expected.items():
            if _without_ones(self.shapes[name]) != _without_ones(shape):
                raise self.wrong(name, shape, self.shapes[name])

    def others(self, expected: Shapes) -> Iterator[str]:
        """Yield the names of tensors that are not expected."""
        return (name for name in self.shapes if name not in expected)


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Drop the last axes of length 1: older files write some matrices as convolutions of one pixel."""
    while len(shape) > 1 and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def unet_layout(tensors: Tensors) -> UnetLayout:
    """Return the layout of a complete U-Net. Raises ModelFileError."""
    levels = min(tensors.counted("down_blocks"), _MOST)
    blocks = tensors.counted("down_blocks.0.resnets")
    attention = tuple(f"down_blocks.{level}.attentions.0.norm.weight" in tensors for level in range(levels))
    if not any(attention):
        context = None
    else:
        block = f"down_blocks.{attention.index(True)}.attentions.0.transformer_blocks.0"
        context = tensors.axis(f"{block}.attn2.to_k.weight", 1)
    refuse_inputs(tensors.axis("conv_in.weight", 1), context, tensors.file)
    channels = tuple(
        tensors.axis(f"down_blocks.{level}.resnets.0.conv1.weight", 0) for level in range(levels)
    )
    if context is None or max(levels, blocks) >= _MOST or any(width % _GROUPS for width in channels):
        raise tensors.unknown("down_blocks")
    layout = UnetLayout(channels, blocks, attention, "mid_block.resnets.0.conv1.weight" in tensors, context)
    expected = unet_shapes(layout)
    for name in tensors.others(expected):
        raise tensors.unknown(name)
    tensors.check(expected)
    return layout


def vae_layout(tensors: Tensors) -> VaeLayout:
    """Return the layout of a VAE with a complete decoder. Raises ModelFileError."""
    levels = min(tensors.counted("decoder.up_blocks"), _MOST)
    blocks = tensors.counted("decoder.up_blocks.0.resnets") - 1
    channels = tuple(
        tensors.axis(f"decoder.up_blocks.{level}.resnets.0.conv1.weight", 0)
        for level in reversed(range(levels))
    )
    if (
        not channels
        or not 0 < blocks < _MOST
        or levels >= _MOST
        or any(width % _GROUPS for width in channels)
    ):
        tensors.axis("decoder.conv_in.weight", 0)  # says that there is no decoder, if that is so
        raise tensors.unknown("decoder")
    layout = VaeLayout(channels, blocks, encoder="encoder.conv_in.weight" in tensors)
    expected = vae_shapes(layout)
    for name in tensors.others(expected):
        if name.startswith(("decoder.", "encoder.", "post_quant_conv.")):
            raise tensors.unknown(name)
    tensors.check(expected)
    return layout


def text_layout(tensors: Tensors) -> TextLayout:
    """Return the layout of a complete text encoder. Raises ModelFileError."""
    layers = tensors.counted("text_model.encoder.layers")
    layout = TextLayout(
        width=tensors.axis(_TOKENS, 1),
        layers=layers,
        hidden=tensors.axis("text_model.encoder.layers.0.mlp.fc1.weight", 0),
        vocabulary=tensors.axis(_TOKENS, 0),
        places=tensors.axis(_PLACES, 0),
    )
    if layers >= _MOST or layout.width % _HEAD:
        raise tensors.unknown("text_model")
    expected = text_shapes(layout)
    for name in tensors.others(expected):
        if ".layers." in name:
            raise tensors.unknown(name)
    tensors.check(expected)
    return layout
