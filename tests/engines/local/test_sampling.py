"""The sampling loop, with an imitation U-Net."""

import numpy as np
import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Prediction
from portrait_app.engines.local.sampling import Guide, Plan, Progress, UNet, Watch, sample
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from tests.engines.local.imitation_unet import embedding, unet
from tests.engines.local.references import FILE, NAMES, NEGATIVE, POSITIVE, RUNS, SEED, Run

GUIDE = Guide(embedding(POSITIVE), embedding(NEGATIVE), 7.5)

names = pytest.mark.parametrize("name", NAMES)


def plan(name: str = "Euler", steps: int = 20, seeds: tuple[int, ...] = (SEED,)) -> Plan:
    return Plan(name, steps, seeds, (8, 8), NoiseSchedule())


class Observer(Watch):
    """Keeps what it is told."""

    def __init__(self, preview_every: int = 0, stop_after: int = 1000) -> None:
        self.preview_every = preview_every
        self.seen: list[Progress] = []
        self.previews: list[tuple[int, Array]] = []  # with the step
        self._stop_after = stop_after

    def cancelled(self) -> bool:
        return len(self.seen) >= self._stop_after

    def progress(self, progress: Progress) -> None:
        self.seen.append(progress)

    def preview(self, latents: Array) -> None:
        self.previews.append((self.seen[-1].step, latents))


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.key)
def test_a_seed_gives_the_latents_of_diffusers(run: Run) -> None:
    guide = Guide(embedding(POSITIVE), embedding(NEGATIVE), run.guidance)
    latents = sample(unet, guide, plan(run.name, run.steps), Watch())
    with np.load(FILE) as stored:
        assert np.abs(latents - stored[run.key][-1:]).max() <= 1e-4


@names
def test_pictures_of_a_batch_do_not_depend_on_one_another(name: str) -> None:
    together = sample(unet, GUIDE, plan(name, seeds=(5, 6, 7)), Watch())
    alone = [sample(unet, GUIDE, plan(name, seeds=(seed,)), Watch()) for seed in (5, 6, 7)]
    assert np.array_equal(together, np.concatenate(alone))
    assert not np.array_equal(together[0], together[1])


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        ("Euler", [1, 2, 3]),
        ("Heun", [1, 1, 2, 2, 3]),
        ("DPM2 a Karras", [1, 1, 2, 2, 3]),
        ("PNDM", [1, 1, 2, 3]),
    ],
)
def test_progress_counts_evaluations_and_steps(name: str, steps: list[int]) -> None:
    observer = Observer()
    sample(unet, GUIDE, plan(name, 3), observer)
    total = len(steps)
    assert observer.seen == [Progress(i, total, step, 3) for i, step in enumerate(steps, start=1)]


@names
def test_previews_approach_the_picture(name: str) -> None:
    observer = Observer(preview_every=3)
    latents = sample(unet, GUIDE, plan(name, 12), observer)
    assert [step for step, _ in observer.previews] == [3, 6, 9]  # the twelfth is the picture itself
    distances = [float(np.abs(preview - latents).mean()) for _, preview in observer.previews]
    assert distances[2] < distances[1] < distances[0]


def test_a_preview_of_a_model_that_predicts_the_velocity() -> None:
    picture = np.full((1, 4, 8, 8), 0.5, np.float32)

    def knows_the_picture(latents: Array, timestep: float, embeddings: Array) -> Array:
        alpha = float(np.cumprod(1 - np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2)[round(timestep)])
        noise = (latents - alpha**0.5 * picture) / (1 - alpha) ** 0.5
        velocity: Array = alpha**0.5 * noise - (1 - alpha) ** 0.5 * picture
        return velocity.astype(np.float32)

    observer = Observer(preview_every=2)
    schedule = NoiseSchedule(Prediction.VELOCITY)
    sample(knows_the_picture, GUIDE, Plan("UniPC", 10, (1,), (8, 8), schedule), observer)
    assert len(observer.previews) == 4
    for _, preview in observer.previews:
        assert preview == pytest.approx(picture, abs=1e-3)


def test_no_previews_unless_asked() -> None:
    observer = Observer()
    sample(unet, GUIDE, plan(), observer)
    assert observer.previews == []


def test_cancelled_before_the_next_evaluation() -> None:
    observer = Observer(stop_after=4)
    with pytest.raises(AppError) as failure:
        sample(unet, GUIDE, plan(), observer)
    assert failure.value.kind is ErrorKind.CANCELLED
    assert len(observer.seen) == 4


@pytest.mark.parametrize(("scale", "rows"), [(7.5, 4), (1.01, 4), (1, 2), (0.5, 2)])
def test_the_model_gets_the_negative_half_first(scale: float, rows: int) -> None:
    calls: list[tuple[Array, Array]] = []

    def recording(latents: Array, timestep: float, embeddings: Array) -> Array:
        calls.append((latents, embeddings))
        return unet(latents, timestep, embeddings)

    sample(recording, Guide(GUIDE.positive, GUIDE.negative, scale), plan(seeds=(1, 2)), Watch())
    prompts = [NEGATIVE, NEGATIVE, POSITIVE, POSITIVE][-rows:]
    for latents, embeddings in calls:
        assert latents.shape == (rows, 4, 8, 8)
        assert latents.flags.c_contiguous
        assert latents.dtype == embeddings.dtype == np.float32
        assert embeddings.shape == (rows, 77, 768)
        assert embeddings[:, 0, 0] == pytest.approx(prompts)
    assert len(calls) == 20


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_output_that_is_no_number(value: float) -> None:
    def broken(latents: Array, timestep: float, embeddings: Array) -> Array:
        return np.full_like(latents, value if timestep < 500 else 0)

    with pytest.raises(AppError) as failure:
        sample(broken, GUIDE, plan(), Watch())
    assert failure.value.kind is ErrorKind.DRAWING_FAILED
    assert failure.value.detail == "the model's output at timestep 473.211 is not finite"


def half(latents: Array, timestep: float, embeddings: Array) -> Array:
    return latents[:, :, ::2]


@pytest.mark.parametrize(
    ("model", "guide", "complaint"),
    [
        (half, GUIDE, "the model's output is"),
        (unet, Guide(GUIDE.positive, np.concatenate([GUIDE.negative] * 2), 7.5), "embeddings of"),
    ],
)
def test_shapes_that_do_not_fit(model: UNet, guide: Guide, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        sample(model, guide, plan(), Watch())
