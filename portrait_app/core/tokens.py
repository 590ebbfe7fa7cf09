"""An estimate of how many CLIP tokens a text takes, without carrying CLIP's vocabulary."""

import re

_PIECES = re.compile(r"[^\W\d_]+|\d|[^\w\s]+|_+")
_MARKERS = 2  # CLIP adds a start and an end token


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` takes, start and end markers included.

    CLIP splits text into words, single digits and runs of punctuation; a common word is one
    token and a long or rare one two or three, which its length stands for here.
    """
    return _MARKERS + sum(1 + (len(piece) - 1) // 9 for piece in _PIECES.findall(text))
