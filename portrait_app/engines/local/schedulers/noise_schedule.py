"""The amount of noise at each timestep of a model's training, and what the model predicts."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Prediction, Spacing

TRAIN_STEPS = 1000
_BETA_START = 0.00085
_BETA_END = 0.012


@dataclass(frozen=True, slots=True)
class NoiseSchedule:
    """The noise schedule of a Stable Diffusion 1.x model.

    The betas are the same for all such models. A model may predict the velocity instead of the noise, and may
    name a spacing. Without one, each scheduler has its own, as in diffusers.
    """

    prediction: Prediction = Prediction.EPSILON
    spacing: Spacing | None = None


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
