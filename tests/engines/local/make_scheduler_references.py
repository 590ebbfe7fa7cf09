"""Makes `tests/fixtures/scheduler-references.npz` with diffusers. Not run by the tests.

In a virtual environment of its own:

    pip install torch==2.13.0 diffusers==0.42.1 scipy==1.17.1
    python -m tests.engines.local.make_scheduler_references

Each scheduler is made with `from_config` from the configuration of Stable Diffusion 1.5, as the documentation
of diffusers does it, and run like the pipeline of diffusers does. The noise comes from torch's generator, and
is stored with the latents. So are the versions.
"""

import inspect
import json
from typing import Any

import diffusers
import numpy as np
import torch

from portrait_app.engines.local.arrays import Array
from tests.engines.local.imitation_unet import predict
from tests.engines.local.references import (
    FILE,
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

MADE_WITH = {"diffusers": "0.42.1", "torch": "2.13.0"}
# scheduler/scheduler_config.json of Stable Diffusion 1.5
SD_1_5 = {
    "_class_name": "PNDMScheduler",
    "_diffusers_version": "0.6.0",
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "beta_start": 0.00085,
    "clip_sample": False,
    "num_train_timesteps": 1000,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "trained_betas": None,
}
CLASSES = {
    "DDIM": "DDIMScheduler",
    "DPM Multi": "DPMSolverMultistepScheduler",
    "DPM Single": "DPMSolverSinglestepScheduler",
    "Euler a": "EulerAncestralDiscreteScheduler",
    "Euler": "EulerDiscreteScheduler",
    "Heun": "HeunDiscreteScheduler",
    "DPM2 a Karras": "KDPM2AncestralDiscreteScheduler",
    "DPM2 Karras": "KDPM2DiscreteScheduler",
    "LMS": "LMSDiscreteScheduler",
    "PNDM": "PNDMScheduler",
    "DDPM": "DDPMScheduler",
    "UniPC": "UniPCMultistepScheduler",
    "dpmpp_2m": "DPMSolverMultistepScheduler",
}


def scheduler_of(run: Run) -> Any:
    """Make the scheduler as a user of diffusers does: from the configuration of the model's own one."""
    config = SD_1_5 | {"prediction_type": run.prediction}
    if run.spacing:
        config["timestep_spacing"] = run.spacing
    own = diffusers.PNDMScheduler.from_config(config)
    changes = {"use_karras_sigmas": True} if run.name.endswith("Karras") else {}
    scheduler = getattr(diffusers, CLASSES[run.name]).from_config(own.config, **changes)
    scheduler.set_timesteps(run.steps)
    return scheduler


def latents_of(run: Run, scheduler: Any) -> list[Array]:
    """Return the latents after each evaluation, as the pipeline of diffusers makes them."""
    generator = torch.Generator("cpu").manual_seed(SEED)
    sample = torch.randn(SHAPE, generator=generator) * scheduler.init_noise_sigma
    takes_generator = "generator" in inspect.signature(scheduler.step).parameters
    extra = {"generator": generator} if takes_generator else {}
    after = []
    for timestep in scheduler.timesteps:
        latents = scheduler.scale_model_input(sample, timestep).numpy()
        output = predict(latents, float(timestep), POSITIVE)
        if run.guidance > 1:
            away = predict(latents, float(timestep), NEGATIVE)
            output = away + np.float32(run.guidance) * (output - away)
        sample = scheduler.step(torch.from_numpy(output), timestep, sample, **extra).prev_sample
        after.append(sample.numpy().copy())
    return after


def main() -> None:
    """Make and write all references."""
    found = {"diffusers": diffusers.__version__, "torch": torch.__version__.partition("+")[0]}
    if found != MADE_WITH:
        raise SystemExit(f"{found}, but the references are made with {MADE_WITH}")
    generator = torch.Generator("cpu").manual_seed(SEED)
    arrays: dict[str, Any] = {
        "made with": np.array(json.dumps(MADE_WITH | {"config": SD_1_5})),
        "noise": np.concatenate([torch.randn(SHAPE, generator=generator).numpy() for _ in range(1 + 37)]),
    }
    generator = torch.Generator("cpu").manual_seed(OTHER_SEED)
    for shape in OTHER_SHAPES:
        arrays[f"noise {shape}"] = torch.randn(shape, generator=generator).numpy()
    for run in (*RUNS, *VARIANTS):
        scheduler = scheduler_of(run)
        arrays[run.timesteps_key] = scheduler.timesteps.numpy().astype(np.float32)
        after = latents_of(run, scheduler)
        arrays[run.key] = np.concatenate([after[i] for i in run.recorded(len(after))])
    np.savez_compressed(FILE, **arrays)
    print(f"{len(arrays)} arrays, {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
