"""The settings beside the tensors of a model: in a folder's JSON files, and in and beside a single file.

The graphs are built for the settings of Stable Diffusion 1.x. A model with other ones would give pictures
of noise, so it is refused.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.conventions import Prediction, Spacing
from portrait_app.engines.local.files.architecture import SCALING
from portrait_app.engines.local.files.tensor_file import TensorFile

_LONGEST = 1 << 20  # bytes
_HEAD = 64  # channels of a head of the text encoder's attention

# For each setting the values that are understood; a file may leave it out.
_FIXED: Mapping[str, Mapping[str, tuple[object, ...]]] = {
    "unet/config.json": {
        "act_fn": ("silu",),
        "addition_embed_type": (None,),
        "attention_head_dim": (8,),  # the number of heads, in spite of its name
        "center_input_sample": (False,),
        "class_embed_type": (None,),
        "dual_cross_attention": (False,),
        "encoder_hid_dim_type": (None,),
        "flip_sin_to_cos": (True,),
        "freq_shift": (0,),
        "mid_block_scale_factor": (1,),
        "downsample_padding": (1,),
        "norm_eps": (1e-5,),
        "norm_num_groups": (32,),
        "num_attention_heads": (None, 8),
        "only_cross_attention": (False,),
        "resnet_out_scale_factor": (1,),
        "resnet_time_scale_shift": ("default",),
        "time_embedding_type": ("positional",),
        "timestep_post_act": (None,),
    },
    "vae/config.json": {
        "act_fn": ("silu",),
        "latent_channels": (4,),
        "norm_num_groups": (32,),
        "shift_factor": (None, 0),
    },
    "text_encoder/config.json": {"hidden_act": ("quick_gelu",), "layer_norm_eps": (1e-5,)},
    "scheduler/scheduler_config.json": {
        "beta_end": (0.012,),
        "beta_schedule": ("scaled_linear",),
        "beta_start": (0.00085,),
        "num_train_timesteps": (1000,),
        "prediction_type": tuple(Prediction),
        "rescale_betas_zero_snr": (False,),
        "thresholding": (False,),
        "timestep_spacing": (None, *Spacing),
        "trained_betas": (None,),
    },
}
_ZERO_SNR = "ztsnr"  # an empty tensor
_PARAMETERIZATION = re.compile(r"""^\s*parameterization:\s*["']?v["']?\s*$""", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a model's tensors do not tell."""

    prediction: Prediction = Prediction.EPSILON
    spacing: Spacing | None = None
    scaling: float = SCALING


def folder_settings(folder: Path) -> Settings:
    """Read and check the settings of a folder in the layout of diffusers.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    found = {name: read_json(folder / name) for name in _FIXED}
    for name, allowed in _FIXED.items():
        for key, values in allowed.items():
            value = found[name].get(key, values[0])
            if value not in values:
                raise ModelFileError(
                    Refusal.OTHER_SETTINGS, file=name, name=key, value=json.dumps(value)[:100]
                )
    text = found["text_encoder/config.json"]
    heads, width = text.get("num_attention_heads"), text.get("hidden_size")
    if isinstance(heads, int) and isinstance(width, int) and heads * _HEAD != width:
        raise ModelFileError(
            Refusal.OTHER_SETTINGS,
            file="text_encoder/config.json",
            name="num_attention_heads",
            value=str(heads),
        )
    scaling = found["vae/config.json"].get("scaling_factor", SCALING)
    if not isinstance(scaling, (int, float)) or not math.isfinite(scaling) or scaling <= 0:
        raise ModelFileError(
            Refusal.OTHER_SETTINGS, file="vae/config.json", name="scaling_factor", value=str(scaling)[:100]
        )
    scheduler = found["scheduler/scheduler_config.json"]
    spacing = scheduler.get("timestep_spacing")
    return Settings(
        Prediction(scheduler.get("prediction_type", Prediction.EPSILON)),
        None if spacing is None else Spacing(spacing),
        float(scaling),
    )


def read_json(path: Path) -> Mapping[str, Any]:
    """Read a small JSON object; an empty one if the file is missing. Raises AppError."""
    if not path.exists():
        return {}
    with file_errors(path), path.open("rb") as file:
        data = file.read(_LONGEST + 1)
    if len(data) > _LONGEST:
        raise ModelFileError(Refusal.TOO_LARGE, file=path.name)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelFileError(Refusal.DAMAGED, str(error), file=path.name) from error
    if not isinstance(value, dict):
        raise ModelFileError(Refusal.DAMAGED, "not an object", file=path.name)
    return value


def single_file_settings(tensors: TensorFile) -> Settings:
    """Return the settings of a single file.

    That it predicts velocity can stand in three places: an empty tensor `v_pred`, the metadata of a
    safetensors file, or a `.yaml` file of the same name beside it.

    Raises:
        ModelFileError: the model was trained until no picture was left in the noise.
    """
    if _ZERO_SNR in tensors:
        raise ModelFileError(
            Refusal.OTHER_SETTINGS, file=tensors.path.name, name="rescale_betas_zero_snr", value="true"
        )
    velocity = (
        "v_pred" in tensors
        or tensors.metadata.get("modelspec.prediction_type") == "v"
        or _PARAMETERIZATION.search(_beside(tensors.path)) is not None
    )
    return Settings(Prediction.VELOCITY if velocity else Prediction.EPSILON)


def _beside(path: Path) -> str:
    try:
        with path.with_suffix(".yaml").open("rb") as file:
            return file.read(_LONGEST).decode(errors="replace")
    except OSError:
        return ""
