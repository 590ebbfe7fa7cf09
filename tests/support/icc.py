"""Colour profiles made by hand: of RGB with any colorants and gamma, and of grey."""

import struct

SRGB_COLORANTS = ((0.4360, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141))
WIDE_COLORANTS = (
    (0.6097, 0.3111, 0.0195),
    (0.2053, 0.6257, 0.0609),
    (0.1492, 0.0632, 0.7446),
)  # as Adobe RGB's


def rgb_profile(
    colorants: tuple[tuple[float, ...], ...], gamma: float, name: str = "made for a test"
) -> bytes:
    curve = _curve(gamma)
    keys = (b"rXYZ", b"gXYZ", b"bXYZ")
    tags = [(key, _xyz(values)) for key, values in zip(keys, colorants, strict=True)]
    tags += [(key, curve) for key in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"RGB ", tags, name)


def grey_profile(gamma: float, name: str = "made for a test") -> bytes:
    return _profile(b"GRAY", [(b"kTRC", _curve(gamma))], name)


def _curve(gamma: float) -> bytes:
    return b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256)) + b"\0\0"


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + struct.pack(">I3i", 0, *(round(value * 65536) for value in values))


def _profile(space: bytes, tags: list[tuple[bytes, bytes]], name: str) -> bytes:
    words = name.encode() + b"\0"
    description = b"desc" + struct.pack(">II", 0, len(words)) + words + bytes(78)
    description += b"\0" * (-len(description) % 4)
    notice = b"text" + bytes(4) + words
    notice += b"\0" * (-len(notice) % 4)
    rows = [(b"desc", description), (b"cprt", notice), (b"wtpt", _xyz((0.9642, 1, 0.8249))), *tags]
    table, body = struct.pack(">I", len(rows)), b""
    start = 128 + 4 + 12 * len(rows)
    for key, value in rows:
        table += key + struct.pack(">II", start + len(body), len(value))
        body += value
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2020, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += struct.pack(">3i", 63_190, 65_536, 54_061)
    return head.ljust(128, b"\0") + table + body
