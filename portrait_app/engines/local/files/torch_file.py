"""Open the files that `torch.save` writes: `.bin`, `.pt`, `.ckpt`. No code in them runs."""

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.pickles import LONGEST, Pickled, Storage, View, read_pickle
from portrait_app.engines.local.files.tensor_file import Placed, TensorFile, span
from portrait_app.engines.local.files.zip_directory import ZipDirectory

_MAGIC = 0x1950A86A20F9469CFC6C  # the first pickle of files of PyTorch before 1.6
_MOST_AXES = 8
_MOST_TENSORS = 100_000
_LONGEST_NAME = 500
_DEPTH = 3  # of dictionaries in one another in which tensors are looked for
_COUNT = struct.Struct("<q")
_STATE = "state_dict"  # where training programs keep the tensors, beside what they need to go on training

Place = Callable[[Storage], int]  # returns the first byte of a storage; all of it is in the file


def open_torch(path: Path) -> TensorFile:
    """Open a zip file of PyTorch, or a file of PyTorch before 1.6.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    with file_errors(path), path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
        tensors = _in_zip(file, path.name) if is_zip else _in_sequence(file, path.name)
    return TensorFile(path, tensors)


def _in_zip(file: BinaryIO, name: str) -> dict[str, Placed]:
    directory = ZipDirectory(file, name)
    pickles = [member for member in directory.members if member.endswith("/data.pkl")]
    if len(pickles) != 1:
        raise ModelFileError(Refusal.UNKNOWN_FORMAT, "a zip file of something else", file=name)
    folder = pickles[0].removesuffix("data.pkl")
    if folder + "constants.pkl" in directory.members:
        raise ModelFileError(Refusal.OTHER_FORMAT, file=name, format="TorchScript")
    order = folder + "byteorder"
    if order in directory.members and directory.read(order, 100).strip() != b"little":
        raise ModelFileError(Refusal.OTHER_FORMAT, file=name, format="big-endian")

    def place(storage: Storage) -> int:
        member = f"{folder}data/{storage.key}"
        found = directory.members.get(member)
        if found is None:
            raise ModelFileError(Refusal.TRUNCATED, f"without {member[:200]!r}", file=name)
        if found.size != storage.count * storage.number.size:
            raise ModelFileError(Refusal.DAMAGED, f"the size of {member[:200]!r}", file=name)
        return directory.place(member)

    return _placed(read_pickle(directory.read(pickles[0], LONGEST), 0, name), place, name)


def _in_sequence(file: BinaryIO, name: str) -> dict[str, Placed]:
    """Read a file of PyTorch before 1.6: five pickles, and the storages one after the other."""
    size = file.seek(0, 2)
    file.seek(0)
    data = file.read(LONGEST)
    magic = read_pickle(data, 0, name)
    if magic.value != _MAGIC:
        raise ModelFileError(Refusal.UNKNOWN_FORMAT, "a pickle of something else", file=name)
    protocol = read_pickle(data, magic.end, name)
    system = read_pickle(data, protocol.end, name)
    match protocol.value, system.value:
        case 1001, {"little_endian": True}:
            pass
        case _:
            raise ModelFileError(Refusal.OTHER_FORMAT, file=name, format="big-endian or newer PyTorch")
    content = read_pickle(data, system.end, name)
    keys = read_pickle(data, content.end, name)
    places = dict(_sequence(file, keys, content, size, name))

    def place(storage: Storage) -> int:
        if storage.key not in places:
            raise ModelFileError(Refusal.DAMAGED, f"without storage {storage.key[:40]!r}", file=name)
        return places[storage.key]

    return _placed(content, place, name)


def _sequence(
    file: BinaryIO, keys: Pickled, content: Pickled, size: int, name: str
) -> Iterator[tuple[str, int]]:
    """Yield the key of each storage, and where it begins."""
    if not isinstance(keys.value, list):
        raise ModelFileError(Refusal.DAMAGED, "no list of storages", file=name)
    position = keys.end
    for key in keys.value:
        storage = content.storages.get(key) if isinstance(key, str) else None
        if storage is None:
            raise ModelFileError(Refusal.DAMAGED, "a storage that no tensor has", file=name)
        file.seek(position)
        begin = position + _COUNT.size
        position = begin + storage.count * storage.number.size
        if position > size:
            raise ModelFileError(Refusal.TRUNCATED, file=name, expected=position, found=size)
        if _COUNT.unpack(file.read(_COUNT.size)) != (storage.count,):
            raise ModelFileError(Refusal.DAMAGED, f"the size of storage {key[:40]!r}", file=name)
        yield key, begin


def _placed(content: Pickled, place: Place, name: str) -> dict[str, Placed]:
    """Return where each tensor is. A tensor has no more numbers than its storage, and all are inside."""
    state = content.value
    if isinstance(state, dict) and isinstance(state.get(_STATE), dict):
        state = state[_STATE]
    tensors: dict[str, Placed] = {}
    places: dict[str, int] = {}
    for tensor, view in _views(state, name):
        storage = view.storage
        if storage.key not in places:
            places[storage.key] = place(storage)
        strides = _strides(view)
        if strides is None or view.offset < 0 or view.offset + span(view.shape, strides) > storage.count:
            raise ModelFileError(Refusal.DAMAGED, f"{tensor!r} reaches out of its storage", file=name)
        begin = places[storage.key] + view.offset * storage.number.size
        contiguous = strides == _contiguous(view.shape)
        tensors[tensor] = Placed(storage.number, view.shape, begin, None if contiguous else strides)
    return tensors


def _views(state: object, name: str) -> Iterator[tuple[str, View]]:
    """Yield all tensors with their names. Those in a dictionary in the dictionary have names with a dot."""
    waiting: list[tuple[str, object, int]] = [("", state, 0)]
    seen: set[int] = set()
    found = 0
    while waiting:
        prefix, values, depth = waiting.pop()
        if not isinstance(values, dict) or id(values) in seen:
            continue
        seen.add(id(values))
        for key, value in values.items():
            if isinstance(value, View):
                found += 1
                if found > _MOST_TENSORS or len(key) > _LONGEST_NAME:
                    raise ModelFileError(Refusal.TOO_LARGE, "a list of tensors", file=name)
                yield prefix + key, value
            elif depth < _DEPTH and len(key) <= _LONGEST_NAME:
                waiting.append((f"{prefix}{key}.", value, depth + 1))


def _strides(view: View) -> tuple[int, ...] | None:
    """Return the steps along each axis, 0 where there is only one number; None if they are impossible."""
    axes = list(zip(view.shape, view.strides, strict=True))
    if len(axes) > _MOST_AXES or any(length < 0 for length in view.shape):
        return None
    if math.prod(view.shape) > view.storage.count or any(length > 1 and step < 1 for length, step in axes):
        return None
    return tuple(step if length > 1 else 0 for length, step in axes)


def _contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the steps of numbers that lie one after the other, 0 where there is only one."""
    return tuple(math.prod(shape[axis + 1 :]) if length > 1 else 0 for axis, length in enumerate(shape))
