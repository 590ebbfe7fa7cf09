"""ICC colour profiles: reads their parts, builds profiles, and removes texts from them."""

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from PIL import ImageCms

Tags = Mapping[bytes, bytes]

_HEAD = 128  # bytes of the header
_MOST_TAGS = 1_000
_D50 = (63_190, 65_536, 54_061)  # white point of the profile connection space, in 1/65536
# Tags that convert colours. All others are descriptions, dates, and names of people or devices.
_COLOUR_TAGS = frozenset(
    b"rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad cicp gamt A2B0 A2B1 A2B2 B2A0 B2A1 B2A2"
    b" D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)
_FOURTH = 0x04000000  # version 4.0, the first with parametric curves
_LINEAR = b"curv" + bytes(8)  # a curve without entries is linear


@dataclass(frozen=True, slots=True)
class MatrixProfile:
    """An RGB profile of three curves and a matrix, as screens and cameras have."""

    curves: tuple[bytes, bytes, bytes]  # curve tags of red, green and blue, from value to linear light
    colorants: tuple[tuple[float, ...], ...]  # XYZ of red, green and blue


@cache
def srgb() -> bytes:
    """Return the sRGB profile, about 600 bytes."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def grey_srgb() -> bytes:
    """Return a grey profile with the curve of sRGB."""
    return grey_profile(_tags(srgb())[b"rTRC"])


def grey_profile(curve: bytes) -> bytes:
    """Return a grey profile with the given curve tag."""
    return _profile(b"GRAY", {b"wtpt": b"XYZ " + struct.pack(">I3i", 0, *_D50), b"kTRC": curve})


def linear_grey() -> bytes:
    """Return a grey profile with a linear curve."""
    return grey_profile(_LINEAR)


def space_of(profile: bytes) -> str:
    """Return the colour space of a profile, such as "RGB", "GRAY" or "CMYK"; empty if it is invalid."""
    try:
        opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (ImageCms.PyCMSError, OSError):
        return ""
    return opened.profile.xcolor_space.strip()


def matrix_profile(profile: bytes) -> MatrixProfile | None:
    """Return curves and matrix of a profile; None if it has tables or is of another space."""
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
    """Return a profile for the same colours without any texts; empty if the profile is invalid.

    Names, dates, makers, serial numbers and private tags are removed.
    """
    tags = {key: value for key, value in _tags(profile).items() if key in _COLOUR_TAGS}
    return _profile(profile[16:20], tags, profile[:_HEAD]) if tags else b""


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Return the tags of a profile. Tags beyond its end are left out."""
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
    """Build a profile from tags.

    If `like` is given, its header sets version, class, connection space, flags and rendering intent.
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
    places: dict[bytes, int] = {}  # equal tags share one place
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
    """Return a text tag in the form of the profile's version."""
    if is_new:
        encoded = words.encode("utf-16-be")
        return b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, len(encoded), 28) + encoded
    plain = words.encode() + b"\0"
    if kind == b"text":
        return b"text" + bytes(4) + plain
    return b"desc" + struct.pack(">II", 0, len(plain)) + plain + bytes(4 + 4 + 2 + 1 + 67)
