"""LMS: the linear multistep method of Katherine Crowson."""

import numpy as np
from numpy.polynomial.legendre import leggauss

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.schedulers.euler import Euler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule

_ORDER = 4
# Two Gauss-Legendre points integrate polynomials up to the third degree exactly.
_POINTS, _WEIGHTS = leggauss(_ORDER // 2)


class LMS(Euler):
    """Extrapolates the slope from the last four slopes, through which it lays a polynomial."""

    def __init__(self, steps: int, schedule: NoiseSchedule) -> None:
        super().__init__(steps, schedule)
        self._slopes: list[Array] = []  # the latest first

    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        self._slopes = [self._slope(output, i, sample), *self._slopes[: _ORDER - 1]]
        change = np.zeros_like(sample)
        for slope, coefficient in zip(self._slopes, self._coefficients(i), strict=True):
            change += np.float32(coefficient) * slope
        return sample + change

    def _coefficients(self, i: int) -> list[float]:
        """Return the integral of each slope's Lagrange polynomial over the step."""
        start, end = (float(sigma) for sigma in self._sigmas[i : i + 2])
        nodes = [float(self._sigmas[i - back]) for back in range(len(self._slopes))]
        points = (start + end) / 2 + (end - start) / 2 * _POINTS
        coefficients = []
        for this in nodes:
            values = np.ones_like(points)
            for other in nodes:
                if other != this:
                    values *= (points - other) / (this - other)
            coefficients.append(float(values @ _WEIGHTS) * (end - start) / 2)
        return coefficients
