"""What the schedulers of Karras et al. (2022) have in common: latents that are not scaled down."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.prediction import denoised_at_sigma


class SigmaScheduler(Scheduler):
    """Follows the slope of the latents from one sigma to the next.

    `sigmas` has the noise's standard deviation at each evaluation.
    """

    def __init__(self, timesteps: Array, sigmas: Array, schedule: NoiseSchedule) -> None:
        super().__init__(timesteps)
        self._sigmas = sigmas
        self._prediction = schedule.prediction
        self._divisors = np.sqrt(sigmas[: len(timesteps)] ** 2 + 1)
        largest = sigmas.max()
        leading = schedule.spacing is Spacing.LEADING
        self.initial_noise_sigma = float(np.sqrt(largest**2 + 1) if leading else largest)

    def _slope(self, output: Array, i: int, sample: Array) -> Array:
        """Return by how much the sample changes for each unit of sigma."""
        sigma = self._sigmas[i]
        return (sample - denoised_at_sigma(self._prediction, output, sample, sigma)) / sigma


def ancestral(sigmas: Array) -> tuple[Array, Array]:
    """Split each step into one down to less noise than the next sigma, and fresh noise.

    Return the sigmas at which the steps end, and those of the fresh noise.
    """
    start, end = sigmas[:-1], sigmas[1:]
    fresh = np.sqrt(end**2 * (start**2 - end**2) / start**2)
    return np.sqrt(end**2 - fresh**2), fresh
