"""Random latents from a seed, the same as torch makes on a CPU."""

import numpy as np

from portrait_app.engines.local.arrays import Array

_BLOCK = 16  # torch makes so many numbers at once


class Noise:
    """The noise of one picture: each call of `next` continues the sequence of its seed.

    The numbers are those of torch's CPU generator, so that the same seed begins with the same latents in
    diffusers. The generator behind it, NumPy's RandomState, is frozen: later versions of NumPy give the same.
    Like torch, it uses only the lower 32 bits of a seed.
    """

    def __init__(self, seed: int) -> None:
        self._twister = np.random.RandomState(seed & 0xFFFF_FFFF)

    def next(self, shape: tuple[int, ...]) -> Array:
        """Return normally distributed numbers with a mean of 0 and a standard deviation of 1."""
        size = int(np.prod(shape))
        if size < _BLOCK:
            raise ValueError(f"{shape} has fewer than {_BLOCK} numbers")
        numbers = _uniform(self._twister, size)
        blocks = size - size % _BLOCK
        numbers[:blocks] = _normal(numbers[:blocks])
        if blocks < size:  # the last block overlaps the one before
            numbers[-_BLOCK:] = _normal(_uniform(self._twister, _BLOCK))
        return numbers.reshape(shape)


def _uniform(twister: np.random.RandomState, size: int) -> Array:
    bits = twister.randint(0, 1 << 32, size=size, dtype=np.uint32) & np.uint32((1 << 24) - 1)
    return bits.astype(np.float32) * np.float32(2**-24)


def _normal(uniform: Array) -> Array:
    """Return the Box-Muller transform: the first half of each block gives radii, the second half angles."""
    first, second = uniform.reshape(-1, 2, _BLOCK // 2).transpose(1, 0, 2)
    radius = np.sqrt(np.float32(-2) * np.log(1 - first))
    angle = np.float32(2 * np.pi) * second
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1).reshape(-1)
