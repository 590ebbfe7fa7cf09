"""Euler's method, with and without fresh noise."""

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule, Spacing
from portrait_app.engines.local.schedulers.sigma_scheduler import SigmaScheduler, ancestral
from portrait_app.engines.local.schedulers.timesteps import sigma_timesteps, sigmas_at, with_zero


class Euler(SigmaScheduler):
    """Follows the slope at the start of each step."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        timesteps = sigma_timesteps(steps, schedule.spacing or Spacing.LINSPACE)
        super().__init__(timesteps, with_zero(sigmas_at(timesteps)), schedule)

    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        return sample + self._slope(output, i, sample) * (self._sigmas[i + 1] - self._sigmas[i])


class EulerAncestral(Euler):
    """Euler a: goes further down in each step, then adds fresh noise."""

    def takes_noise(self, i: int) -> bool:
        return bool(self._sigmas[i + 1] > 0)

    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        down, up = ancestral(self._sigmas[i], self._sigmas[i + 1])
        moved = sample + self._slope(output, i, sample) * (down - self._sigmas[i])
        return moved if noise is None else moved + noise * up
