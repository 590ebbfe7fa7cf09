"""The amount of noise at each timestep of a model's training, and what the model predicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

import numpy as np

from portrait_app.engines.local.arrays import Array

TRAIN_STEPS = 1000
_BETA_START = 0.00085
_BETA_END = 0.012
# The only values of these keys of a scheduler_config.json that the schedulers can follow.
_ONLY: Mapping[str, object] = {
    "num_train_timesteps": TRAIN_STEPS,
    "beta_schedule": "scaled_linear",
    "beta_start": _BETA_START,
    "beta_end": _BETA_END,
    "trained_betas": None,
    "rescale_betas_zero_snr": False,
    "thresholding": False,
}

_Member = TypeVar("_Member", bound=StrEnum)


class UnsupportedSchedule(ValueError):
    """A model needs a noise schedule that the schedulers do not know. The message names the value."""


class Prediction(StrEnum):
    """What a model predicts. The values are those of diffusers' `prediction_type`."""

    EPSILON = "epsilon"  # the noise
    VELOCITY = "v_prediction"  # a mixture of the noise and the picture


class Spacing(StrEnum):
    """How the timesteps are chosen. The values are those of diffusers' `timestep_spacing`."""

    LINSPACE = "linspace"
    LEADING = "leading"


@dataclass(frozen=True, slots=True)
class NoiseSchedule:
    """The noise schedule of a Stable Diffusion 1.x model.

    The betas are the same for all such models. A model may predict the velocity instead of the noise, and may
    name a spacing. Without one, each scheduler has its own, as in diffusers.
    """

    prediction: Prediction = Prediction.EPSILON
    spacing: Spacing | None = None

    @staticmethod
    def from_config(config: Mapping[str, object]) -> "NoiseSchedule":
        """Read a model's `scheduler_config.json`. The scheduler that it names is not read.

        Raises:
            UnsupportedSchedule: the model needs something else than the schedule of Stable Diffusion 1.x.
        """
        for key, only in _ONLY.items():
            if config.get(key, only) != only:
                raise UnsupportedSchedule(f"{key} is {config[key]!r}, not {only!r}")
        spacing = config.get("timestep_spacing")
        return NoiseSchedule(
            _member(Prediction, "prediction_type", config.get("prediction_type", Prediction.EPSILON)),
            None if spacing is None else _member(Spacing, "timestep_spacing", spacing),
        )


def _member(kind: type[_Member], key: str, value: object) -> _Member:
    try:
        return kind(str(value))
    except ValueError:
        allowed = " or ".join(repr(member.value) for member in kind)
        raise UnsupportedSchedule(f"{key} is {value!r}, not {allowed}") from None


@cache
def alphas_cumprod() -> Array:
    """Return, for each timestep, which part of a latent's variance is picture and not noise.

    Each value is rounded to float32 where torch rounds it, so that the table has the same bits.
    """
    start, end = np.float32(_BETA_START**0.5), np.float32(_BETA_END**0.5)
    step = np.float64((end - start) / np.float32(TRAIN_STEPS - 1))
    index = np.arange(TRAIN_STEPS)
    # torch.linspace counts the second half from the end, and rounds only the sums
    roots = np.where(index < TRAIN_STEPS // 2, start + step * index, end - step * (TRAIN_STEPS - 1 - index))
    betas = np.square(roots.astype(np.float32))
    table = np.cumprod(1 - betas, dtype=np.float64).astype(np.float32)
    table.flags.writeable = False
    return table


@cache
def train_sigmas() -> Array:
    """Return, for each timestep, the noise's standard deviation if the picture is not scaled down."""
    alphas = alphas_cumprod()
    table: Array = np.sqrt((1 - alphas) / alphas)
    table.flags.writeable = False
    return table
