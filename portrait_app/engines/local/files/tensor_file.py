"""A file of named tensors, of whichever format: where each tensor is in it, and reading one."""

import math
import mmap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal

Array = np.ndarray[Any, np.dtype[Any]]


class Number(Enum):
    """The number formats of tensors: the name in safetensors files, the bytes, and numpy's type.

    numpy has no type for bfloat16 and for the formats of squeezed models.
    """

    F64 = ("F64", 8, "<f8")
    F32 = ("F32", 4, "<f4")
    F16 = ("F16", 2, "<f2")
    BF16 = ("BF16", 2, None)
    I64 = ("I64", 8, "<i8")
    I32 = ("I32", 4, "<i4")
    I16 = ("I16", 2, "<i2")
    I8 = ("I8", 1, "i1")
    U64 = ("U64", 8, "<u8")
    U32 = ("U32", 4, "<u4")
    U16 = ("U16", 2, "<u2")
    U8 = ("U8", 1, "u1")
    BOOL = ("BOOL", 1, "?")
    F8_E4M3 = ("F8_E4M3", 1, None)
    F8_E5M2 = ("F8_E5M2", 1, None)
    F8_E8M0 = ("F8_E8M0", 1, None)
    C64 = ("C64", 8, "<c8")

    def __init__(self, label: str, size: int, numpy_type: str | None) -> None:
        self.label = label
        self.size = size
        self.numpy_type = numpy_type


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a tensor is in its file. The reader of the format has checked that all of it is in the file.

    Attributes:
        offset: the tensor's first byte, counted from the beginning of the file.
        strides: the steps in numbers along each axis; None if the numbers are contiguous.
    """

    number: Number
    shape: tuple[int, ...]
    offset: int
    strides: tuple[int, ...] | None = None

    @property
    def count(self) -> int:
        """The amount of numbers in the tensor."""
        return math.prod(self.shape)

    @property
    def span(self) -> int:
        """The bytes in the file from the tensor's first number to the last."""
        return span(self.shape, self.strides) * self.number.size


def span(shape: tuple[int, ...], strides: tuple[int, ...] | None) -> int:
    """Return how many numbers of the storage a view covers, from the first to the last."""
    count = math.prod(shape)
    if strides is None or count == 0:
        return count
    return 1 + sum((length - 1) * step for length, step in zip(shape, strides, strict=True))


class TensorFile(Mapping[str, Array]):
    """The tensors of an open file by name. Each is read when it is asked for. Use it in one thread at a time.

    By default tensors are read with ordinary reads, because a mapped file on a stick that is pulled out kills
    the process. Files of the program's own folder may be mapped: tensors are then views of the file, without
    a copy in memory.
    """

    def __init__(
        self,
        path: Path,
        tensors: Mapping[str, Placed],
        metadata: Mapping[str, str] | None = None,
        *,
        mapped: bool = False,
    ) -> None:
        self.path = path
        self.tensors = tensors
        self.metadata = metadata or {}
        with file_errors(path):
            self._file = path.open("rb")
            # Libraries share the memory only of arrays that can be written. Nothing writes into these, and it
            # would not reach the file.
            self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_COPY) if mapped else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Views of a mapped file stay valid: the map ends with the last of them."""
        self._file.close()
        self._map = None

    def __iter__(self) -> Iterator[str]:
        return iter(self.tensors)

    def __len__(self) -> int:
        return len(self.tensors)

    def __contains__(self, name: object) -> bool:
        return name in self.tensors  # the inherited method would read the tensor

    def shape(self, name: str) -> tuple[int, ...]:
        return self.tensors[name].shape

    def __getitem__(self, name: str) -> Array:
        """Return a tensor. bfloat16 becomes float32, without loss.

        Raises:
            KeyError: there is no such tensor.
            AppError: FILE_FAILED, or a ModelFileError: the file was cut since it was opened, or the number
                format is not one that numpy knows.
        """
        placed = self.tensors[name]
        values = self._numbers(name, placed)
        if placed.strides is None or placed.count == 0:
            return values.reshape(placed.shape)
        steps = [step * values.itemsize for step in placed.strides]
        return np.ascontiguousarray(np.lib.stride_tricks.as_strided(values, placed.shape, steps))

    def _numbers(self, name: str, placed: Placed) -> Array:
        number = placed.number
        if number is Number.BF16:
            # A float32 whose lower half was cut off
            halves = self._bytes(placed.offset, placed.span).view("<u2")
            return (halves.astype(np.uint32) << 16).view(np.float32)
        if number.numpy_type is None:
            raise ModelFileError(Refusal.NUMBER_FORMAT, file=self.path.name, tensor=name, format=number.label)
        return np.require(self._bytes(placed.offset, placed.span).view(number.numpy_type), requirements="A")

    def _bytes(self, offset: int, length: int) -> Array:
        if self._map is not None:
            return np.frombuffer(self._map, np.uint8, length, offset)
        data = np.empty(length, np.uint8)
        with file_errors(self.path):
            self._file.seek(offset)
            found = self._file.readinto(data.data)
        if found < length:
            raise ModelFileError(
                Refusal.TRUNCATED, file=self.path.name, expected=offset + length, found=offset + found
            )
        return data
