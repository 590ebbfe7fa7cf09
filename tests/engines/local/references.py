"""The reference latents that diffusers made: which ones there are, and where they lie."""

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parents[2] / "fixtures" / "scheduler-references.npz"
SEED = 3
SHAPE = (1, 4, 8, 8)
# Noise of a large seed, of which torch uses the lower bits, and of sizes that are no multiple of 16
OTHER_SEED = 2**40 + 531327
OTHER_SHAPES = ((1, 4, 5, 5), (1, 4, 3, 7), (1, 4, 2, 2))
POSITIVE, NEGATIVE = 1.0, 0.2  # the prompts of the imitation U-Net
NAMES = (
    "DDIM",
    "DPM Multi",
    "DPM Single",
    "Euler a",
    "Euler",
    "Heun",
    "DPM2 a Karras",
    "DPM2 Karras",
    "LMS",
    "PNDM",
    "DDPM",
    "UniPC",
    "dpmpp_2m",
)


@dataclass(frozen=True)
class Run:
    """One run of a scheduler. Its latents are stored under `key`, its timesteps under `timesteps_key`."""

    name: str
    steps: int
    guidance: float
    prediction: str = "epsilon"
    spacing: str = ""

    @property
    def key(self) -> str:
        return "/".join([self.name, str(self.steps), str(self.guidance), self.prediction, self.spacing])

    @property
    def timesteps_key(self) -> str:
        return "/".join(["timesteps", self.name, str(self.steps), self.spacing])

    def recorded(self, evaluations: int) -> list[int]:
        """Return the evaluations after which the latents are stored, the last among them."""
        last = evaluations - 1
        return [1, evaluations // 3, evaluations * 2 // 3, last] if self in RUNS else [last]


RUNS = tuple(Run(name, steps, guidance) for name in NAMES for steps in (20, 37) for guidance in (1.0, 7.5))
# What a model's scheduler_config.json may change: another prediction, and another spacing than the usual one
VARIANTS = (
    *(Run(name, 20, 7.5, prediction="v_prediction") for name in NAMES),
    *(Run(name, 20, 7.5, spacing="leading") for name in NAMES if name not in {"DDIM", "PNDM", "DDPM"}),
    *(Run(name, 20, 7.5, spacing="linspace") for name in ("DDIM", "PNDM", "DDPM")),
)
