"""ICC colour profiles: which kind one is, parts of it, profiles of our own, and one without words."""

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PIL import ImageCms

Tags = Mapping[bytes, bytes]

_HEAD = 128  # bytes
_MOST_TAGS = 1_000
_D50 = (63_190, 65_536, 54_061)  # the white of the connection space, in 1/65536
# What turns numbers into colours. Everything else is words, dates, and names of people or machines.
_COLOUR_TAGS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad cicp gamt A2B0 A2B1 A2B2 B2A0 B2A1 B2A2"
    b" D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)
_FOURTH = 0x04000000  # version of the format that has curves as formulas
_LINEAR = b"curv" + bytes(8)  # no entries: the value itself


@dataclass(frozen=True, slots=True)
class MatrixProfile:
    """A profile of RGB that is three curves and a matrix, as those of screens and cameras are."""

    curves: tuple[bytes, bytes, bytes]  # tags: from each channel's value to its light
    colorants: tuple[tuple[float, ...], ...]  # X, Y and Z of red, of green and of blue


@cache
def srgb() -> bytes:
    """Return the sRGB profile, some 600 bytes."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def grey_srgb() -> bytes:
    """Return a profile for grey with the curve of sRGB."""
    return grey_profile(_tags(srgb())[b"rTRC"])


def grey_profile(curve: bytes) -> bytes:
    """Return a profile for grey with this curve, a tag as in a profile of RGB."""
    return _profile(b"GRAY", {b"wtpt": b"XYZ " + struct.pack(">I3i", 0, *_D50), b"kTRC": curve})


def linear_grey() -> bytes:
    """Return a profile for grey whose values are amounts of light."""
    return grey_profile(_LINEAR)


def space_of(profile: bytes) -> str:
    """Return what a profile gives colours to: "RGB", "GRAY", "CMYK" or another; empty for what is none."""
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (ImageCms.PyCMSError, OSError):
        return ""
    return opened.profile.xcolor_space.strip()


def matrix_profile(profile: bytes) -> MatrixProfile | None:
    """Return the parts of a profile; None for one of another kind, such as one with tables."""
    tags = _tags(profile)
    if any(key.startswith((b"A2B", b"D2B")) for key in tags):
        return None
    try:
        red, green, blue = (tags[key] for key in (b"rTRC", b"gTRC", b"bTRC"))
        colorants = tuple(_xyz(tags[key]) for key in (b"rXYZ", b"gXYZ", b"bXYZ"))
    except (KeyError, struct.error):
        return None
    return MatrixProfile((red, green, blue), colorants)


def without_words(profile: bytes) -> bytes:
    """Return a profile that gives the same colours and tells nothing else; empty for what is none.

    Names, dates, makers, serial numbers and private tags go.
    """
    tags = {key: value for key, value in _tags(profile).items() if key in _COLOUR_TAGS}
    return _profile(profile[16:20], tags, profile[:_HEAD]) if tags else b""


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Return what a profile is made of; what stands beyond its end is left out."""
    tags: dict[bytes, bytes] = {}
    try:
        (count,) = struct.unpack_from(">I", profile, _HEAD)
        for number in range(min(count, _MOST_TAGS)):
            key, start, length = struct.unpack_from(">4sII", profile, _HEAD + 4 + 12 * number)
            if start >= _HEAD and start + length <= len(profile):
                tags[key] = profile[start : start + length]
    except struct.error:
        return {}
    return tags


def _xyz(tag: bytes) -> tuple[float, ...]:
    return tuple(value / 65_536 for value in struct.unpack_from(">3i", tag, 8))


def _profile(space: bytes, tags: Tags, like: bytes = b"") -> bytes:
    """Return a profile of these tags, with the head of another or a plain one.

    Of another's head only what decides on colours is taken over: version, class, spaces, flags and intent.
    """
    version, kind, connection = _FOURTH, b"mntr", b"XYZ "
    flags = attributes = intent = 0
    if like:
        version, kind = struct.unpack_from(">I4s", like, 8)
        connection = like[20:24]
        flags, attributes, intent = struct.unpack_from(">I8xQI", like, 44)
    is_new = version >= _FOURTH
    words = {b"desc": _text("colours", is_new, b"desc"), b"cprt": _text("none", is_new, b"text")}
    rows: list[bytes] = []
    body = b""
    places: dict[bytes, int] = {}  # tags that are the same stand there once
    start = _HEAD + 4 + 12 * (len(tags) + len(words))
    for key, value in {**words, **tags}.items():
        if value not in places:
            places[value] = start + len(body)
            body += value + b"\0" * (-len(value) % 4)
        rows.append(struct.pack(">4sII", key, places[value], len(value)))
    table = struct.pack(">I", len(rows)) + b"".join(rows)
    size = _HEAD + len(table) + len(body)
    head = struct.pack(">I4xI4s4s4s", size, version, kind, space, connection) + bytes(12) + b"acsp"
    head += bytes(4) + struct.pack(">I8xQI3i", flags, attributes, intent, *_D50)
    return head.ljust(_HEAD, b"\0") + table + body


def _text(words: str, is_new: bool, kind: bytes) -> bytes:
    """Return a text as the version of the profile has it."""
    if is_new:
        encoded = words.encode("utf-16-be")
        return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded
    plain = words.encode() + b"\0"
    if kind == b"text":
        return b"text" + bytes(4) + plain
    return b"desc" + struct.pack(">II", 0, len(plain)) + plain + bytes(4 + 4 + 2 + 1 + 67)
