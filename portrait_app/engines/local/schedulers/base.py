"""What all schedulers have in common."""

from abc import ABC, abstractmethod

from portrait_app.engines.local.arrays import Array


class Scheduler(ABC):
    """Removes the noise from latents, in one run: the next pictures need a new scheduler.

    There is one evaluation of the model for each of the `timesteps`:

        sample = noise * scheduler.initial_noise_sigma
        for i, timestep in enumerate(scheduler.timesteps):
            output = model(scheduler.scale(sample, i), timestep)
            sample = scheduler.step(output, i, sample, noise if scheduler.takes_noise(i) else None)

    Heun and the two DPM2 evaluate the model twice in each step but the last: `2 * steps - 1` evaluations.
    PNDM evaluates it twice in one of two or more steps: `steps + 1`. All others: `steps`.

    Attributes:
        timesteps: what the model is told about the amount of noise, one number for each evaluation.
        initial_noise_sigma: the standard deviation of the noise that the run begins with.
    """

    initial_noise_sigma: float = 1.0

    def __init__(self, timesteps: Array) -> None:
        self.timesteps = timesteps
        self._expected = 0

    def scale(self, sample: Array, i: int) -> Array:  # noqa: ARG002 (for those that scale)
        """Return the input of the model for evaluation `i`."""
        return sample

    def takes_noise(self, i: int) -> bool:  # noqa: ARG002 (for those that add noise)
        """Return whether `step` needs fresh noise after evaluation `i`."""
        return False

    def step(self, output: Array, i: int, sample: Array, noise: Array | None = None) -> Array:
        """Return the latents after evaluation `i`.

        Args:
            output: what the model predicts.
            i: the number of the evaluation. They come in order, each once.
            sample: the latents before the evaluation, not scaled.
            noise: noise with a standard deviation of 1, where `takes_noise(i)`.
        """
        if i != self._expected:
            raise ValueError(f"evaluation {i} instead of {self._expected}: a scheduler is made for one run")
        if output.shape != sample.shape:
            raise ValueError(f"the model's output is {output.shape}, the latents are {sample.shape}")
        if self.takes_noise(i) and (noise is None or noise.shape != sample.shape):
            raise ValueError(f"evaluation {i} needs noise of the shape {sample.shape}")
        self._expected += 1
        return self._advance(output, i, sample, noise)

    @abstractmethod
    def _advance(self, output: Array, i: int, sample: Array, noise: Array | None) -> Array:
        """Do what `step` says, with checked arguments."""
