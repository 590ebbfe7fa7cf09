"""Replaces the metadata of AVIF files.

An AVIF consists of items: image, alpha and metadata. The box `meta` lists their types, places and properties.
The new file gets the items of the image as they are, and new items for the metadata.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from portrait_app.export import xmp
from portrait_app.export.exif import HEAD, exif_of
from portrait_app.export.metadata import Story
from portrait_app.export.profiles import without_words

_IMAGE = frozenset({b"av01", b"grid", b"iovl", b"iden", b"tmap"})
_PROPERTIES = frozenset(  # properties that change how an image looks
    b"ispe pixi av1C colr irot imir clap pasp auxC a1op a1lx lsel clli mdcv cclv amve".split()
)
_BRANDS = (b"avif", b"mif1", b"miaf", b"MA1A", b"MA1B", b"tmap")
_MOST = 10_000  # boxes, items or references that are read
_XMP_TYPE = b"application/rdf+xml"
_HANDLER = bytes(4) + b"pict" + bytes(13)


@dataclass(slots=True)
class _Item:
    kind: bytes
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference from one item to others, such as from alpha to its image (auxl)."""

    kind: bytes
    source: int
    targets: tuple[int, ...]


def retold_avif(data: memoryview, story: Story, orientation: int) -> Iterator[bytes]:
    """Yield the parts of the file with the metadata of `story`. An animation becomes its first image.

    The orientation is a property of the image and stays. Raises LookupError or struct.error for a file
    that is cut short, or has no image as an item.
    """
    del orientation
    parts = dict(_boxes(dict(_boxes(data))[b"meta"][4:]))
    items = _items(parts, data)
    primary = int.from_bytes(parts[b"pitm"][4:8] if parts[b"pitm"][0] else parts[b"pitm"][4:6], "big")
    references = [row for row in _references(parts) if row.kind != b"thmb"]
    small = {row.source for row in _references(parts) if row.kind == b"thmb"}
    kept = {number: item for number, item in items.items() if item.kind in _IMAGE and number not in small}
    if primary not in kept:
        raise IndexError
    properties = dict(_boxes(parts[b"iprp"]))
    references = [row for row in references if {row.source, *row.targets} <= set(kept)]
    for kind, content in _told(story, items):
        number = max(kept) + 1
        kept[number] = _Item(kind, content)
        references.append(_Reference(b"cdsc", number, (primary,)))
    fixed = [
        _box(b"hdlr", bytes(4) + _HANDLER),
        _box(b"pitm", struct.pack(">IH", 0, primary)),
        _box(b"iinf", struct.pack(">IH", 0, len(kept)) + b"".join(_entry(*row) for row in kept.items())),
        _box(b"iref", bytes(4) + b"".join(map(_reference, references))) if references else b"",
        _box(b"iprp", _box(b"ipco", _contents(properties, story)) + _associations(properties, set(kept))),
    ]
    brands = [brand for brand in _BRANDS if brand in bytes(data[8:128])]
    start = _box(b"ftyp", b"avif" + bytes(4) + b"".join(brands))
    length = len(_box(b"meta", bytes(4) + b"".join([*fixed, _places(kept, 0)])))
    yield start
    yield _box(b"meta", bytes(4) + b"".join([*fixed, _places(kept, len(start) + length + 8)]))
    yield _box(b"mdat", b"".join(item.data for item in kept.values()))


