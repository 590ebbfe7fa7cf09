"""Removes API keys from foreign text and bytes, in every form in which a key may come back.

A service may echo the request that it received: unchanged, in upper or lower case, reversed, as hex or
base64, or escaped for a URL, for JSON or by Python. None of these forms may reach the disk.
"""

import base64
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

CONCEALED = "[API key]"
BLACKED_OUT = "****"  # every key that `blacked_out` replaced begins like this

_SHORTEST = 4  # characters: a shorter key is no secret, and its removal would ruin ordinary text
_SHORTEST_DERIVED = 8  # characters: a shorter derived form (hex, base64, …) may occur by chance
_PIECE = 1 << 20  # bytes searched at a time; between pieces the GUI thread can run


def redacted(text: str, *keys: str) -> str:
    """Return `text` without the keys."""
    pattern = _pattern(frozenset(keys))
    return text if pattern is None else pattern.sub(CONCEALED, text)


def holds_key(text: str, key: str) -> bool:
    """Return whether `text` contains the key in any form."""
    pattern = _pattern(frozenset({key}))
    return pattern is not None and pattern.search(text) is not None


def blacked_out(body: bytes, key: str) -> bytes:
    """Return `body` with the key replaced by asterisks.

    The length stays the same, so that the structure of a file is not broken.
    """
    patterns = [form.encode().lower() for form in _forms_of(key)]
    if not patterns:
        return body
    overlap = max(map(len, patterns)) - 1
    blacked: bytearray | None = None
    for start in range(0, len(body), _PIECE):
        piece = body[start : start + _PIECE + overlap].lower()
        for pattern in patterns:
            at = piece.find(pattern)
            while at >= 0:
                blacked = bytearray(body) if blacked is None else blacked
                blacked[start + at : start + at + len(pattern)] = b"*" * len(pattern)
                at = piece.find(pattern, at + 1)
    return body if blacked is None else bytes(blacked)


@lru_cache(maxsize=8)
def _pattern(keys: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted({form for key in keys for form in _forms_of(key)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if longest_first else None


@lru_cache(maxsize=8)
def _forms_of(key: str) -> frozenset[str]:
    """Return all forms of a key to search for; no forms if the key is too short."""
    if len(key) < _SHORTEST:
        return frozenset()
    return frozenset({key, *(form for form in _derived(key) if len(form) >= _SHORTEST_DERIVED)})


def _derived(key: str) -> Iterator[str]:
    """Yield the key as it looks in a URL, in JSON, in a `repr`, reversed, in hex and in base64."""
    data = key.encode("utf-8", "surrogatepass")
    yield from (quote(key, errors="replace"), quote(key, safe="", errors="replace"))
    yield quote_plus(key, errors="replace")
    yield "".join(f"%{byte:02x}" for byte in data)
    yield from (json.dumps(key)[1:-1], json.dumps(key, ensure_ascii=False)[1:-1], repr(key)[1:-1])
    yield from (key[::-1], data.hex(), data[::-1].hex())
    for turned in (data, data[::-1]):
        for shift in range(3):  # within a longer base64 text the key has one of three alignments
            encoded = base64.b64encode(bytes(shift) + turned).decode().rstrip("=")
            first = -(-shift * 8 // 6)
            whole = (shift + len(turned)) * 8 // 6
            for form in (encoded[first:whole], encoded[first:]):
                yield from (form, form.translate(str.maketrans("+/", "-_")))
