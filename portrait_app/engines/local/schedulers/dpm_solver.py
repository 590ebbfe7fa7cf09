"""DPM-Solver++ of the second order (Lu et al., 2022): DPM++ 2M, and DPM++ 2S without fresh noise."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.solver import Solver


class DPMMultistep(Solver):
    """DPM++ 2M: takes the change of the expected picture from the step before."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule, schedule.spacing or Spacing.LINSPACE)
        self._before: Array | None = None  # what was expected at the evaluation before

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        denoised = self._denoised(output, i, sample)
        before, self._before = self._before, denoised
        is_last = i == len(self.timesteps) - 1
        moved = self._first_order(denoised, i, i + 1, sample)
        if before is None or is_last:
            return moved
        lambdas = self._lambdas
        step = lambdas[i + 1] - lambdas[i]
        change = 1 / ((lambdas[i] - lambdas[i - 1]) / step) * (denoised - before)
        return moved - 0.5 * (self._alphas[i + 1] * (np.exp(-step) - 1)) * change


class DPMSinglestep(Solver):
    """DPM++ 2S: makes steps in pairs. The second goes again from the start of the first, with both outputs.

    The last step is always single, and so is the step before if the number of steps is even.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule, Spacing.LINSPACE)  # diffusers knows no other
        self._start: tuple[Array, Array] | None = None  # sample and expected picture, within a pair

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        denoised = self._denoised(output, i, sample)
        is_last = i == len(self.timesteps) - 1
        if self._start is None or is_last:
            self._start = sample, denoised
            return self._first_order(denoised, i, i + 1, sample)
        (start, expected), self._start = self._start, None
        lambdas = self._lambdas
        step = lambdas[i + 1] - lambdas[i - 1]
        change = 1 / ((lambdas[i] - lambdas[i - 1]) / step) * (denoised - expected)
        moved = self._first_order(expected, i - 1, i + 1, start)
        return moved - 0.5 * (self._alphas[i + 1] * (np.exp(-step) - 1)) * change
