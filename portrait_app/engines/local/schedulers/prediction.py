"""What a model's output says about the picture and the noise in a latent.

Each is known in two notations: a latent scaled so that its variance stays 1, with its share `alpha` of
picture; and one that is not scaled down, with the noise's standard deviation `sigma`.
"""

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.conventions import Prediction


def denoised_at_alpha(prediction: Prediction, output: Array, sample: Array, alpha: np.float32) -> Array:
    """Return the picture that the model expects, for a share `alpha` of the variance."""
    if prediction is Prediction.VELOCITY:
        return np.sqrt(alpha) * sample - np.sqrt(1 - alpha) * output
    return (sample - np.sqrt(1 - alpha) * output) / np.sqrt(alpha)


def noise_at_alpha(prediction: Prediction, output: Array, sample: Array, alpha: np.float32) -> Array:
    """Return the noise that the model sees, for a share `alpha` of the variance."""
    if prediction is Prediction.VELOCITY:
        return np.sqrt(alpha) * output + np.sqrt(1 - alpha) * sample
    return output


def denoised_at_sigma(prediction: Prediction, output: Array, sample: Array, sigma: np.float32) -> Array:
    """Return the picture that the model expects in a latent that is not scaled down."""
    if prediction is Prediction.VELOCITY:
        return output * (-sigma / np.sqrt(sigma**2 + 1)) + sample / (sigma**2 + 1)
    return sample - sigma * output
