"""DDPM: denoising diffusion probabilistic models (Ho et al., 2020)."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule, alphas_cumprod
from portrait_app.engines.local.schedulers.prediction import denoised_at_alpha
from portrait_app.engines.local.schedulers.timesteps import whole_timesteps


class DDPM(Scheduler):
    """Adds fresh noise in each step, as in the training."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(whole_timesteps(steps, schedule.spacing or Spacing.LEADING))
        self._prediction = schedule.prediction
        self._alphas = np.append(alphas_cumprod()[self.timesteps.astype(int)], np.float32(1))
        alpha, alpha_next = self._alphas[:-1], self._alphas[1:]
        self._fresh_noise = np.sqrt((1 - alpha_next) / (1 - alpha) * (1 - alpha / alpha_next))

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        alpha, alpha_next = self._alphas[i : i + 2]
        step_alpha = alpha / alpha_next
        denoised = denoised_at_alpha(self._prediction, output, sample, alpha)
        of_denoised = np.sqrt(alpha_next) * (1 - step_alpha) / (1 - alpha)
        of_sample = np.sqrt(step_alpha) * (1 - alpha_next) / (1 - alpha)
        return of_denoised * denoised + of_sample * sample
