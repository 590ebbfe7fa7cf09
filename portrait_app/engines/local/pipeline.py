"""Makes pictures: from the prompts to embeddings, to latents, to colours.

The pictures of a request are made one after another, so that four need no more memory than one.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from portrait_app.core.catalog import MAX_SEED
from portrait_app.engines.local import pictures
from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.child.work import Loading, Work
from portrait_app.engines.local.networks import SHRUNK, Networks
from portrait_app.engines.local.sampling import Plan, Progress, Watch, sample

_PREVIEW_PAUSE = 1.5  # seconds between two previews: each must be encoded, sent and decoded


@dataclass(frozen=True, slots=True)
class Step:
    """One evaluation of the U-Net is done."""

    sample: int  # of the pictures of the request, from 0
    progress: Progress
    seconds: float  # that the evaluation took
    preview: bytes = field(default=b"", repr=False)  # an image file, in some steps


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture."""

    seed: int
    data: bytes = field(repr=False)  # PNG


Report = Callable[[Step], None]


class Pipeline:
    """Makes the pictures of one request after another."""

    def __init__(self) -> None:
        self._networks: Networks | None = None

    def load(self, loading: Loading) -> None:
        """Compile the U-Net for a size, so that the next picture of this size begins sooner.

        Raises:
            AppError: the model's files cannot be read.
        """
        self._networks_for(loading).unet(guided=True)

    def make(self, work: Work, report: Report) -> Iterator[Picture]:
        """Yield the pictures of a request.

        Raises:
            AppError: the model's files cannot be read.
        """
        networks = self._networks_for(work.loading)
        seeds = [(work.seed + number) % (MAX_SEED + 1) for number in range(work.samples)]
        latents = _sampled(networks, work, seeds, report)
        for seed, colours in zip(seeds, networks.decoded(latents), strict=True):
            yield Picture(seed, pictures.png(colours))

    def _networks_for(self, loading: Loading) -> Networks:
        """Return the networks of the last request, or others after the last ones have been dropped."""
        if self._networks is None or self._networks.loading != loading:
            self._networks = None
            self._networks = Networks(loading)
        return self._networks


def _sampled(networks: Networks, work: Work, seeds: list[int], report: Report) -> list[Array]:
    """Return the finished latents."""
    guide = networks.guide(work.prompt, work.negative_prompt, work.guidance)
    run = networks.unet(guided=guide.is_guiding)
    size = work.height // SHRUNK, work.width // SHRUNK

    def noise(latents: Array, timestep: float, embeddings: Array) -> Array:
        return run(latents, np.array([timestep], np.float32), embeddings)

    latents = []
    for number, seed in enumerate(seeds):
        plan = Plan(work.scheduler, work.steps, [seed], size, networks.schedule)
        latents.append(sample(noise, guide, plan, _Reporter(number, report))[0])
    return latents


class _Reporter(Watch):
    """Reports the evaluations of one picture, with a preview from time to time."""

    preview_every = 1

    def __init__(self, number: int, report: Report) -> None:
        self._number = number
        self._report = report
        self._last = self._last_preview = time.monotonic()
        self._progress: Progress | None = None

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        self._report(Step(self._number, progress, now - self._last))
        self._last, self._progress = now, progress

    def preview(self, latents: Array) -> None:
        if self._progress is not None and self._last - self._last_preview >= _PREVIEW_PAUSE:
            self._report(Step(self._number, self._progress, 0, pictures.preview(latents[0])))
            self._last_preview = self._last
