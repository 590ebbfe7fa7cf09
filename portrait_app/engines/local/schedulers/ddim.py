"""DDIM: denoising diffusion implicit models (Song et al., 2020), without added noise."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import TRAIN_STEPS, NoiseSchedule, alphas_cumprod
from portrait_app.engines.local.schedulers.prediction import denoised_at_alpha, noise_at_alpha
from portrait_app.engines.local.schedulers.timesteps import whole_timesteps


class DDIM(Scheduler):
    """Goes straight to the next timestep, along the noise that the model sees."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(whole_timesteps(steps, schedule.spacing or Spacing.LEADING))
        self._prediction = schedule.prediction
        self._stride = TRAIN_STEPS // steps

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        timestep = int(self.timesteps[i])
        alphas = alphas_cumprod()
        alpha, alpha_next = alphas[timestep], alphas[max(timestep - self._stride, 0)]
        denoised = denoised_at_alpha(self._prediction, output, sample, alpha)
        epsilon = noise_at_alpha(self._prediction, output, sample, alpha)
        return np.sqrt(alpha_next) * denoised + np.sqrt(1 - alpha_next) * epsilon
