"""Reads settings that NovelAI and others hide in the lowest bits of the alpha channel.

The bits run down the columns. They are a signature, the length in bits, and the text, usually packed by gzip.
"""

import json
import zlib

from portrait_app.core.errors import AppError
from portrait_app.imaging.reading import opened

_PACKED, _BARE = b"stealth_pngcomp", b"stealth_pnginfo"
_LONGEST_PACKED = 500_000  # bytes
_LONGEST = 2_000_000  # bytes, unpacked
_MOST_PIXELS = 8_000_000  # larger pictures are skipped: these programs make smaller ones
_LOWEST_BIT = bytes(b"01"[value & 1] for value in range(256))


def stealth_texts(data: bytes) -> dict[str, str]:
    """Return the hidden texts by place. Most pictures have none."""
    try:
        with opened(data) as image:
            if image.mode != "RGBA" or image.width * image.height > _MOST_PIXELS:
                return {}
            alpha = image.getchannel("A")
            width, height = alpha.size
            pixels = alpha.tobytes()
    except AppError:
        return {}

    def read(start: int, count: int) -> bytes:
        """Return `count` hidden bytes, or fewer at the end of the picture. Eight pixels make one byte."""
        begin, end = start * 8, (start + count) * 8
        columns = range(begin // height, min(-(-end // height), width))
        bits = b"".join(pixels[column::width] for column in columns).translate(_LOWEST_BIT)
        bits = bits[begin % height :][: count * 8]
        whole = len(bits) // 8
        return int(bits[: whole * 8] or b"0", 2).to_bytes(whole, "big")

    signature = read(0, len(_PACKED))
    if signature not in {_PACKED, _BARE}:
        return {}
    length = int.from_bytes(read(len(_PACKED), 4), "big") // 8
    if not 0 < length <= _LONGEST_PACKED:
        return {}
    written = read(len(_PACKED) + 4, length)
    try:
        unpacked = (
            zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(written, _LONGEST)
            if signature == _PACKED
            else written
        )
        return _texts(unpacked.decode("utf-8"))
    except (zlib.error, ValueError, RecursionError):
        return {}


def _texts(text: str) -> dict[str, str]:
    """Return texts by place. The hidden text is a JSON object of PNG text chunks, or an infotext."""
    try:
        chunks = json.loads(text)
    except ValueError:
        return {"parameters": text}
    if not isinstance(chunks, dict):
        return {}
    return {
        str(name): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in chunks.items()
    }
