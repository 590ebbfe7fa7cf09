"""The schedulers, against latents that diffusers made from the same noise with the same imitation U-Net."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.core.catalog import PARAMETERS
from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Prediction, Spacing
from portrait_app.engines.local.noise import Noise
from portrait_app.engines.local.schedulers import MAX_STEPS, SCHEDULERS, NoiseSchedule, make_scheduler
from tests.engines.local.imitation_unet import predict
from tests.engines.local.references import (
    FILE,
    NAMES,
    NEGATIVE,
    OTHER_SEED,
    OTHER_SHAPES,
    POSITIVE,
    RUNS,
    SEED,
    SHAPE,
    VARIANTS,
    Run,
)

LARGEST_DIFFERENCE = 1e-4

names = pytest.mark.parametrize("name", NAMES)


@cache
def references() -> Mapping[str, Array]:
    with np.load(FILE) as stored:
        return dict(stored)


def latents_after(run: Run, noise: Array) -> list[Array]:
    """Return the latents after each evaluation. `noise` has the initial latents and the fresh noise."""
    schedule = NoiseSchedule(Prediction(run.prediction), Spacing(run.spacing) if run.spacing else None)
    scheduler = make_scheduler(run.name, run.steps, schedule)
    fresh = iter(noise[:, np.newaxis])
    sample = next(fresh) * np.float32(scheduler.initial_noise_sigma)
    after = []
    for i, timestep in enumerate(scheduler.timesteps):
        latents = scheduler.scale(sample, i)
        output = predict(latents, float(timestep), POSITIVE)
        if run.guidance > 1:
            away = predict(latents, float(timestep), NEGATIVE)
            output = away + np.float32(run.guidance) * (output - away)
        sample = scheduler.step(output, i, sample, next(fresh) if scheduler.takes_noise(i) else None)
        after.append(sample)
    return after


def test_there_is_a_scheduler_for_each_name_of_the_catalogue() -> None:
    choices = next(parameter.choices for parameter in PARAMETERS if parameter.key == "scheduler")
    assert set(SCHEDULERS) == {choice.value for choice in choices} == set(NAMES)


@pytest.mark.parametrize("run", [*RUNS, *VARIANTS], ids=lambda run: run.key)
def test_latents_are_those_of_diffusers(run: Run) -> None:
    after = latents_after(run, references()["noise"])
    expected = references()[run.key]
    found = np.concatenate([after[i] for i in run.recorded(len(after))])
    assert found.dtype == np.float32
    assert np.abs(found - expected).max() <= LARGEST_DIFFERENCE


@pytest.mark.parametrize("run", [*RUNS, *VARIANTS], ids=lambda run: run.key)
def test_timesteps_are_those_of_diffusers(run: Run) -> None:
    schedule = NoiseSchedule(spacing=Spacing(run.spacing) if run.spacing else None)
    timesteps = make_scheduler(run.name, run.steps, schedule).timesteps
    assert timesteps == pytest.approx(references()[run.timesteps_key], abs=1e-3)


def test_noise_is_that_of_torch() -> None:
    noise = Noise(SEED)
    for expected in references()["noise"]:
        assert noise.next(SHAPE)[0] == pytest.approx(expected, abs=1e-6)


def test_noise_of_other_sizes_and_of_a_large_seed_is_that_of_torch() -> None:
    noise = Noise(OTHER_SEED)
    for shape in OTHER_SHAPES:
        assert noise.next(shape) == pytest.approx(references()[f"noise {shape}"], abs=1e-6)


@names
@settings(deadline=None, max_examples=30)
@given(steps=st.integers(1, 100), guidance=st.sampled_from([1.0, 7.5, 25.0]), seed=st.integers(0, 10**15))
def test_any_number_of_steps_ends_without_noise(name: str, steps: int, guidance: float, seed: int) -> None:
    noise = np.concatenate([Noise(seed).next(SHAPE) for _ in range(1 + steps)])
    run = Run(name, steps, guidance)
    latents = latents_after(run, noise)[-1]
    assert np.isfinite(latents).all()
    assert np.array_equal(latents, latents_after(run, noise)[-1])


@names
@pytest.mark.parametrize("prediction", Prediction)
@settings(deadline=None, max_examples=10)
@given(steps=st.integers(10, 100))
def test_a_perfect_model_finds_its_picture(name: str, prediction: Prediction, steps: int) -> None:
    """A model that knows the picture always says what the noise is. The run must end at the picture."""
    picture = np.linspace(-2, 2, 256, dtype=np.float32).reshape(SHAPE)
    schedule = NoiseSchedule(prediction)
    scheduler = make_scheduler(name, steps, schedule)
    noise = Noise(steps)
    sample = noise.next(SHAPE) * np.float32(scheduler.initial_noise_sigma)
    for i, timestep in enumerate(scheduler.timesteps):
        scaled = scheduler.scale(sample, i)
        alpha = _alpha(float(timestep))
        epsilon = (scaled - np.sqrt(alpha) * picture) / np.sqrt(1 - alpha)
        velocity = np.sqrt(alpha) * epsilon - np.sqrt(1 - alpha) * picture
        output = epsilon if prediction is Prediction.EPSILON else velocity
        fresh = noise.next(SHAPE) if scheduler.takes_noise(i) else None
        sample = scheduler.step(output.astype(np.float32), i, sample, fresh)
    # DDIM and PNDM stop at the first timestep, where 4 % of the noise are left
    assert np.abs(sample - picture).max() < 0.2


def _alpha(timestep: float) -> float:
    betas = np.linspace(0.00085**0.5, 0.012**0.5, 1000) ** 2
    sigmas = np.sqrt(1 / np.cumprod(1 - betas) - 1)
    return float(1 / (np.interp(timestep, np.arange(1000), sigmas) ** 2 + 1))


@names
def test_steps_are_numbered_as_the_user_counts_them(name: str) -> None:
    for steps in (1, 2, 20):
        scheduler = make_scheduler(name, steps, NoiseSchedule())
        numbers = list(scheduler.step_numbers)
        assert len(numbers) == len(scheduler.timesteps)
        assert numbers == sorted(numbers)
        assert set(numbers) == set(range(1, steps + 1))


@pytest.mark.parametrize(
    ("name", "evaluations"),
    [
        ("Heun", 39),
        ("DPM2 Karras", 39),
        ("DPM2 a Karras", 39),
        ("PNDM", 21),
        ("UniPC", 20),
        ("DPM Single", 20),
    ],
)
def test_number_of_evaluations(name: str, evaluations: int) -> None:
    assert len(make_scheduler(name, 20, NoiseSchedule()).timesteps) == evaluations


@names
@pytest.mark.parametrize("steps", [0, -1, MAX_STEPS + 1])
def test_impossible_number_of_steps(name: str, steps: int) -> None:
    with pytest.raises(ValueError, match=f"{steps} steps: a scheduler makes 1 to 999"):
        make_scheduler(name, steps, NoiseSchedule())


@names
def test_most_steps(name: str) -> None:
    assert make_scheduler(name, MAX_STEPS, NoiseSchedule()).timesteps.max() <= 999


def test_unknown_name() -> None:
    with pytest.raises(ValueError, match="there is no scheduler 'DPM 9', only DDIM, DPM Multi"):
        make_scheduler("DPM 9", 20, NoiseSchedule())


def test_a_scheduler_makes_one_run() -> None:
    latents = np.zeros(SHAPE, np.float32)
    scheduler = make_scheduler("Euler", 2, NoiseSchedule())
    scheduler.step(latents, 0, latents)
    with pytest.raises(ValueError, match="evaluation 0 instead of 1"):
        scheduler.step(latents, 0, latents)


def test_output_of_another_shape() -> None:
    scheduler = make_scheduler("Euler", 2, NoiseSchedule())
    with pytest.raises(ValueError, match="output is"):
        scheduler.step(np.zeros((2, 4, 8, 8), np.float32), 0, np.zeros(SHAPE, np.float32))


def test_missing_noise() -> None:
    latents = np.zeros(SHAPE, np.float32)
    with pytest.raises(ValueError, match="evaluation 0 needs noise"):
        make_scheduler("Euler a", 2, NoiseSchedule()).step(latents, 0, latents)


def test_noise_of_a_few_numbers() -> None:
    with pytest.raises(ValueError, match="fewer than 16"):
        Noise(1).next((1, 4, 1, 1))


def test_seeds_make_different_noise() -> None:
    assert not np.array_equal(Noise(1).next(SHAPE), Noise(2).next(SHAPE))
