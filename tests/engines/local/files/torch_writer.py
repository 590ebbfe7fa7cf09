"""Write the files of PyTorch by hand: good ones, and ones that PyTorch would never write."""

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portrait_app.engines.local.files.tensor_file import Array

PROTOCOL = b"\x80\x02"
TORCH_NAMES = {"<f2": "HalfStorage", "<f4": "FloatStorage", "<f8": "DoubleStorage", "<i8": "LongStorage"}


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def integer(value: int) -> bytes:
    if -(2**31) <= value < 2**31:
        return b"J" + struct.pack("<i", value)
    data = value.to_bytes(16, "little", signed=True)
    return b"\x8a" + bytes([len(data)]) + data


def many(*items: bytes) -> bytes:
    return b"(" + b"".join(items) + b"t"


def function(module: str, name: str) -> bytes:
    return f"c{module}\n{name}\n".encode()


def called(module: str, name: str, *arguments: bytes) -> bytes:
    return function(module, name) + many(*arguments) + b"R"


ORDERED = function("collections", "OrderedDict") + b")R"


@dataclass(frozen=True)
class Tensor:
    """What a pickle says about a tensor."""

    key: str
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    count: int  # numbers in the storage
    offset: int = 0
    kind: str = "FloatStorage"

    def pickled(self) -> bytes:
        storage = many(
            text("storage"), function("torch", self.kind), text(self.key), text("cpu"), integer(self.count)
        )
        return called(
            "torch._utils",
            "_rebuild_tensor_v2",
            storage + b"Q",
            integer(self.offset),
            many(*map(integer, self.shape)),
            many(*map(integer, self.strides)),
            b"\x89",
            ORDERED,
        )


def dictionary(items: Mapping[str, bytes]) -> bytes:
    return b"}(" + b"".join(text(key) + value for key, value in items.items()) + b"u"


def contiguous(key: str, array: Array) -> Tensor:
    strides = tuple(step // array.itemsize for step in array.strides)
    return Tensor(key, array.shape, strides, array.size, kind=TORCH_NAMES[array.dtype.str])


def zip_bytes(pickle: bytes, storages: Mapping[str, bytes], folder: str = "archive") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        file.writestr(f"{folder}/data.pkl", PROTOCOL + pickle + b".")
        file.writestr(f"{folder}/byteorder", "little")
        for key, data in storages.items():
            file.writestr(f"{folder}/data/{key}", data)
        file.writestr(f"{folder}/version", "3\n")
    return target.getvalue()


def write_torch(path: Path, arrays: Mapping[str, Array], *, training: bool = False) -> None:
    """Write a zip file as `torch.save` does; with `training`, as training programs do."""
    tensors = {name: contiguous(str(number), array) for number, (name, array) in enumerate(arrays.items())}
    pickle = dictionary({name: tensor.pickled() for name, tensor in tensors.items()})
    if training:
        pickle = dictionary({"epoch": integer(3), "state_dict": pickle})
    storages = {tensor.key: arrays[name].tobytes() for name, tensor in tensors.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zip_bytes(pickle, storages))
