"""DDPM: denoising diffusion probabilistic models (Ho et al., 2020)."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule, Spacing, alphas_cumprod
from portrait_app.engines.local.schedulers.prediction import denoised_at_alpha
from portrait_app.engines.local.schedulers.timesteps import whole_timesteps

_LEAST_VARIANCE = np.float32(1e-20)


class DDPM(Scheduler):
    """Adds fresh noise in each step, as in the training."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(whole_timesteps(steps, schedule.spacing or Spacing.LEADING))
        self._prediction = schedule.prediction

    def takes_noise(self, i: int) -> bool:
        return bool(self.timesteps[i] > 0)

    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        alphas = alphas_cumprod()
        alpha = alphas[int(self.timesteps[i])]
        is_last = i == len(self.timesteps) - 1
        alpha_next = np.float32(1) if is_last else alphas[int(self.timesteps[i + 1])]
        step_alpha = alpha / alpha_next
        denoised = denoised_at_alpha(self._prediction, output, sample, alpha)
        of_denoised = np.sqrt(alpha_next) * (1 - step_alpha) / (1 - alpha)
        of_sample = np.sqrt(step_alpha) * (1 - alpha_next) / (1 - alpha)
        mean = of_denoised * denoised + of_sample * sample
        if noise is None:
            return mean
        variance = max((1 - alpha_next) / (1 - alpha) * (1 - step_alpha), _LEAST_VARIANCE)
        return mean + np.sqrt(variance) * noise
