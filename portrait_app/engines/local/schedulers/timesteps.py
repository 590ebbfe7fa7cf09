"""The timesteps and sigmas of a run, from a spacing and the number of steps.

Timesteps go from noise to picture, so they fall. In diffusers three groups of schedulers space them in
slightly different ways; there is a function for each group.
"""

import numpy as np

from portrait_app.engines.local.arrays import Array, Doubles
from portrait_app.engines.local.conventions import Spacing
from portrait_app.engines.local.schedulers.noise_schedule import TRAIN_STEPS, alphas_cumprod, train_sigmas

_STEPS_OFFSET = 1  # of SD 1.x
_RHO = 7.0  # how strongly the Karras sigmas are concentrated at little noise


def whole_timesteps(steps: int, spacing: Spacing) -> Array:
    """Return the timesteps of the schedulers that calculate with alphas: whole numbers."""
    if spacing is Spacing.LEADING:
        return _leading(steps)[:steps]
    return np.linspace(0, TRAIN_STEPS - 1, steps).round()[::-1].astype(np.float32)


def sigma_timesteps(steps: int, spacing: Spacing) -> Array:
    """Return the timesteps of the schedulers that calculate with sigmas. They may be fractions."""
    if spacing is Spacing.LEADING:
        return _leading(steps)[:steps]
    return np.linspace(0, TRAIN_STEPS - 1, steps, dtype=np.float32)[::-1]


def solver_timesteps(steps: int, spacing: Spacing) -> Array:
    """Return the timesteps of DPM-Solver and UniPC: those of one more step, without the last."""
    if spacing is Spacing.LEADING:
        return _leading(steps + 1)[:steps]
    return np.linspace(0, TRAIN_STEPS - 1, steps + 1).round()[::-1][:steps].astype(np.float32)


def _leading(parts: int) -> Array:
    starts = np.arange(parts) * (TRAIN_STEPS // parts) + _STEPS_OFFSET
    return starts[::-1].astype(np.float32)


def sigmas_at(timesteps: Array) -> Doubles:
    """Return the sigmas at timesteps, which may be fractions."""
    return np.interp(timesteps, np.arange(TRAIN_STEPS), train_sigmas())


def alpha_at(timestep: np.float32) -> np.float32:
    """Return the picture's share of the variance at a timestep, which may be a fraction."""
    return np.float32(np.interp(timestep, np.arange(TRAIN_STEPS), alphas_cumprod()))


def with_zero(sigmas: Doubles) -> Array:
    """Return the sigmas of a run, which ends without noise."""
    return np.append(sigmas, 0.0).astype(np.float32)


def karras_sigmas(steps: int, largest: float, smallest: float) -> Doubles:
    """Return sigmas spaced as Karras et al. (2022) propose: most of them at little noise."""
    ramp = np.linspace(0, 1, steps)
    first, last = largest ** (1 / _RHO), smallest ** (1 / _RHO)
    spaced: Doubles = (first + ramp * (last - first)) ** _RHO
    return spaced


def timesteps_at(sigmas: Array | Doubles) -> Array | Doubles:
    """Return the timesteps with these sigmas, in the precision of the sigmas. None of them may be zero."""
    logs = np.log(sigmas)
    table = np.log(train_sigmas())
    low = np.clip(np.searchsorted(table, logs, side="right") - 1, 0, TRAIN_STEPS - 2)
    weight = np.clip((table[low] - logs) / (table[low] - table[low + 1]), 0, 1)
    return (1 - weight) * low.astype(sigmas.dtype) + weight * (low + 1).astype(sigmas.dtype)
