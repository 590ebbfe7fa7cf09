"""What a model of the kind Stable Diffusion 1.x looks like: its networks as numbers. Needs no numpy."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from portrait_app.engines.local.conventions import Prediction, Spacing

SCALING = 0.18215  # of the latent, in every model of the kind 1.x


class Layout(StrEnum):
    """The layouts of the U-Net that are known by name."""

    FULL = "full"  # Stable Diffusion 1.x
    SMALL = "small"  # segmind/small-sd
    TINY = "tiny"  # segmind/tiny-sd, segmind/portrait-finetuned
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UnetLayout:
    """The U-Net.

    Attributes:
        channels: of each level, from the finest to the coarsest.
        blocks: residual blocks on each level on the way down; there is one more on the way up.
        attention: for each level, whether it has transformers.
        middle: whether there is a middle block.
        context: the width of the text's embedding.
    """

    channels: tuple[int, ...]
    blocks: int
    attention: tuple[bool, ...]
    middle: bool
    context: int

    @property
    def layout(self) -> Layout:
        levels = len(self.channels)
        if levels == 4 and self.blocks == 2 and self.middle:
            return Layout.FULL
        if levels == 4 and self.blocks == 1:
            return Layout.SMALL
        if levels == 3 and self.blocks == 1 and not self.middle:
            return Layout.TINY
        return Layout.OTHER


@dataclass(frozen=True, slots=True)
class VaeLayout:
    """The VAE: the channels of each level from the finest to the coarsest, and blocks on the way down."""

    channels: tuple[int, ...]
    blocks: int
    encoder: bool  # whether the file has the encoder too, which is not needed to make a picture


@dataclass(frozen=True, slots=True)
class TextLayout:
    """The text encoder, CLIP."""

    width: int
    layers: int
    hidden: int  # the width inside a layer
    vocabulary: int  # tokens that have an embedding
    places: int  # tokens in one chunk, 77


@dataclass(frozen=True, slots=True)
class Architecture:
    """A whole model."""

    unet: UnetLayout
    vae: VaeLayout
    text: TextLayout
    prediction: Prediction = Prediction.EPSILON
    spacing: Spacing | None = None  # None if each scheduler is to use its own
    scaling: float = SCALING

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return what `as_json` was made from. Raises ValueError, KeyError or TypeError for other values."""
        unet, vae, text = value["unet"], value["vae"], value["text"]
        return cls(
            UnetLayout(
                _numbers(unet["channels"]),
                int(unet["blocks"]),
                tuple(bool(has) for has in unet["attention"]),
                bool(unet["middle"]),
                int(unet["context"]),
            ),
            VaeLayout(_numbers(vae["channels"]), int(vae["blocks"]), bool(vae["encoder"])),
            TextLayout(**{name: int(number) for name, number in text.items()}),
            Prediction(value["prediction"]),
            None if value["spacing"] is None else Spacing(value["spacing"]),
            float(value["scaling"]),
        )


def _numbers(values: list[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
