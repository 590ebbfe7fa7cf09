"""Euler's method, with and without fresh noise."""

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.sigma_scheduler import SigmaScheduler, ancestral
from portrait_app.engines.local.schedulers.timesteps import sigma_timesteps, sigmas_at, with_zero


class Euler(SigmaScheduler):
    """Follows the slope at the start of each step, down to the sigma in `_ends`."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        timesteps = sigma_timesteps(steps, schedule.spacing or Spacing.LINSPACE)
        super().__init__(timesteps, with_zero(sigmas_at(timesteps)), schedule)
        self._ends = self._sigmas[1:]

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        return sample + self._slope(output, i, sample) * (self._ends[i] - self._sigmas[i])


class EulerAncestral(Euler):
    """Euler a: goes further down in each step, then adds fresh noise."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule)
        self._ends, self._fresh_noise = ancestral(self._sigmas)
