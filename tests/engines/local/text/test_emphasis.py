"""Weights applied to embeddings."""

import numpy as np
import pytest
from numpy.typing import NDArray

from portrait_app.engines.local.text.chunks import Chunk
from portrait_app.engines.local.text.emphasis import emphasised


def chunk(weights: dict[int, float]) -> Chunk:
    return Chunk((0,) * 77, tuple(weights.get(place, 1.0) for place in range(77)))


@pytest.fixture
def embeddings() -> NDArray[np.float32]:
    return np.random.default_rng(1).normal(0.1, 1, (1, 77, 64)).astype(np.float32)


def test_without_weights_nothing_changes(embeddings: NDArray[np.float32]) -> None:
    assert emphasised(embeddings, chunk({})) is embeddings


def test_each_token_is_multiplied_and_the_mean_restored(embeddings: NDArray[np.float32]) -> None:
    found = emphasised(embeddings, chunk({3: 1.5, 4: 0.2, 5: -1.0}))
    expected = embeddings.astype(np.float64)
    expected[:, 3] *= 1.5
    expected[:, 4] *= 0.2
    expected[:, 5] *= -1
    expected *= embeddings.mean(dtype=np.float64) / expected.mean()
    assert found.dtype == np.float32
    assert found.shape == embeddings.shape
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6)
    assert found.mean() == pytest.approx(embeddings.mean(), rel=1e-4)


def test_the_order_of_axes_does_not_matter(embeddings: NDArray[np.float32]) -> None:
    weights = chunk({3: 1.5})
    np.testing.assert_array_equal(emphasised(embeddings[0], weights), emphasised(embeddings, weights)[0])


def test_a_mean_of_nothing_is_not_restored(embeddings: NDArray[np.float32]) -> None:
    silent = Chunk((0,) * 77, (0.0,) * 77)
    assert not emphasised(embeddings, silent).any()
    balanced = np.ones((77, 2), np.float32)
    balanced[:38] *= -1
    found = emphasised(balanced, chunk({0: 0.0, 76: 0.0, 1: -1.0}))
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= 3
