"""The programs that speak AUTOMATIC1111's API, and in what they differ.

The API was never specified. What stands here was read in the programs' sources; only stable-diffusion.cpp's
server was run with this engine (`docs/measured.md`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One program, with the limits that its answers do not tell."""

    name: str  # shown to the user, not translated; empty for an unknown program
    can_stop: bool = False  # a picture that is being made can be stopped
    has_tasks: bool = False  # takes a task's id, and tells which task it works on
    keeps_schedule_in_options: bool = False  # the noise schedule is an option, not a field of the request
    has_own_fields: bool = False  # calls sampler and guidance scale by other names
    most_steps: int = 150
    most_guidance: float = 30
    most_pixels: int = 2048  # of a side
    most_seed: int = 2**32 - 1
    samplers: tuple[str, ...] = ()  # if the program does not list them


A1111 = Program(name="AUTOMATIC1111", can_stop=True, has_tasks=True)
FORGE = Program(name="Forge", can_stop=True, has_tasks=True)
SD_NEXT = Program(name="SD.Next", can_stop=True, keeps_schedule_in_options=True)
SD_CPP = Program(name="stable-diffusion.cpp")
# Larger values are reduced without a word: the seed wraps around, the others are clamped.
KOBOLD = Program(name="KoboldCpp", most_steps=80, most_guidance=25, most_pixels=1024, most_seed=2**31 - 1)
DRAW_THINGS = Program(
    name="Draw Things",
    has_own_fields=True,
    samplers=("DPM++ 2M Karras", "Euler A", "DDIM", "PLMS", "DPM++ SDE Karras", "UniPC", "LCM"),
)
UNKNOWN = Program(name="")

_FEW_OPTIONS = 5  # programs that only imitate the API have two options, the original has hundreds


def program_of(options: Mapping[str, Any], samplers: Iterable[Any], *, is_kobold: bool) -> Program:
    """Tell a program from its options and its list of samplers."""
    names = options.keys()
    if any(name.startswith("forge_") for name in names):
        return FORGE
    if any(name.startswith("diffusers_") for name in names):
        return SD_NEXT
    if is_kobold:
        return KOBOLD
    if len(names) > _FEW_OPTIONS:
        return A1111
    has_default = any(isinstance(one, dict) and one.get("name") == "default" for one in samplers)
    return SD_CPP if has_default else UNKNOWN


def is_draw_things(answer: Any) -> bool:
    """Return whether an answer is the configuration of Draw Things."""
    return isinstance(answer, dict) and {"model", "guidance_scale", "sampler"} <= answer.keys()
