"""What all schedulers have in common."""

from abc import ABC, abstractmethod

import numpy as np

from portrait_app.engines.local.arrays import Array


class Scheduler(ABC):
    """Removes the noise from latents, in one run: the next pictures need a new scheduler.

    There is one evaluation of the model for each of the `timesteps`:

        sample = noise * scheduler.initial_noise_sigma
        for i, timestep in enumerate(scheduler.timesteps):
            output = model(scheduler.scale(sample, i), timestep)
            sample = scheduler.step(output, i, sample, noise if scheduler.takes_noise(i) else None)

    Heun and the two DPM2 evaluate the model twice in each step but the last: `2 * steps - 1` evaluations.
    PNDM evaluates it twice in the first of two or more steps: `steps + 1`. All others: `steps`.

    Attributes:
        timesteps: what the model is told about the amount of noise, one number for each evaluation.
        step_numbers: the step that each evaluation belongs to, from 1.
        initial_noise_sigma: the standard deviation of the noise that the run begins with.
    """

    def __init__(self, timesteps: Array) -> None:
        self.timesteps = timesteps
        self.step_numbers = np.arange(1, len(timesteps) + 1)
        self.initial_noise_sigma = 1.0
        self._divisors: Array = np.ones_like(timesteps)  # of the model's input, for each evaluation
        self._fresh_noise: Array = np.zeros_like(timesteps)  # standard deviation, for each evaluation
        self._next = 0

    def scale(self, sample: Array, i: int) -> Array:
        """Return the input of the model for evaluation `i`."""
        return sample / self._divisors[i]

    def takes_noise(self, i: int) -> bool:
        """Return whether `step` needs fresh noise after evaluation `i`."""
        return bool(self._fresh_noise[i] > 0)

    def step(self, output: Array, i: int, sample: Array, noise: Array | None = None) -> Array:
        """Return the latents after evaluation `i`.

        Args:
            output: what the model predicts.
            i: the number of the evaluation. They come in order, each once.
            sample: the latents before the evaluation, not scaled.
            noise: noise with a standard deviation of 1. Needed where `takes_noise(i)`, else not used.
        """
        if i != self._next:
            raise ValueError(f"evaluation {i} instead of {self._next}: a scheduler is made for one run")
        if output.shape != sample.shape:
            raise ValueError(f"the model's output is {output.shape}, the latents are {sample.shape}")
        self._next += 1
        moved = self._advance(output, i, sample)
        if not self.takes_noise(i):
            return moved
        if noise is None or noise.shape != sample.shape:
            raise ValueError(f"evaluation {i} needs noise of the shape {sample.shape}")
        return moved + self._fresh_noise[i] * noise

    @abstractmethod
    def _advance(self, output: Array, i: int, sample: Array) -> Array:
        """Return the latents after evaluation `i`, without fresh noise."""
