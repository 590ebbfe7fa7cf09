"""Where the members of a zip file are, for members that are not compressed.

PyTorch compresses nothing in its zip files, so that each storage can be read at its place. Nothing is ever
extracted: a member's name is only a key, and a compressed one is refused, however large it would become. The
standard library's reader would take any amount of memory for a directory of millions of members.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from portrait_app.core.model_files import ModelFileError, Refusal

_END = struct.Struct("<4s4H2LH")
_END_64_PLACE = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")

_LONGEST_COMMENT = 0xFFFF
_LONGEST_DIRECTORY = 16 << 20  # bytes; Stable Diffusion 1.5 has 0.1 MB
_MOST_MEMBERS = 50_000
_IN_EXTRA_32 = 0xFFFFFFFF  # the real value stands in the entry's extra field
_IN_EXTRA_16 = 0xFFFF
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a zip file: the place of its local header, and its bytes."""

    header: int
    size: int
    plain: bool  # neither compressed nor encrypted


class ZipDirectory:
    """The directory of a zip file.

    Raises:
        ModelFileError: the file is cut off, damaged or too large.
    """

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._size = file.seek(0, 2)
        self._start, length, count = self._find()
        if length > _LONGEST_DIRECTORY or count > _MOST_MEMBERS:
            raise ModelFileError(Refusal.TOO_LARGE, f"{count} members", file=name)
        self.members: Mapping[str, Member] = dict(self._read(self._at(self._start, length), count))
        if len(self.members) != count:
            raise self._damaged("a name stands twice")

    def place(self, name: str) -> int:
        """Return where the bytes of a member begin. All of them are in the file."""
        member = self.members[name]
        if not member.plain:
            raise ModelFileError(Refusal.OTHER_FORMAT, file=self._name, format="compressed zip")
        fields = _LOCAL.unpack(self._at(member.header, _LOCAL.size))
        length, extra = fields[9], fields[10]
        local = self._at(member.header + _LOCAL.size, length)
        place: int = member.header + _LOCAL.size + length + extra
        if fields[0] != b"PK\x03\x04" or local.decode(errors="replace") != name:
            raise self._damaged(f"member {name[:200]!r} is not where the directory says")
        if place + member.size > self._start:
            raise self._damaged(f"member {name[:200]!r} reaches into the directory")
        return place

    def read(self, name: str, limit: int) -> bytes:
        """Return the bytes of a member."""
        size = self.members[name].size
        if size > limit:
            raise ModelFileError(Refusal.TOO_LARGE, f"{name[:200]}: {size} bytes", file=self._name)
        return self._at(self.place(name), size)

    def _damaged(self, detail: str) -> ModelFileError:
        return ModelFileError(Refusal.DAMAGED, detail, file=self._name)

    def _at(self, place: int, length: int) -> bytes:
        if place < 0 or place + length > self._size:
            raise self._damaged(f"a place outside the file: {place}")
        self._file.seek(place)
        data = self._file.read(length)
        if len(data) < length:
            raise ModelFileError(Refusal.TRUNCATED, file=self._name)
        return data

    def _find(self) -> tuple[int, int, int]:
        """Return where the directory begins, its bytes, and the number of members."""
        tail_at = max(self._size - _END.size - _LONGEST_COMMENT, 0)
        tail = self._at(tail_at, self._size - tail_at)
        at = tail.rfind(b"PK\x05\x06")
        while at >= 0:
            fields = _END.unpack_from(tail, at) if at + _END.size <= len(tail) else None
            if fields and at + _END.size + fields[7] == len(tail):
                return self._checked(tail_at + at, fields)
            at = tail.rfind(b"PK\x05\x06", 0, at)
        raise ModelFileError(Refusal.TRUNCATED, "a zip file without its directory", file=self._name)

    def _checked(self, end: int, fields: tuple[int, ...]) -> tuple[int, int, int]:
        count, length, start = fields[4], fields[5], fields[6]
        if count == _IN_EXTRA_16 or _IN_EXTRA_32 in {length, start}:
            place = _END_64_PLACE.unpack(self._at(end - _END_64_PLACE.size, _END_64_PLACE.size))
            fields_64 = _END_64.unpack(self._at(place[2], _END_64.size))
            if place[0] != b"PK\x06\x07" or fields_64[0] != b"PK\x06\x06":
                raise self._damaged("the end of the directory")
            count, length, start = fields_64[7], fields_64[8], fields_64[9]
        if start + length > end:
            raise self._damaged("the directory reaches over its end")
        return start, length, count

    def _read(self, data: bytes, count: int) -> Iterator[tuple[str, Member]]:
        place = 0
        for _ in range(count):
            if place + _CENTRAL.size > len(data):
                raise self._damaged("a shorter directory than it says")
            fields = _CENTRAL.unpack_from(data, place)
            if fields[0] != b"PK\x01\x02":
                raise self._damaged("an entry of the directory")
            name_at = place + _CENTRAL.size
            extra_at = name_at + fields[10]
            place = extra_at + fields[11] + fields[12]
            if place > len(data):
                raise self._damaged("a shorter directory than it says")
            extra = data[extra_at : extra_at + fields[11]]
            packed, size, header = self._large(extra, fields[8], fields[9], fields[16])
            plain = fields[4] == 0 and not fields[3] & _ENCRYPTED and packed == size
            yield data[name_at:extra_at].decode(errors="replace"), Member(header, size, plain)

    def _large(self, extra: bytes, packed: int, size: int, header: int) -> tuple[int, int, int]:
        """Return packed size, size and place of the header, from the extra field where they stand there."""
        place = 0
        while place + _EXTRA.size <= len(extra):
            kind, length = _EXTRA.unpack_from(extra, place)
            if kind == 1:
                numbers = struct.iter_unpack("<Q", extra[place + 4 : place + 4 + length // 8 * 8])
                values = [number for (number,) in numbers]
                if [size, packed, header].count(_IN_EXTRA_32) > len(values):
                    break
                size, packed, header = (
                    values.pop(0) if value == _IN_EXTRA_32 else value for value in (size, packed, header)
                )
                return packed, size, header
            place += _EXTRA.size + length
        if _IN_EXTRA_32 in {packed, size, header}:
            raise self._damaged("a large member without its size")
        return packed, size, header
