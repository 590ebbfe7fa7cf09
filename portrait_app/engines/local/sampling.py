"""The sampling loop: from a seed's noise to the latents of a finished picture.

The pipeline calls it once for the pictures of a request, with the U-Net as a function:

    plan = Plan("Euler a", steps=20, seeds=[7, 8], size=(64, 64), schedule=NoiseSchedule())
    latents = sample(unet, Guide(positive, negative, scale=7.5), plan, Watch())

`unet(latents, timestep, embeddings)` is called once for each evaluation of `Progress`. With guidance, its
batch has the negative half first, then the positive half, and in each half the pictures in the order of the
seeds: 2 * len(seeds) rows. Without guidance (a scale of 1 or less, as in diffusers) it has len(seeds) rows,
and the negative embedding is not used. All arrays are float32 and contiguous:

    latents     [rows, 4, height / 8, width / 8]
    timestep    a float, which may be a fraction
    embeddings  [rows, tokens, 768]
    result      the shape of the latents; float32

The pictures do not depend on one another: picture n of the seeds s, s + 1, … is the picture of the seed
s + n alone, if the U-Net treats its rows alike. So a pipeline may also call `sample` once for each seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.noise import Noise
from portrait_app.engines.local.schedulers import Scheduler, make_scheduler
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.schedulers.prediction import denoised_at_alpha
from portrait_app.engines.local.schedulers.timesteps import alpha_at

_CHANNELS = 4


class UNet(Protocol):
    """The model. See above for its arguments and its result."""

    def __call__(self, latents: Array, timestep: float, embeddings: Array, /) -> Array: ...


@dataclass(frozen=True, slots=True)
class Guide:
    """The embeddings of both prompts, [tokens, width] each and equally long, and the guidance scale."""

    positive: Array
    negative: Array
    scale: float

    @property
    def is_guiding(self) -> bool:
        """Whether the negative prompt has an effect, which takes twice the time."""
        return self.scale > 1


@dataclass(frozen=True, slots=True)
class Plan:
    """What to sample.

    Attributes:
        scheduler: a name of the table `SCHEDULERS`.
        steps: as the user counts them. Some schedulers evaluate the model more often.
        seeds: one for each picture.
        size: height and width of the latents: those of the picture divided by 8.
        schedule: what the model was trained with.
    """

    scheduler: str
    steps: int
    seeds: Sequence[int]
    size: tuple[int, int]
    schedule: NoiseSchedule


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sampling is, after an evaluation of the U-Net.

    The fraction for a progress bar and for the time left is `evaluation / evaluations`.
    """

    evaluation: int  # from 1
    evaluations: int
    step: int  # from 1: the step that the evaluation belonged to
    steps: int


class Watch:
    """Watches the sampling, in the thread that samples. A subclass overrides what it wants to know.

    Attributes:
        preview_every: after how many steps there is a preview. 0 for none.
    """

    preview_every: int = 0

    def cancelled(self) -> bool:
        """Return whether to stop. Asked before each evaluation."""
        return False

    def progress(self, progress: Progress) -> None:
        """Take note of the progress, after each evaluation."""

    def preview(self, latents: Array) -> None:
        """Show the latents that the model expects at the end: without noise, but also without details yet.

        Called after `progress`. There is no preview of the last step, whose latents are the result.
        """


def sample(unet: UNet, guide: Guide, plan: Plan, watch: Watch) -> Array:
    """Return the latents of the finished pictures, [seeds, 4, height, width], still scaled for the U-Net.

    Raises:
        AppError: CANCELLED; DRAWING_FAILED if the model's output is no number any more.
        ValueError: an unknown scheduler, a number of steps that it cannot make, or arrays of wrong shapes.
    """
    scheduler = make_scheduler(plan.scheduler, plan.steps, plan.schedule)
    noises = [Noise(seed) for seed in plan.seeds]
    shape = (1, _CHANNELS, *plan.size)
    embeddings = _batch(guide, len(noises))
    latents = _next(noises, shape) * np.float32(scheduler.initial_noise_sigma)
    evaluations = len(scheduler.timesteps)
    for i, timestep in enumerate(scheduler.timesteps):
        if watch.cancelled():
            raise AppError(ErrorKind.CANCELLED)
        scaled = scheduler.scale(latents, i)
        output = _guided(unet, guide, scaled, float(timestep), embeddings)
        noise = _next(noises, shape) if scheduler.takes_noise(i) else None
        latents = scheduler.step(output, i, latents, noise)
        watch.progress(Progress(i + 1, evaluations, int(scheduler.step_numbers[i]), plan.steps))
        if watch.preview_every and _ends_step(scheduler, i, watch.preview_every):
            alpha = alpha_at(timestep)
            watch.preview(denoised_at_alpha(plan.schedule.prediction, output, scaled, alpha))
    return latents


def _batch(guide: Guide, pictures: int) -> Array:
    """Return the embeddings of one evaluation: the negative ones first, if they have an effect."""
    halves = [guide.negative, guide.positive] if guide.is_guiding else [guide.positive]
    if halves[0].shape != guide.positive.shape:
        raise ValueError(f"embeddings of {guide.positive.shape} and {guide.negative.shape}")
    return np.stack(halves).repeat(pictures, axis=0)


def _next(noises: Sequence[Noise], shape: tuple[int, ...]) -> Array:
    return np.concatenate([noise.next(shape) for noise in noises])


def _guided(unet: UNet, guide: Guide, latents: Array, timestep: float, embeddings: Array) -> Array:
    """Evaluate the model, and move its output away from that of the negative prompt."""
    rows = np.concatenate([latents, latents]) if guide.is_guiding else latents
    output = unet(rows, timestep, embeddings)
    if not np.isfinite(output).all():
        raise AppError(ErrorKind.DRAWING_FAILED, f"the model's output at timestep {timestep:g} is not finite")
    if not guide.is_guiding:
        return output
    away, towards = np.split(output, 2)
    return away + np.float32(guide.scale) * (towards - away)


def _ends_step(scheduler: Scheduler, i: int, every: int) -> bool:
    """Return whether evaluation `i` is the last one of every n-th step, and another step follows."""
    step, following = [*scheduler.step_numbers[i : i + 2], 0][:2]
    return bool(step < following and step % every == 0)
