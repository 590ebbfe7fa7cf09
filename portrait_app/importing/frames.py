"""Counts the images of an animation without decoding them."""

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_MOST = 100_000  # most chunks of a WebP that are counted


def frame_count(data: bytes) -> int:
    """Return how many images an animation shows, 1 for a still image. All animated AVIF count as 2."""
    if data.startswith(_PNG):
        return _png_frames(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return max(_webp_frames(data), 1)
    return 2 if data[4:12] == b"ftypavis" else 1


def _png_frames(data: bytes) -> int:
    position = len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if kind == b"IDAT":  # acTL must come before the image data
            return 1
        if kind == b"acTL" and length >= 4:
            (count,) = struct.unpack_from(">I", data, position + 8)
            return max(int(count), 1)
        position += 12 + length
    return 1


def _webp_frames(data: bytes) -> int:
    position, frames = 12, 0
    for _chunk in range(_MOST):
        if position + 8 > len(data):
            break
        kind, length = struct.unpack_from("<4sI", data, position)
        frames += kind == b"ANMF"
        position += 8 + length + length % 2
    return frames
