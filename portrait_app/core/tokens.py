"""An estimate of the number of CLIP tokens of a text, without CLIP's vocabulary."""

import re

_PIECES = re.compile(r"[^\W\d_]+|\d|[^\w\s]+|_+")
_MARKERS = 2  # CLIP adds a start and an end token


def estimate_tokens(text: str) -> int:
    """Return the approximate number of tokens of `text`, including the start and end markers.

    CLIP splits a text into words, single digits and runs of punctuation. A common word is one token, a long
    or rare word two or three. The estimate uses the length of a word instead of its rarity.
    """
    return _MARKERS + sum(1 + (len(piece) - 1) // 9 for piece in _PIECES.findall(text))
