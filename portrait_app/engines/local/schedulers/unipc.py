"""UniPC: a unified predictor-corrector (Zhao et al., 2023), of the second order."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.solver import Solver


class UniPC(Solver):
    """Corrects each step with the output that the model gives at its end, then predicts the next one."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule, schedule.spacing or Spacing.LINSPACE)
        self._expected_pictures: list[Array] = []  # of the last two evaluations, the latest last
        self._start: Array | None = None  # the sample, corrected, at the evaluation before

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        denoised = self._denoised(output, i, sample)
        if self._start is not None:
            sample = self._corrected(denoised, i, self._start)
        self._start = sample
        self._expected_pictures = [*self._expected_pictures[-1:], denoised]
        return self._predicted(i, sample)

    def _predicted(self, i: int, sample: Array) -> Array:
        """Return the sample at the next evaluation. The last step is of the first order."""
        latest = self._expected_pictures[-1]
        moved = self._first_order(latest, i, i + 1, sample)
        is_last = i == len(self.timesteps) - 1
        if len(self._expected_pictures) == 1 or is_last:
            return moved
        lambdas = self._lambdas
        step = lambdas[i + 1] - lambdas[i]
        ratio = (lambdas[i - 1] - lambdas[i]) / step
        change = (self._expected_pictures[-2] - latest) / ratio
        return moved - self._alphas[i + 1] * np.expm1(-step) * (np.float32(0.5) * change)

    def _corrected(self, denoised: Array, i: int, start: Array) -> Array:
        """Return the sample at evaluation `i`, now that it is known what the model expects there."""
        latest = self._expected_pictures[-1]
        moved = self._first_order(latest, i - 1, i, start)
        lambdas = self._lambdas
        step = lambdas[i] - lambdas[i - 1]
        growth = np.expm1(-step)
        if len(self._expected_pictures) == 1:
            return moved - self._alphas[i] * growth * (np.float32(0.5) * (denoised - latest))
        ratio = (lambdas[i - 2] - lambdas[i - 1]) / step
        of_before, of_now = _weights(ratio, -step)
        change = of_before * ((self._expected_pictures[-2] - latest) / ratio) + of_now * (denoised - latest)
        return moved - self._alphas[i] * growth * change


def _weights(ratio: np.float32, h: np.float32) -> Array:
    """Solve for the weights of both differences. B(h) is exp(h) - 1, in diffusers: bh2."""
    growth = np.expm1(h)
    phi = growth / h - 1
    right = np.array([phi / growth, (phi / h - np.float32(0.5)) * 2 / growth], np.float32)
    left = np.array([[1, 1], [ratio, 1]], np.float32)
    return np.linalg.solve(left, right)
