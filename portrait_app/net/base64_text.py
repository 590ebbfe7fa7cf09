"""Decode a stranger's base64 without blocking the other threads, and so the window, for long."""

import base64
from collections.abc import Iterator

from portrait_app.net.untrusted_json import MEGABYTE

_ONE_ALPHABET = bytes.maketrans(b"-_", b"+/")


def bytes_of(text: str) -> bytes:
    """Return the bytes of base64, or of a `data:` address with base64. Raises ValueError.

    Accepts both alphabets, line breaks, and missing padding: services send all of these.
    """
    return b"".join(_unpacked(text, text.find(",") + 1 if text.startswith("data:") else 0))


def _unpacked(text: str, start: int) -> Iterator[bytes]:
    """Decode from `start`, one megabyte at a time, so that other threads can run."""
    packed = b""
    for at in range(start, len(text), MEGABYTE):
        packed += b"".join(text[at : at + MEGABYTE].encode("ascii").translate(_ONE_ALPHABET).split())
        whole = len(packed.rstrip(b"=")) // 4 * 4
        yield base64.b64decode(packed[:whole], validate=True)
        packed = packed[whole:]
    packed = packed.rstrip(b"=")
    yield base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
