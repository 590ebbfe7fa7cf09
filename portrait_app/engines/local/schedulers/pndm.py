"""PNDM: pseudo linear multistep method (Liu et al., 2022), which other programs call PLMS."""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.noise_schedule import TRAIN_STEPS, NoiseSchedule, alphas_cumprod
from portrait_app.engines.local.schedulers.prediction import noise_at_alpha
from portrait_app.engines.local.schedulers.timesteps import whole_timesteps

_REMEMBERED = 4  # outputs of the model


class PNDM(Scheduler):
    """Extrapolates the noise from the last four outputs of the model.

    The first step is made twice: the second time with the mean of the outputs at its start and its end.
    """

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        timesteps = whole_timesteps(steps, schedule.spacing or Spacing.LEADING)
        # The second timestep comes twice
        super().__init__(np.concatenate([timesteps[:2], timesteps[1:2], timesteps[2:]]))
        self.step_numbers = np.maximum(np.arange(len(self.timesteps)), 1)
        self._prediction = schedule.prediction
        self._stride = TRAIN_STEPS // steps
        self._outputs: list[Array] = []
        self._first_sample: Array | None = None

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        timestep = int(self.timesteps[i])
        if i == 1 and self._first_sample is not None:
            mean: Array = (output + self._outputs[-1]) / 2.0
            return self._transfer(self._first_sample, timestep + self._stride, timestep, mean)
        if i == 0:
            self._first_sample = sample
        self._outputs = [*self._outputs[1 - _REMEMBERED :], output]
        return self._transfer(sample, timestep, timestep - self._stride, self._extrapolated())

    def _extrapolated(self) -> Array:
        """Return the Adams-Bashforth combination of the remembered outputs."""
        match self._outputs:
            case [e1]:
                return e1
            case [e2, e1]:
                return (3.0 * e1 - e2) / 2.0
            case [e3, e2, e1]:
                return (23.0 * e1 - 16.0 * e2 + 5.0 * e3) / 12.0
            case [e4, e3, e2, e1]:
                return (1 / 24) * (55.0 * e1 - 59.0 * e2 + 37.0 * e3 - 9.0 * e4)
        raise AssertionError(len(self._outputs))

    def _transfer(self, sample: Array, timestep: int, next_timestep: int, output: Array) -> Array:
        """Return the sample at the next timestep: equation 9 of the paper."""
        alphas = alphas_cumprod()
        alpha, alpha_next = alphas[timestep], alphas[max(next_timestep, 0)]
        epsilon = noise_at_alpha(self._prediction, output, sample, alpha)
        of_noise = alpha * np.sqrt(1 - alpha_next) + np.sqrt(alpha * (1 - alpha) * alpha_next)
        return np.sqrt(alpha_next / alpha) * sample - (alpha_next - alpha) * epsilon / of_noise
