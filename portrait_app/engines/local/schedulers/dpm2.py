"""DPM2, as Crowson's k-diffusion has it (in diffusers: KDPM2), with Karras sigmas."""

from itertools import pairwise

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule, Spacing
from portrait_app.engines.local.schedulers.sigma_scheduler import SigmaScheduler, ancestral
from portrait_app.engines.local.schedulers.timesteps import (
    karras_sigmas,
    sigma_timesteps,
    sigmas_at,
    timesteps_at,
    with_zero,
)


class DPM2Karras(SigmaScheduler):
    """Follows the slope in the middle of each step.

    Even evaluations are at the start of a step, odd ones in its middle. The last step has no second evaluation.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        plain = sigmas_at(sigma_timesteps(steps, schedule.spacing or Spacing.LINSPACE))
        karras = karras_sigmas(steps, float(plain[0]), float(plain[-1]))
        ends = with_zero(karras)
        starts, self._ends = ends[:-1], self._ends_of(ends)
        middles = _middle(starts[:-1], self._ends[:-1])
        super().__init__(
            _interleaved(timesteps_at(karras).round(), timesteps_at(middles)),
            _interleaved(starts, middles),
            schedule,
        )
        self._start: Array | None = None  # the sample at the start of the step

    @staticmethod
    def _ends_of(sigmas: Array) -> Array:
        """Return the sigma at which each step ends."""
        return sigmas[1:]

    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        slope = self._slope(output, i, sample)
        if self._start is None:
            self._start = sample
            is_last = i == len(self.timesteps) - 1
            middle = np.float32(0) if is_last else self._sigmas[i + 1]
            return sample + slope * (middle - self._sigmas[i])
        start, self._start = self._start, None
        return start + slope * (self._ends[i // 2] - self._sigmas[i - 1])


class DPM2AncestralKarras(DPM2Karras):
    """DPM2 a: goes further down in each step, then adds fresh noise."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule)
        sigmas = np.append(self._sigmas[::2], np.float32(0))
        self._ups = [ancestral(*pair)[1] for pair in pairwise(sigmas)]

    @staticmethod
    def _ends_of(sigmas: Array) -> Array:
        return np.array([ancestral(*pair)[0] for pair in pairwise(sigmas)], np.float32)

    def takes_noise(self, i: int) -> bool:
        return i % 2 == 1

    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        moved = super()._advance(output, i, sample, noise)
        return moved if noise is None else moved + noise * self._ups[i // 2]


def _middle(starts: Array, ends: Array) -> Array:
    """Return the geometric mean of the sigmas at both ends of each step."""
    first, last = np.log(starts), np.log(ends)
    return np.exp(last - (last - first) * np.float32(0.5))


def _interleaved(starts: np.ndarray, middles: np.ndarray) -> Array:
    """Return one value for each evaluation: start and middle by turns, and the last start."""
    values = np.empty(len(starts) + len(middles), np.float32)
    values[::2], values[1::2] = starts, middles
    return values
