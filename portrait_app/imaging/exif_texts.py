"""Reads the texts in EXIF: comments in any encoding, and all other tags by name."""

import codecs
from collections.abc import Iterator

from PIL import ExifTags, Image

USER_COMMENT = "UserComment"
EXIF = "EXIF "  # prefix of the place of any other tag

_MOST_TAGS = 400  # a camera writes about 60
_LONGEST = 2_000_000  # bytes of a tag
_LONGEST_SHORT = 2_000  # bytes of a tag that is not in `_LONG`
_CODE = 8  # bytes of the character code at the beginning of UserComment
_LONG = frozenset(
    {
        ExifTags.Base.UserComment,
        ExifTags.Base.ImageDescription,
        ExifTags.Base.Make,
        ExifTags.Base.Model,
        ExifTags.Base.XPComment,
    }
)
_DIRECTORIES = frozenset(ExifTags.IFD)  # tags that only point to another directory
_WINDOWS = frozenset(
    {
        ExifTags.Base.XPTitle,
        ExifTags.Base.XPComment,
        ExifTags.Base.XPAuthor,
        ExifTags.Base.XPKeywords,
        ExifTags.Base.XPSubject,
    }
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))


def exif_texts(exif: Image.Exif) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of each tag, first of IFD0, then of the Exif directory.

    ComfyUI writes its graphs into Make and Model as "prompt:{…}". The place of such a text is "prompt".
    """
    for directory in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        for tag, value in list(directory.items())[:_MOST_TAGS]:
            if tag == ExifTags.Base.UserComment:
                yield USER_COMMENT, comment_text(value)
            elif tag not in _DIRECTORIES and (text := _tag_text(tag, value)):
                name, _colon, rest = text.partition(":")
                if tag in _LONG and rest.lstrip().startswith("{") and name.isalpha():
                    yield name.lower(), rest.strip()
                else:
                    yield f"{EXIF}{_name(tag)}", text


def _name(tag: int) -> str:
    return ExifTags.TAGS.get(tag, f"0x{tag:04X}")


def _tag_text(tag: int, value: object) -> str:
    """Return a tag's value as text, empty if it is binary data."""
    if isinstance(value, bytes):
        if tag in _WINDOWS:
            most = _LONGEST if tag in _LONG else _LONGEST_SHORT
            return value[:most].decode("utf-16-le", "ignore").strip("\0")
        return ""
    if isinstance(value, str):
        return _guessed(value.encode("latin-1", "replace")[: _LONGEST if tag in _LONG else _LONGEST_SHORT])
    if isinstance(value, tuple) and len(value) > _CODE:
        return ""
    return str(value)[:_LONGEST_SHORT]


def comment_text(value: object) -> str:
    """Decode UserComment: eight bytes of character code, which some programs omit, then the text."""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    if not isinstance(value, bytes):
        return ""
    value = value[: 2 * _LONGEST]
    code, text = value[:_CODE].rstrip(b"\0 ").upper(), value[_CODE:]
    match code:
        case b"UNICODE":
            return _utf_16(text)
        case b"JIS":
            return text.decode("iso2022_jp", "replace").strip("\0")
        case b"ASCII" | b"":
            return _guessed(text)
    return _guessed(value)


def _guessed(text: bytes) -> str:
    """Decode text of an unknown encoding: UTF-8, UTF-16 or Latin-1."""
    for mark, name in _MARKS:
        if text.startswith(mark):
            return text[len(mark) :].decode(name, "replace").strip("\0")
    bare = text.strip(b"\0")
    if b"\0" in bare[:1000]:
        return _utf_16(text)
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError:
        return bare.decode("latin-1")


def _utf_16(text: bytes) -> str:
    """Decode text that is declared as UTF-16. The byte order may be either, and some programs write UTF-8."""
    for mark, name in _MARKS:
        if text.startswith(mark):
            return text[len(mark) :].decode(name, "replace").strip("\0")
    bare = text.rstrip(b"\0")
    if b"\0" not in bare and _is_utf_8(bare) and any(byte < 0x80 for byte in bare[:2]):
        return bare.decode("utf-8")
    text = text[: len(text) // 2 * 2]
    big, little = (text.decode(order, "replace") for order in ("utf-16-be", "utf-16-le"))
    # Settings are mostly ASCII. With the wrong byte order, ASCII letters become rare characters.
    return max(big, little, key=_likeness).strip("\0")


def _likeness(guess: str) -> int:
    """Return how many characters are ASCII or East Asian punctuation."""
    return sum(letter < "\x80" or letter in "、。，！？「」　・ー" for letter in guess[:100_000])


def _is_utf_8(text: bytes) -> bool:
    try:
        return text.decode("utf-8").isprintable() or b"\n" in text
    except UnicodeDecodeError:
        return False
