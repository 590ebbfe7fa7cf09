"""In which ways models of the kind Stable Diffusion 1.x differ in what they mean. Needs no numpy."""

from enum import StrEnum


class Prediction(StrEnum):
    """What a U-Net predicts. The values are those of diffusers' `prediction_type`."""

    EPSILON = "epsilon"  # the noise
    VELOCITY = "v_prediction"  # a mixture of the noise and the picture


class Spacing(StrEnum):
    """How the timesteps are chosen. The values are those of diffusers' `timestep_spacing`."""

    LINSPACE = "linspace"
    LEADING = "leading"
