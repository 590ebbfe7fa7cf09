"""The table of the models that are shipped with the program.

`jobs.model_list` has all models: these, what engines report, and what the user has added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portrait_app.core.engines import segmind, sketch
from portrait_app.core.field import Choice, Kind, Value
from portrait_app.core.parameters import (
    LONGEST_PROMPT,
    MAX_SEED,
    PARAMETERS,
    RANDOM_SEED,
    SCHEDULERS,
    STORED_PARAMETERS,
    Parameter,
    ValueSource,
)
from portrait_app.core.text import QT_TRANSLATE_NOOP

__all__ = [
    "ENDPOINTS",
    "LONGEST_PROMPT",
    "MAX_SEED",
    "PARAMETERS",
    "RANDOM_SEED",
    "SAMPLE_VALUES",
    "SEGMIND",
    "SKETCH",
    "STORED_PARAMETERS",
    "Endpoint",
    "Parameter",
    "ValueSource",
    "defaults",
    "endpoint",
    "endpoints_of",
    "find_endpoint",
    "sample_values",
]

SEGMIND = segmind.ROW.key
SKETCH = sketch.ROW.key


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that makes pictures."""

    slug: str
    name: str
    engine: str
    help: str
    unused: frozenset[str] = frozenset()  # keys of parameters that have no effect on this model
    parameters: tuple[Parameter, ...] = ()
    cuts_text: bool = True  # the model reads a text only up to the parameter's token limit
    reads_weights: bool = False  # "(word:1.2)" in a prompt gives the word a weight
    draws: bool = False  # makes drawings, not photographs
    weights_hash: str = ""  # "Model hash" in the records of other programs; empty if not known
    family: str = ""  # what the model was made from, such as "sd1.5"; the nearest model is of the same family
    about_cost: Decimal = Decimal(0)  # USD per picture, from the service's documentation

    @property
    def used(self) -> tuple[Parameter, ...]:
        """The parameters that have an effect on this model."""
        return tuple(row for row in self.parameters if row.key not in self.unused)

    def parameter(self, key: str) -> Parameter:
        """Return the parameter called `key`. Raises KeyError if the endpoint has none."""
        for parameter in self.parameters:
            if parameter.key == key:
                return parameter
        raise KeyError(key)


_ABOUT = Decimal("0.003")
_ABOUT_TINY = Decimal("0.006")  # also for models without a documented price: the nearest that is documented
_ABOUT_SDXL = Decimal("0.01")
_SD = "sd1.5"
_SDXL = "sdxl"


