"""The types of arrays."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float32]  # latents are [pictures, channels, height, width]
Doubles: TypeAlias = npt.NDArray[np.float64]
