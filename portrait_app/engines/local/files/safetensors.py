"""Read and write safetensors files.

The format is 8 bytes with the length of a JSON header, the header, and the tensors' bytes. The reader is
our own, because it must say exactly what is wrong with a file, and because the tensors are read one by one
into numpy. It is as strict as the reference: the tensors fill the rest of the file without gap or overlap.
"""

import json
import math
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.tensor_file import Array, Number, Placed, TensorFile

_LENGTH = struct.Struct("<Q")
_LONGEST_HEADER = 25 << 20  # bytes; that of SDXL has 0.4 MB
_MOST_TENSORS = 100_000  # SDXL has 2,500
_MOST_AXES = 8
_LONGEST_AXIS = 1 << 40
_METADATA = "__metadata__"
_NUMBERS = {number.label: number for number in Number}


def open_safetensors(path: Path, *, mapped: bool = False) -> TensorFile:
    """Open a file and check its header.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    with file_errors(path), path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        header, start = _header(file, size, path.name)
    metadata = _metadata(header.pop(_METADATA, {}), path.name)
    return TensorFile(path, _placed(header, start, size, path.name), metadata, mapped=mapped)


def _header(file: BinaryIO, size: int, name: str) -> tuple[dict[str, Any], int]:
    """Return the header, and where the tensors begin."""
    first = file.read(_LENGTH.size)
    if len(first) < _LENGTH.size:
        raise ModelFileError(Refusal.TRUNCATED, file=name, expected=_LENGTH.size, found=size)
    (length,) = _LENGTH.unpack(first)
    if length > _LONGEST_HEADER:
        raise ModelFileError(Refusal.TOO_LARGE, f"a header of {length} bytes", file=name)
    text = file.read(length)
    if len(text) < length:
        raise ModelFileError(Refusal.TRUNCATED, file=name, expected=_LENGTH.size + length, found=size)
    try:
        header = json.loads(text.decode(), object_pairs_hook=_without_doubles, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise _damaged(name, f"header: {error}") from error
    if not isinstance(header, dict):
        raise _damaged(name, "the header is not an object")
    if len(header) > _MOST_TENSORS:
        raise ModelFileError(Refusal.TOO_LARGE, f"{len(header)} tensors", file=name)
    return header, _LENGTH.size + length


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")


def _metadata(value: object, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise _damaged(name, "the metadata are not texts")
    return value


def _placed(header: Mapping[str, object], start: int, size: int, name: str) -> dict[str, Placed]:
    """Check that the tensors fill the rest of the file, and return where each is."""
    tensors: dict[str, Placed] = {}
    ranges: list[tuple[int, int]] = []
    for tensor, entry in header.items():
        number, shape, begin, end = _entry(entry, name, tensor)
        ranges.append((begin, end))
        tensors[tensor] = Placed(number, shape, start + begin)
    position = 0
    for begin, end in sorted(ranges):
        if begin != position:
            raise _damaged(name, f"a gap or an overlap at byte {min(begin, position)}")
        position = end
    if start + position > size:
        raise ModelFileError(Refusal.TRUNCATED, file=name, expected=start + position, found=size)
    if start + position < size:
        raise _damaged(name, f"{size - start - position} bytes after the last tensor")
    return tensors


def _entry(entry: object, name: str, tensor: str) -> tuple[Number, tuple[int, ...], int, int]:
    match entry:
        case {"dtype": str(label), "shape": list(shape), "data_offsets": [begin, end], **others} if (
            not others
        ):
            pass
        case _:
            raise _damaged(name, f"the entry of {tensor[:200]!r}")
    number = _NUMBERS.get(label)
    if number is None:
        raise ModelFileError(Refusal.NUMBER_FORMAT, file=name, tensor=tensor[:200], format=label[:40])
    if len(shape) > _MOST_AXES or not all(_natural(length) for length in (*shape, begin, end)):
        raise _damaged(name, f"the shape or the place of {tensor[:200]!r}")
    if end - begin != math.prod(shape) * number.size:
        raise _damaged(name, f"shape and place of {tensor[:200]!r} contradict each other")
    return number, tuple(shape), begin, end


def _natural(value: object) -> bool:
    return type(value) is int and 0 <= value < _LONGEST_AXIS


def _damaged(name: str, detail: str) -> ModelFileError:
    return ModelFileError(Refusal.DAMAGED, detail, file=name)


def write_safetensors(
    file: BinaryIO,
    tensors: Mapping[str, tuple[Number, tuple[int, ...]]],
    values: Iterable[Array],
    metadata: Mapping[str, str] | None = None,
) -> Iterator[int]:
    """Write a file tensor by tensor, and yield the bytes written so far.

    `values` gives the tensors in the order of `tensors`. Only one of them is in memory at a time.
    Raises OSError.
    """
    header: dict[str, object] = {_METADATA: dict(metadata)} if metadata else {}
    position = 0
    for name, (number, shape) in tensors.items():
        end = position + math.prod(shape) * number.size
        header[name] = {"dtype": number.label, "shape": list(shape), "data_offsets": [position, end]}
        position = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)  # the tensors begin at a multiple of 8, so that a map of them is aligned
    file.write(_LENGTH.pack(len(text)) + text)
    yield _LENGTH.size + len(text)
    for (number, shape), array in zip(tensors.values(), values, strict=True):
        if number.numpy_type is None or array.dtype != number.numpy_type or array.shape != shape:
            raise ValueError(f"{array.dtype} {array.shape} instead of {number.label} {shape}")
        file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
        yield array.nbytes