def _with(**changes: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the common parameters, with changed attributes by key."""
    return tuple(replace(row, **changes.get(row.key, {})) for row in PARAMETERS)


def _sister(slug: str, name: str, help_: str, legacy: Choice) -> Endpoint:
    """Return a model of Segmind with the common ranges. `legacy` is the scheduler of its sample."""
    choices = tuple(Choice(one, one) for one in SCHEDULERS)
    return Endpoint(
        slug=slug,
        name=name,
        engine=SEGMIND,
        help=help_,
        parameters=_with(scheduler={"choices": (*choices, legacy)}),
        reads_weights=True,  # its sample has weights
        family=_SD,
        about_cost=_ABOUT_TINY,
    )


_SIDE_OF_SDXL = {
    "kind": Kind.INTEGER,
    "choices": (),
    "default": 1024,
    "minimum": 512,
    "maximum": 2048,
    "multiple": 8,
    "step": 64,
}
_SDXL_PARAMETERS = _with(
    scheduler={"choices": tuple(Choice(name, name) for name in SCHEDULERS), "default": "DPM2 Karras"},
    num_inference_steps={"default": 25},
    guidance_scale={"minimum": 1},
    img_width=_SIDE_OF_SDXL,
    img_height=_SIDE_OF_SDXL,
)

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        slug="potraitsd1.5-txt2img",  # the service's own spelling
        name="Tiny-SD Portrait",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "Segmind’s small model, tuned for portraits."),
        parameters=PARAMETERS,
        family=_SD,
        about_cost=_ABOUT,
    ),
    Endpoint(
        slug="smallsd1.5-txt2img",
        name="Small-SD",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "Segmind’s general model, a little larger than Tiny-SD."),
        parameters=PARAMETERS,
        family=_SD,
        about_cost=_ABOUT,
    ),
    Endpoint(
        slug="tinysd1.5-txt2img",
        name="Tiny-SD",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "Segmind’s smallest general model."),
        parameters=PARAMETERS,
        family=_SD,
        about_cost=_ABOUT_TINY,
    ),
    _sister(
        "sd1.5-epicrealism",
        "epiCRealism",
        QT_TRANSLATE_NOOP("catalog", "Stable Diffusion 1.5, tuned for realistic photographs."),
        Choice("dpmpp_sde_ancestral", QT_TRANSLATE_NOOP("catalog", "dpmpp_sde_ancestral (sample default)")),
    ),
    _sister(
        "sd1.5-scifi",
        "Sci-Fi",
        QT_TRANSLATE_NOOP("catalog", "Stable Diffusion 1.5, tuned for science fiction."),
        Choice("dpmpp_2m", QT_TRANSLATE_NOOP("catalog", "dpmpp_2m (sample default)")),
    ),
    _sister(
        "sd1.5-disneyB",
        "Disney Pixar B",
        QT_TRANSLATE_NOOP("catalog", "Stable Diffusion 1.5, tuned for characters of animated films."),
        Choice("dpmpp_2m", QT_TRANSLATE_NOOP("catalog", "dpmpp_2m (sample default)")),
    ),
    Endpoint(
        slug="sdxl1.0-realvis",
        name="RealVis SDXL",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "A large model for realistic photographs, best at 1024 pixels."),
        parameters=_SDXL_PARAMETERS,
        reads_weights=True,
        family=_SDXL,
        about_cost=_ABOUT_SDXL,
    ),
    Endpoint(
        slug="sdxl1.0-yamers-realistic",
        name="Yamer’s Realistic SDXL",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "A large model for realistic pictures, best at 1024 pixels."),
        parameters=_SDXL_PARAMETERS,
        reads_weights=True,
        family=_SDXL,
        about_cost=_ABOUT_SDXL,
    ),
    Endpoint(
        slug="sketch-lorelei",
        name="Lorelei",
        engine=SKETCH,
        help=QT_TRANSLATE_NOOP("catalog", "An illustrated portrait, drawn on this computer."),
        unused=frozenset({"scheduler", "num_inference_steps", "guidance_scale", "base64"}),
        parameters=PARAMETERS,
        cuts_text=False,
        draws=True,
    ),
)


def find_endpoint(slug: str) -> Endpoint | None:
    """Return the shipped model called `slug`; None if there is none."""
    return next((row for row in ENDPOINTS if row.slug == slug), None)


def endpoint(slug: str) -> Endpoint:
    """Return the endpoint called `slug`. Raises KeyError if the table has none."""
    row = find_endpoint(slug)
    if row is None:
        raise KeyError(slug)
    return row


def endpoints_of(engine: str) -> tuple[Endpoint, ...]:
    """Return the engine's shipped models, its default first. `jobs.model_list` has all models."""
    return tuple(row for row in ENDPOINTS if row.engine == engine)


def defaults() -> dict[str, Value]:
    """Return the default of every parameter, by key."""
    return {parameter.key: parameter.default for parameter in PARAMETERS}


# The sample call of the service's specification. The panel shows these values at the first start.
SAMPLE_VALUES: dict[str, Value] = {
    "prompt": (
        "RAW closeup portrait photo of a 25-year-old american, long brunette hair, pale skin, deep smile."
    ),
    "negative_prompt": (
        "(deformed iris, deformed pupils, semi-realistic, cgi, render, sketch, cartoon, drawing, anime), "
        "text, cropped, out of frame, worst quality, low quality, ugly, tiling, poorly drawn hands, "
        "poorly drawn feet, poorly drawn face, out of frame, extra limbs, disfigured, deformed, body "
        "out of frame, blurry, bad anatomy, blurred, watermark, grainy, signature, cut off, draft, "
        "jpeg artifacts, ugly, duplicate, morbid, mutilated, extra fingers, mutated hands, poorly "
        "drawn hands, poorly drawn face, mutation, deformed, blurry, dehydrated, bad anatomy, bad "
        "proportions, extra limbs, cloned face, disfigured, gross proportions, malformed limbs, "
        "missing arms, missing legs, extra arms, extra legs, fused fingers, too many fingers, long "
        "neck, BadDream, UnrealisticDream"
    ),
    "scheduler": "dpmpp_2m",
    "num_inference_steps": 30,
    "guidance_scale": 7.5,
    "samples": 1,
    "seed": 531327,
    "img_width": 768,
    "img_height": 768,
    "base64": False,
}


def sample_values(row: Endpoint, *, with_seed: bool) -> dict[str, Value]:
    """Return the sample for an endpoint. Without its seed, each picture of it is another.

    What it wants avoided are drawings, so an engine that draws gets only what is to be seen. A value that the
    model does not allow is replaced by the model's default.
    """
    values = dict(SAMPLE_VALUES)
    for parameter in row.parameters:
        if parameter.key in values and not parameter.allows(values[parameter.key]):
            values[parameter.key] = parameter.default
    if not with_seed:
        values["seed"] = RANDOM_SEED
    if row.draws:
        values["negative_prompt"] = ""
    return values
