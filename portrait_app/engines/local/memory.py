"""How much memory a picture needs, as measured with models of all layouts at several sizes.

Only one network is loaded at a time, so it is what the largest of them needs. Mapped files are not counted:
the system can take their memory back at any time.
"""

import math

from portrait_app.engines.local.files.architecture import Architecture
from portrait_app.engines.local.files.expected import Shapes, text_shapes, unet_shapes, vae_shapes

_BASE = 70 << 20  # bytes of Python, numpy and OpenVINO
# Bytes for each number of a network's weights: as OpenVINO arranges them, and as it keeps them otherwise
_EXACT, _FAST = 7.8, 5.85
# Bytes for each channel of the finest level at each place, while the network runs
_UNET_EXACT, _UNET_FAST = 175.0, 85.0  # for both prompts; a place is one of the latent's
_VAE_EXACT, _VAE_FAST = 24.0, 13.0  # a place is a pixel


def memory_needed(architecture: Architecture, width: int, height: int, *, fast: bool) -> int:
    """Return how many bytes of memory a picture needs, about."""
    weight = _FAST if fast else _EXACT
    pixels = width * height
    unet = _numbers(unet_shapes(architecture.unet)) * weight
    unet += (_UNET_FAST if fast else _UNET_EXACT) * architecture.unet.channels[0] * pixels / 64
    vae = _numbers(vae_shapes(architecture.vae)) * weight
    vae += (_VAE_FAST if fast else _VAE_EXACT) * architecture.vae.channels[0] * pixels
    text = _numbers(text_shapes(architecture.text)) * _EXACT
    return int(max(unet, vae, text)) + _BASE


def _numbers(shapes: Shapes) -> int:
    return sum(map(math.prod, shapes.values()))
