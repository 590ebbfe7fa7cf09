"""The schedulers, by the names of the catalogue. Each calculates what diffusers' class of its kind does."""

from collections.abc import Callable, Mapping

from portrait_app.engines.local.schedulers.base import Scheduler
from portrait_app.engines.local.schedulers.ddim import DDIM
from portrait_app.engines.local.schedulers.ddpm import DDPM
from portrait_app.engines.local.schedulers.dpm2 import DPM2AncestralKarras, DPM2Karras
from portrait_app.engines.local.schedulers.dpm_solver import DPMMultistep, DPMSinglestep
from portrait_app.engines.local.schedulers.euler import Euler, EulerAncestral
from portrait_app.engines.local.schedulers.heun import Heun
from portrait_app.engines.local.schedulers.lms import LMS
from portrait_app.engines.local.schedulers.noise_schedule import TRAIN_STEPS, NoiseSchedule
from portrait_app.engines.local.schedulers.pndm import PNDM
from portrait_app.engines.local.schedulers.unipc import UniPC

SCHEDULERS: Mapping[str, Callable[[int, NoiseSchedule], Scheduler]] = {
    "DDIM": DDIM,
    "DPM Multi": DPMMultistep,
    "DPM Single": DPMSinglestep,
    "Euler a": EulerAncestral,
    "Euler": Euler,
    "Heun": Heun,
    "DPM2 a Karras": DPM2AncestralKarras,
    "DPM2 Karras": DPM2Karras,
    "LMS": LMS,
    "PNDM": PNDM,
    "DDPM": DDPM,
    "UniPC": UniPC,
    "dpmpp_2m": DPMMultistep,
}
MAX_STEPS = TRAIN_STEPS - 1  # the offset of 1 would move the first of 1000 timesteps out of the training


def make_scheduler(name: str, steps: int, schedule: NoiseSchedule) -> Scheduler:
    """Make a scheduler for one run.

    Raises:
        ValueError: there is no scheduler of this name, or none with this number of steps.
    """
    if name not in SCHEDULERS:
        raise ValueError(f"there is no scheduler {name!r}, only {', '.join(SCHEDULERS)}")
    if not 1 <= steps <= MAX_STEPS:
        raise ValueError(f"{steps} steps: a scheduler makes 1 to {MAX_STEPS}")
    return SCHEDULERS[name](steps, schedule)


__all__ = ["MAX_STEPS", "SCHEDULERS", "NoiseSchedule", "Scheduler", "make_scheduler"]
