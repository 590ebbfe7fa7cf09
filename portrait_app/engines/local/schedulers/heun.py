"""Heun's method."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.sigma_scheduler import SigmaScheduler
from portrait_app.engines.local.schedulers.timesteps import sigma_timesteps, sigmas_at, with_zero


class Heun(SigmaScheduler):
    """Follows the mean of the slopes at the start and at the end of each step.

    Even evaluations are at the start of a step, odd ones at its end. The last step has no second evaluation.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        timesteps = sigma_timesteps(steps, schedule.spacing or Spacing.LINSPACE)
        sigmas = with_zero(sigmas_at(timesteps))
        inner = slice(1, -1)
        super().__init__(
            np.concatenate([timesteps[:1], timesteps[1:].repeat(2)]),
            np.concatenate([sigmas[:1], sigmas[inner].repeat(2), sigmas[-1:]]),
            schedule,
        )
        self.step_numbers = np.arange(len(self.timesteps)) // 2 + 1
        self._start: tuple[Array, Array] | None = None  # sample and slope at the start of the step

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        slope = self._slope(output, i, sample)
        if self._start is None:
            self._start = sample, slope
            return sample + slope * (self._sigmas[i + 1] - self._sigmas[i])
        start, start_slope = self._start
        self._start = None
        return start + (start_slope + slope) / 2 * (self._sigmas[i] - self._sigmas[i - 1])
