"""Apply the weights of a prompt to its embeddings."""

import numpy as np
from numpy.typing import NDArray

from portrait_app.engines.local.text.chunks import Chunk

_MOST = 1000.0  # times which the mean may be restored


def emphasised(embeddings: NDArray[np.float32], chunk: Chunk) -> NDArray[np.float32]:
    """Return the embeddings of a chunk, each multiplied by its token's weight.

    The mean over the chunk is restored afterwards: without that, many weights above 1 make pictures too
    contrasty. This is what AUTOMATIC1111's web UI does by default ("Original").

    Args:
        embeddings: what the text encoder made of the chunk: places by width, or with a leading axis of 1.
    """
    if all(weight == 1.0 for weight in chunk.weights):
        return embeddings
    weights = np.asarray(chunk.weights, np.float32)[:, np.newaxis]
    weighted = embeddings * weights
    before, after = embeddings.mean(dtype=np.float64), weighted.mean(dtype=np.float64)
    # A mean near 0 says nothing about the strength, and dividing by it would make everything enormous.
    if after == 0 or abs(before / after) > _MOST:
        return weighted
    return (weighted * np.float32(before / after)).astype(np.float32, copy=False)
