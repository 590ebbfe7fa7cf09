"""What DPM-Solver++ and UniPC have in common: steps in the logarithm of the signal-to-noise ratio."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Prediction, Spacing
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.timesteps import sigmas_at, solver_timesteps, with_zero


class Solver(Scheduler):
    """Solves the diffusion equation for the expected picture instead of the noise.

    For each evaluation, and for the end of the run, there are: `_alphas`, the factor of the picture in the
    latent; `_sigmas`, that of the noise; `_lambdas`, the logarithm of their ratio, infinite at the end.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule, spacing: Spacing) -> None:
        timesteps = solver_timesteps(steps, spacing)
        super().__init__(timesteps)
        self._prediction = schedule.prediction
        relative = with_zero(sigmas_at(timesteps))
        self._alphas: Array = np.reciprocal(np.sqrt(relative**2 + 1))
        self._sigmas = relative * self._alphas
        noisy = slice(-1)
        self._lambdas = np.full_like(relative, np.inf)
        self._lambdas[noisy] = np.log(self._alphas[noisy]) - np.log(self._sigmas[noisy])

    def _denoised(self, output: Array, i: int, sample: Array) -> Array:
        """Return the picture that the model expects."""
        alpha, sigma = self._alphas[i], self._sigmas[i]
        if self._prediction is Prediction.VELOCITY:
            return alpha * sample - sigma * output
        return (sample - sigma * output) / alpha

    def _first_order(self, denoised: Array, start: int, end: int, sample: Array) -> Array:
        """Move the sample from one evaluation's noise to another's, as if the expected picture stayed."""
        shrink = np.exp(self._lambdas[start] - self._lambdas[end]) - 1
        return self._sigmas[end] / self._sigmas[start] * sample - self._alphas[end] * shrink * denoised
