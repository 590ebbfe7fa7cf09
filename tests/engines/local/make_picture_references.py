"""Makes the reference pictures of `test_pipeline.py` with diffusers, the oracle. Not run by the suite.

    python -m tests.engines.local.make_picture_references                 the small references of the suite
    python -m tests.engines.local.make_picture_references --whole tiny    compares a model of full size, 256²

Run it below the checkout, in an environment of its own:

    pip install torch==2.13.0 diffusers==0.42.1 transformers==5.24.0 openvino==2026.4.1 pillow
"""

import argparse
import io
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    PNDMScheduler,
    StableDiffusionPipeline,
    UNet2DConditionModel,
    UniPCMultistepScheduler,
)
from PIL import Image
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel

from portrait_app.engines.local.files import record as names
from portrait_app.engines.local.files.architecture import Architecture, TextLayout, UnetLayout, VaeLayout
from portrait_app.engines.local.pipeline import Pipeline
from portrait_app.engines.local.text.chunks import Encoded, encode_pair
from portrait_app.engines.local.text.tokenizer import ClipTokenizer
from portrait_app.engines.local.text.vocabulary import clip_vocabulary
from portrait_app.engines.local.trial_model import reduced, write_trial_model
from tests.engines.local.picture_cases import CASES, LAYOUTS, WEIGHTS, Case

_SCHEDULERS: dict[str, Any] = {
    "Euler": EulerDiscreteScheduler,
    "Euler a": EulerAncestralDiscreteScheduler,
    "UniPC": UniPCMultistepScheduler,
    "DPM Multi": DPMSolverMultistepScheduler,
}
# scheduler/scheduler_config.json of Stable Diffusion 1.5
_CONFIG = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "num_train_timesteps": 1000,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
    "steps_offset": 1,
    "clip_sample": False,
}


def _unet(layout: UnetLayout) -> Any:
    attention = layout.attention
    return UNet2DConditionModel(
        block_out_channels=layout.channels,
        layers_per_block=layout.blocks,
        down_block_types=["CrossAttnDownBlock2D" if has else "DownBlock2D" for has in attention],
        up_block_types=["CrossAttnUpBlock2D" if has else "UpBlock2D" for has in reversed(attention)],
        mid_block_type="UNetMidBlock2DCrossAttn" if layout.middle else None,
        cross_attention_dim=layout.context,
        attention_head_dim=8,
        sample_size=64,
    )


def _vae(layout: VaeLayout) -> Any:
    levels = len(layout.channels)
    return AutoencoderKL(
        block_out_channels=layout.channels,
        layers_per_block=layout.blocks,
        latent_channels=4,
        down_block_types=["DownEncoderBlock2D"] * levels,
        up_block_types=["UpDecoderBlock2D"] * levels,
    )


def _text_encoder(layout: TextLayout) -> Any:
    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=layout.vocabulary,
            hidden_size=layout.width,
            intermediate_size=layout.hidden,
            num_hidden_layers=layout.layers,
            num_attention_heads=layout.width // 64,
            max_position_embeddings=layout.places,
            hidden_act="quick_gelu",
        )
    )


def load(folder: Path, architecture: Architecture) -> Any:
    """Return diffusers' pipeline with the weights of a stored model."""
    parts = {
        "unet": (_unet(architecture.unet), names.UNET),
        "vae": (_vae(architecture.vae), names.VAE),
        "text_encoder": (_text_encoder(architecture.text), names.TEXT_ENCODER),
    }
    for part, (network, file) in parts.items():
        tensors = {name: values.float() for name, values in load_file(folder / file).items()}
        own = network.state_dict()
        if part == "text_encoder" and not any(name.startswith("text_model.") for name in own):
            tensors = {name.removeprefix("text_model."): values for name, values in tensors.items()}
        missing, strange = network.load_state_dict(tensors, strict=False)
        missing = [
            name for name in missing if not name.startswith(("encoder.", "quant_conv")) or part != "vae"
        ]
        missing = [name for name in missing if not name.endswith("position_ids")]
        if missing or strange:
            raise ValueError(f"{part}: {missing[:3]} are missing, {strange[:3]} are not used")
    return StableDiffusionPipeline(
        **{part: network.eval() for part, (network, _file) in parts.items()},
        tokenizer=None,
        scheduler=PNDMScheduler.from_config(_CONFIG),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )


def picture(pipe: Any, case: Case) -> Image.Image:
    """Make the picture of a request with diffusers."""
    pipe.scheduler = _SCHEDULERS[case.scheduler].from_config(PNDMScheduler.from_config(_CONFIG).config)
    pipe.set_progress_bar_config(disable=True)
    texts = encode_pair(case.prompt, case.negative_prompt, ClipTokenizer(clip_vocabulary()))
    with torch.inference_mode():
        positive, negative = (_embeddings(pipe.text_encoder, text) for text in texts)
        made: Image.Image = pipe(
            prompt_embeds=positive,
            negative_prompt_embeds=negative,
            width=case.width,
            height=case.height,
            num_inference_steps=case.steps,
            guidance_scale=case.guidance,
            generator=torch.Generator("cpu").manual_seed(case.seed),
        ).images[0]
    return made


def _embeddings(encoder: Any, text: Encoded) -> Any:
    parts = [encoder(torch.tensor([ids])).last_hidden_state for ids in text.ids]
    return torch.cat(parts, dim=1)


def difference(first: Image.Image, second: Image.Image) -> tuple[int, float]:
    """Return the largest and the average difference of two pictures, in steps of 256."""
    one, other = (np.asarray(image).astype(int) for image in (first, second))
    return int(np.abs(one - other).max()), float(np.abs(one - other).mean())


def _ours(case: Case, folder: Path, *, fast: bool = False) -> Image.Image:
    (made,) = Pipeline().make(replace(case.work(folder), fast=fast), lambda _step: None)
    return Image.open(io.BytesIO(made.data)).convert("RGB")


def _compare(case: Case, folder: Path, architecture: Architecture) -> Image.Image:
    began = time.monotonic()
    theirs = picture(load(folder, architecture), case)
    between = time.monotonic()
    largest, average = difference(theirs, _ours(case, folder))
    seconds = f"{between - began:.0f} s and {time.monotonic() - between:.0f} s"
    print(f"{case.name}: largest difference {largest}/255, average {average:.3f}; {seconds}")
    return theirs


def main() -> None:
    """Parse the command line, and make or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole", choices=LAYOUTS, help="compare a model of full size, and write nothing")
    whole = parser.parse_args().whole
    with tempfile.TemporaryDirectory() as scratch:
        for listed in CASES:
            if whole and listed.layout != whole:
                continue
            case = replace(listed, width=256, height=256) if whole else listed
            layout = LAYOUTS[case.layout]
            architecture = layout if whole else reduced(layout)
            folder = Path(scratch, case.layout)
            write_trial_model(folder, architecture, WEIGHTS)
            made = _compare(case, folder, architecture)
            if not whole:
                case.file.parent.mkdir(parents=True, exist_ok=True)
                made.save(case.file, optimize=True)


if __name__ == "__main__":
    main()
