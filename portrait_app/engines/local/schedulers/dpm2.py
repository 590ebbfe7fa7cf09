"""DPM2, as Crowson's k-diffusion has it (in diffusers: KDPM2), with Karras sigmas."""

import numpy as np

from portrait_app.engines.local.arrays import Array, Doubles
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.sigma_scheduler import SigmaScheduler, ancestral
from portrait_app.engines.local.schedulers.timesteps import (
    karras_sigmas,
    sigma_timesteps,
    sigmas_at,
    timesteps_at,
    with_zero,
)


class DPM2Karras(SigmaScheduler):
    """Follows the slope in the middle of each step, down to the sigma in `_ends`.

    Even evaluations are at the start of a step, odd ones in its middle. The last step has no second one.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        plain = sigmas_at(sigma_timesteps(steps, schedule.spacing or Spacing.LINSPACE))
        karras = karras_sigmas(steps, float(plain[0]), float(plain[-1]))
        sigmas = with_zero(karras)
        self._ends, fresh_noise = self._split(sigmas)
        middles = _middles(sigmas[:-2], self._ends[:-1])
        super().__init__(
            _by_turns(timesteps_at(karras).round(), timesteps_at(middles)),
            _by_turns(sigmas[:-1], middles),
            schedule,
        )
        self.step_numbers = np.arange(len(self.timesteps)) // 2 + 1
        self._fresh_noise[1::2] = fresh_noise[:-1]
        self._start: Array | None = None  # the sample at the start of the step

    @staticmethod
    def _split(sigmas: Array) -> tuple[Array, Array]:
        """Return the sigmas at which the steps end, and those of the fresh noise."""
        return sigmas[1:], np.zeros_like(sigmas[1:])

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        slope = self._slope(output, i, sample)
        if self._start is None:
            self._start = sample
            is_last = i == len(self.timesteps) - 1
            middle = self._ends[-1] if is_last else self._sigmas[i + 1]
            return sample + slope * (middle - self._sigmas[i])
        start, self._start = self._start, None
        return start + slope * (self._ends[i // 2] - self._sigmas[i - 1])


class DPM2AncestralKarras(DPM2Karras):
    """DPM2 a: goes further down in each step, then adds fresh noise."""

    @staticmethod
    def _split(sigmas: Array) -> tuple[Array, Array]:
        return ancestral(sigmas)


def _middles(starts: Array, ends: Array) -> Array:
    """Return the geometric mean of the sigmas at both ends of each step."""
    first, last = np.log(starts), np.log(ends)
    return np.exp(last - (last - first) * np.float32(0.5))


def _by_turns(starts: Doubles | Array, middles: Doubles | Array) -> Array:
    """Return one value for each evaluation: start and middle by turns, and the last start."""
    values = np.empty(len(starts) + len(middles), np.float32)
    values[::2], values[1::2] = starts, middles
    return values
