"""The requests whose pictures are compared with diffusers'. They are made from models with random weights."""

from dataclasses import dataclass
from pathlib import Path

from portrait_app.engines.local.child.work import Work
from portrait_app.engines.local.files.architecture import Architecture
from portrait_app.engines.local.trial_model import FULL, SMALL, TINY

FOLDER = Path(__file__).parents[2] / "fixtures" / "local"
WEIGHTS = 1  # the seed of the weights
LAYOUTS: dict[str, Architecture] = {"tiny": TINY, "small": SMALL, "full": FULL}


@dataclass(frozen=True)
class Case:
    """A request for a layout."""

    layout: str
    scheduler: str
    width: int
    height: int
    steps: int = 6
    guidance: float = 7.5
    prompt: str = "portrait of an old fisherman, soft light"
    negative_prompt: str = "blurry"
    seed: int = 531327

    @property
    def name(self) -> str:
        return f"{self.layout}-{self.scheduler.replace(' ', '-')}-{self.width}x{self.height}"

    @property
    def file(self) -> Path:
        """The reference picture."""
        return FOLDER / f"{self.name}.png"

    def work(self, folder: Path, samples: int = 1) -> Work:
        """Return the request for a model in `folder`."""
        return Work(
            folder=str(folder),
            width=self.width,
            height=self.height,
            prompt=self.prompt,
            negative_prompt=self.negative_prompt,
            scheduler=self.scheduler,
            steps=self.steps,
            guidance=self.guidance,
            seed=self.seed,
            samples=samples,
        )


CASES = (
    Case("tiny", "Euler", 128, 64),
    Case("tiny", "UniPC", 64, 64, guidance=1.0),
    Case("small", "Euler a", 64, 64),
    Case("full", "DPM Multi", 64, 128, prompt="a laughing girl, " * 20, negative_prompt="blurry, " * 50),
)
