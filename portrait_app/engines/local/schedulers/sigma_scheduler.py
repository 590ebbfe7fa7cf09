"""What the schedulers of Karras et al. (2022) have in common: latents that are not scaled down."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule, Spacing
from portrait_app.engines.local.schedulers.prediction import denoised_at_sigma


class SigmaScheduler(Scheduler):
    """Follows the slope of the latents from one sigma to the next.

    `sigmas` has the noise's standard deviation at each evaluation.
    """

    def __init__(self, timesteps: Array, sigmas: Array, schedule: NoiseSchedule) -> None:
        super().__init__(timesteps)
        self._sigmas = sigmas
        self._prediction = schedule.prediction
        largest = sigmas.max()
        leading = schedule.spacing is Spacing.LEADING
        self.initial_noise_sigma = float(np.sqrt(largest**2 + 1) if leading else largest)

    def scale(self, sample: Array, i: int) -> Array:
        return sample / np.sqrt(self._sigmas[i] ** 2 + 1)

    def _slope(self, output: Array, i: int, sample: Array) -> Array:
        """Return by how much the sample changes for each unit of sigma."""
        sigma = self._sigmas[i]
        return (sample - denoised_at_sigma(self._prediction, output, sample, sigma)) / sigma


def ancestral(sigma: np.float32, sigma_next: np.float32) -> tuple[np.float32, np.float32]:
    """Split a step into one down to less noise than `sigma_next`, and fresh noise. Return both sigmas."""
    up = np.sqrt(sigma_next**2 * (sigma**2 - sigma_next**2) / sigma**2)
    return np.sqrt(sigma_next**2 - up**2), up
