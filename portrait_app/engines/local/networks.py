"""The networks of one model for pictures of one size.

Only one network is compiled at a time: compiling takes a second or two, and two networks together would need
more memory than many computers have. So a compiled U-Net is kept only until its latents are decoded.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from portrait_app.engines.local.arrays import Array
from portrait_app.engines.local.child.work import Loading
from portrait_app.engines.local.compiling import Compiler, Run
from portrait_app.engines.local.files import record as names
from portrait_app.engines.local.files.stored import open_stored
from portrait_app.engines.local.graphs.clip import text_encoder
from portrait_app.engines.local.graphs.unet import unet
from portrait_app.engines.local.graphs.vae import decoder
from portrait_app.engines.local.sampling import Guide
from portrait_app.engines.local.schedulers.noise_schedule import NoiseSchedule
from portrait_app.engines.local.text.chunks import Encoded, encode_pair
from portrait_app.engines.local.text.emphasis import emphasised
from portrait_app.engines.local.text.tokenizer import ClipTokenizer
from portrait_app.engines.local.text.vocabulary import Vocabulary, clip_vocabulary, read_vocabulary

SHRUNK = 8  # a latent is a picture divided by this number on each side
_REMEMBERED = 8  # pairs of prompts whose embeddings are kept


class Networks:
    """Opens a model, and runs its networks."""

    def __init__(self, loading: Loading) -> None:
        """Open the model. Raises AppError if its files cannot be read."""
        self.loading = loading
        self._model = open_stored(Path(loading.folder))
        architecture = self._model.record.architecture
        self._scaling = np.float32(architecture.scaling)
        self.schedule = NoiseSchedule(architecture.prediction, architecture.spacing)
        self._compiler = Compiler(loading.threads, fast=loading.fast)
        # A small network that calculates with 16-bit floats would gain no time, and lose much.
        self._exact = Compiler(loading.threads, fast=False)
        self._tokenizer = ClipTokenizer(_vocabulary(self._model.folder))
        self._embeddings: dict[tuple[str, str], tuple[Array, Array]] = {}
        self._unet: Run | None = None
        self._rows = 0  # of a batch of the compiled U-Net

    def guide(self, prompt: str, negative_prompt: str, scale: float) -> Guide:
        """Return the embeddings of both prompts. Those of the last few pairs are remembered."""
        pair = prompt, negative_prompt
        if pair not in self._embeddings:
            while len(self._embeddings) >= _REMEMBERED:
                del self._embeddings[next(iter(self._embeddings))]
            self._embeddings[pair] = self._embedded(*encode_pair(*pair, self._tokenizer))
        positive, negative = self._embeddings[pair]
        return Guide(positive, negative, scale)

    def _embedded(self, *texts: Encoded) -> tuple[Array, Array]:
        with self._model.text_encoder() as tensors:
            encode = self._exact.compiled(text_encoder(tensors))
        first, second = (
            np.concatenate(
                [emphasised(encode(np.array([chunk.ids], np.int64))[0], chunk) for chunk in text.chunks]
            )
            for text in texts
        )
        return first, second

    def unet(self, *, guided: bool) -> Run:
        """Return the U-Net, perhaps loaded before. With guidance, it evaluates both prompts at once."""
        rows = 2 if guided else 1
        if self._unet is None or self._rows != rows:
            self._unet = None
            with self._model.unet() as tensors:
                graph = unet(tensors, self.loading.height // SHRUNK, self.loading.width // SHRUNK, rows)
            self._unet, self._rows = self._compiler.compiled(graph), rows
        return self._unet

    def decoded(self, latents: list[Array]) -> Iterator[Array]:
        """Yield the colours of pictures, from -1 to 1: channel, height, width. Drops the U-Net."""
        self._unet = None
        with self._model.vae() as tensors:
            graph = decoder(tensors, *latents[0].shape[-2:])
        decode = self._compiler.compiled(graph)
        del graph
        for latent in latents:
            yield decode(latent[np.newaxis] / self._scaling)[0]


def _vocabulary(folder: Path) -> Vocabulary:
    """Return the model's own vocabulary, or that of CLIP."""
    own = folder / names.VOCABULARY
    return read_vocabulary(own, folder / names.MERGES) if own.exists() else clip_vocabulary()