def _told(story: Story, items: dict[int, _Item]) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of each new metadata item."""
    foreign = [item.data for item in items.values() if item.kind == b"Exif"] if story.keeps else []
    exif = exif_of(story.infotext, base=story.exif, texts=story.texts).removeprefix(HEAD)
    for content in foreign or ([bytes(4) + exif] if exif else []):
        yield b"Exif", content
    packet = xmp.packet(story.properties)
    if packet:
        yield b"mime", packet


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    position = 0
    for _count in range(_MOST):
        if position + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if length == 0 else position + length
        if end > len(data) or end < start:
            raise IndexError
        yield kind, data[start:end]
        position = end


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def _items(parts: dict[bytes, memoryview], data: memoryview) -> dict[int, _Item]:
    """Return the items of the file with their content, by item id."""
    infos = parts[b"iinf"]
    items: dict[int, _Item] = {}
    for kind, body in _boxes(infos[8 if infos[0] else 6 :]):
        if kind == b"infe" and body[0] >= 2:
            wide = body[0] >= 3
            number = int.from_bytes(body[4 : 8 if wide else 6], "big")
            place = 10 if wide else 8  # after the item id and the protection index
            items[number] = _Item(bytes(body[place : place + 4]))
    for number, content in _located(parts, data):
        if number in items:
            items[number].data = content
    return items


class _Cursor:
    """Reads big-endian numbers of any width one after the other."""

    def __init__(self, data: memoryview, position: int) -> None:
        self._data = data
        self._position = position

    def number(self, width: int) -> int:
        start, self._position = self._position, self._position + width
        if self._position > len(self._data):
            raise IndexError
        return int.from_bytes(self._data[start : self._position], "big")


def _located(parts: dict[bytes, memoryview], data: memoryview) -> Iterator[tuple[int, bytes]]:
    """Yield each item's id and content. The extents of an item are joined."""
    table = parts[b"iloc"]
    version, sizes = table[0], (table[4] >> 4, table[4] & 15, table[5] >> 4, table[5] & 15)
    cursor = _Cursor(table, 6)
    wide = 4 if version >= 2 else 2
    for _item in range(min(cursor.number(wide), _MOST)):
        number = cursor.number(wide)
        method = cursor.number(2) & 15 if version else 0
        cursor.number(2)  # the data reference: 0, which is this file
        base = cursor.number(sizes[2])
        source = parts[b"idat"] if method == 1 else data
        content = b""
        for _extent in range(min(cursor.number(2), _MOST)):
            if version:
                cursor.number(sizes[3])
            start = base + cursor.number(sizes[0])
            length = cursor.number(sizes[1]) or len(source) - start
            if start + length > len(source):
                raise IndexError
            content += bytes(source[start : start + length])
        yield number, content


def _references(parts: dict[bytes, memoryview]) -> Iterator[_Reference]:
    body = parts.get(b"iref")
    if body is None:
        return
    wide = 4 if body[0] else 2
    for kind, content in _boxes(body[4:]):
        cursor = _Cursor(content, 0)
        source = cursor.number(wide)
        targets = tuple(cursor.number(wide) for _target in range(min(cursor.number(2), _MOST)))
        yield _Reference(kind, source, targets)


def _reference(row: _Reference) -> bytes:
    numbers = (row.source, len(row.targets), *row.targets)
    return _box(row.kind, struct.pack(f">{len(numbers)}H", *numbers))


def _entry(number: int, item: _Item) -> bytes:
    body = struct.pack(">IHH", 0x02000000, number, 0) + item.kind + b"\0"
    return _box(b"infe", body + (_XMP_TYPE + b"\0" if item.kind == b"mime" else b""))


def _places(items: dict[int, _Item], position: int) -> bytes:
    """Return the box `iloc` for items that are stored one after the other from `position` on."""
    rows = b""
    for number, item in items.items():
        rows += struct.pack(">HHHII", number, 0, 1, position, len(item.data))
        position += len(item.data)
    return _box(b"iloc", struct.pack(">IBBH", 0, 0x44, 0, len(items)) + rows)


def _contents(properties: dict[bytes, memoryview], story: Story) -> bytes:
    """Return the properties. Items refer to their index, so an empty box replaces a removed property."""
    written = b""
    for kind, body in _boxes(properties[b"ipco"]):
        content: bytes | None = bytes(body) if kind in _PROPERTIES or not story.is_discreet else None
        if (
            content is not None
            and kind == b"colr"
            and content[:4] in {b"prof", b"rICC"}
            and story.is_discreet
        ):
            profile = without_words(content[4:])
            content = content[:4] + profile if profile else None
        written += _box(b"free", b"") if content is None else _box(kind, content)
    return written


def _associations(properties: dict[bytes, memoryview], kept: set[int]) -> bytes:
    """Return the box `ipma`, which lists the properties of each kept item."""
    body = properties[b"ipma"]
    wide, width = (4 if body[0] else 2), (2 if body[3] & 1 else 1)
    cursor = _Cursor(body, 4)
    rows: list[bytes] = []
    for _row in range(min(cursor.number(4), _MOST)):
        number = cursor.number(wide)
        count = cursor.number(1)
        values = [cursor.number(width).to_bytes(width, "big") for _value in range(count)]
        if number in kept:
            rows.append(struct.pack(">HB", number, count) + b"".join(values))
    return _box(b"ipma", struct.pack(">II", width - 1, len(rows)) + b"".join(rows))
