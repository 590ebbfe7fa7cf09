"""A prompt in chunks of 77 tokens, as long prompts are given to a text encoder that reads 77 at a time.

Each chunk is a start token, 75 tokens of the prompt, and an end token; the rest is filled up with end tokens.
If there is a comma near the end of a full chunk, the words after it move to the next chunk, so that they stay
together. This is what AUTOMATIC1111's web UI does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portrait_app.engines.local.text.tokenizer import ClipTokenizer
from portrait_app.engines.local.text.vocabulary import END_OF_WORD
from portrait_app.engines.local.text.weights import parse_weights

PLACES = 77  # of a chunk, with start and end
ROOM = PLACES - 2  # for the tokens of the prompt
_NEAR = 20  # tokens from the end of a chunk in which a comma is looked for


@dataclass(frozen=True, slots=True)
class Chunk:
    """The tokens of one chunk with their weights; PLACES of each."""

    ids: tuple[int, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A prompt as the text encoder reads it: at least one chunk.

    Attributes:
        tokens: the tokens of the prompt itself, without start, end and filling.
    """

    chunks: tuple[Chunk, ...]
    tokens: int

    @property
    def ids(self) -> tuple[tuple[int, ...], ...]:
        return tuple(chunk.ids for chunk in self.chunks)

    @property
    def weights(self) -> tuple[tuple[float, ...], ...]:
        return tuple(chunk.weights for chunk in self.chunks)

    @property
    def room(self) -> int:
        """The tokens that fit into these chunks: 75 each."""
        return ROOM * len(self.chunks)


def encode(prompt: str, tokenizer: ClipTokenizer) -> Encoded:
    """Return the chunks of a prompt with weights."""
    chunks = _Chunks(tokenizer)
    for piece in parse_weights(prompt):
        if piece.text is None:
            chunks.end()
        else:
            for token in tokenizer.tokens(piece.text):
                chunks.add(token, piece.weight)
    return chunks.encoded()


def encode_pair(positive: str, negative: str, tokenizer: ClipTokenizer) -> tuple[Encoded, Encoded]:
    """Return a prompt and a negative prompt in the same number of chunks; the shorter gets empty ones."""
    first, second = encode(positive, tokenizer), encode(negative, tokenizer)
    length = max(len(first.chunks), len(second.chunks))
    return _padded(first, length, tokenizer), _padded(second, length, tokenizer)


def _padded(encoded: Encoded, length: int, tokenizer: ClipTokenizer) -> Encoded:
    empty = _Chunks(tokenizer).encoded().chunks
    return Encoded(encoded.chunks + empty * (length - len(encoded.chunks)), encoded.tokens)


class _Chunks:
    """Collects tokens and ends a chunk when it is full."""

    def __init__(self, tokenizer: ClipTokenizer) -> None:
        self._start = tokenizer.vocabulary.start
        self._end = tokenizer.vocabulary.end
        self._comma = tokenizer.vocabulary.ids.get("," + END_OF_WORD)
        self._after_comma: int | None = None  # the place after the last comma of this chunk
        self._open: list[tuple[int, float]] = []
        self._done: list[Chunk] = []
        self._tokens = 0

    def add(self, token: int, weight: float) -> None:
        self._tokens += 1
        if len(self._open) == ROOM:
            self._end_full(token)
        self._open.append((token, weight))
        if token == self._comma:
            self._after_comma = len(self._open)

    def _end_full(self, token: int) -> None:
        """End a full chunk: after its last comma if that is near, unless the next token is a comma itself."""
        place = self._after_comma
        if token == self._comma or place is None or ROOM - place + 1 > _NEAR:
            self.end()
            return
        moved = self._open[place:]
        del self._open[place:]
        self.end()
        self._open = moved

    def end(self) -> None:
        """End the chunk, also an empty one."""
        filling = [(self._end, 1.0)] * (ROOM - len(self._open))
        self._done.append(_chunk([(self._start, 1.0), *self._open, *filling, (self._end, 1.0)]))
        self._open = []
        self._after_comma = None

    def encoded(self) -> Encoded:
        if self._open or not self._done:
            self.end()
        return Encoded(tuple(self._done), self._tokens)


def _chunk(tokens: Sequence[tuple[int, float]]) -> Chunk:
    return Chunk(tuple(token for token, _ in tokens), tuple(weight for _, weight in tokens))
