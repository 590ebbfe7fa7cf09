"""Convert a brought model into the stored form: safetensors files of float16 in the layout of diffusers.

float16 halves disk and memory, as in the "fp16" files of publishers. Only one tensor is in memory at a time.
The folder gets its name when all of it is on the disk: a crash, a full disk or a cancellation leaves no half
model.
"""

import math
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files import record as stored
from portrait_app.engines.local.files.brought import BroughtModel, Network, open_brought
from portrait_app.engines.local.files.record import Brought, ModelRecord
from portrait_app.engines.local.files.safetensors import write_safetensors
from portrait_app.engines.local.files.tensor_file import Array, Number

Report = Callable[[int, int], None]  # bytes done, of all

_PIECE = 4 << 20  # bytes that are hashed at a time
_LARGEST = float(np.finfo(np.float16).max)


def convert(path: Path, target: Path, report: Report, cancel: Cancel) -> ModelRecord:
    """Convert the model in a file or folder into the new folder `target`.

    Raises:
        AppError: DISK_FULL, FILE_FAILED or CANCELLED, or a ModelFileError. Nothing is left on the disk.
    """
    with open_brought(path) as model:
        return _Conversion(model, target, report, cancel).run()


class _TooLargeError(Exception):
    """A number that float16 cannot hold."""


class _Conversion:
    """The conversion of one model."""

    def __init__(self, model: BroughtModel, target: Path, report: Report, cancel: Cancel) -> None:
        self._model = model
        self._target = target
        self._part = target.with_name(target.name + stored.PART)
        self._report = report
        self._cancel = cancel
        self._done = 0
        with file_errors(model.path):
            self._total = model.stored_size + sum(file.stat().st_size for file in model.files)

    def run(self) -> ModelRecord:
        try:
            with file_errors(self._target):
                self._begin()
                record = ModelRecord(
                    self._model.architecture, self._model.path.name, self._hashed(), self._written()
                )
                _write(self._part / stored.RECORD, record.to_json().encode())
                for folder in [*self._part.iterdir(), self._part]:
                    if folder.is_dir():
                        _sync_folder(folder)
                self._part.rename(self._target)
                _sync_folder(self._target.parent)
        except BaseException:
            shutil.rmtree(self._part, ignore_errors=True)
            raise
        self._report(self._total, self._total)
        return record

    def _begin(self) -> None:
        """Make the folder. What a crash left behind is removed. Raises OSError or AppError."""
        if self._target.exists():
            raise AppError(ErrorKind.FILE_FAILED, f"{self._target} exists", path=str(self._target))
        if self._part.exists():
            shutil.rmtree(self._part)
        self._part.mkdir(parents=True)
        free = shutil.disk_usage(self._part).free
        if free < self._model.stored_size:
            raise AppError(
                ErrorKind.DISK_FULL,
                f"{free} bytes of {self._model.stored_size} are free",
                path=str(self._target),
                needed=self._model.stored_size,
                free=free,
            )

    def _advance(self, count: int) -> None:
        """Report progress. Raises AppError if the user has cancelled."""
        if self._cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        self._done += count
        self._report(min(self._done, self._total), self._total)

    def _hashed(self) -> tuple[Brought, ...]:
        """Return the hashes of the files that the model is made from."""
        return tuple(self._hash(file) for file in self._model.files)

    def _hash(self, path: Path) -> Brought:
        hashed, size = sha256(), 0
        with file_errors(path), path.open("rb") as file:
            while piece := file.read(_PIECE):
                hashed.update(piece)
                size += len(piece)
                self._advance(len(piece))
        root = self._model.path
        name = path.relative_to(root).as_posix() if root != path else path.name
        return Brought(name, size, hashed.hexdigest())

    def _written(self) -> dict[str, int]:
        """Write all networks, and return the sizes of the files."""
        model = self._model
        for name, network in (
            (stored.UNET, model.unet),
            (stored.VAE, model.vae),
            (stored.TEXT_ENCODER, model.text_encoder),
        ):
            self._write_network(self._part / name, network)
        if model.vocabulary is not None:
            for name, source in zip((stored.VOCABULARY, stored.MERGES), model.vocabulary, strict=True):
                with file_errors(source):
                    data = source.read_bytes()
                _write(self._part / name, data)
        files = sorted(path for path in self._part.rglob("*") if path.is_file())
        return {path.relative_to(self._part).as_posix(): path.stat().st_size for path in files}

    def _write_network(self, path: Path, network: Network) -> None:
        path.parent.mkdir()
        done = self._done
        try:
            self._write_tensors(path, network, Number.F16)
        except _TooLargeError:
            self._done = done
            self._write_tensors(path, network, Number.F32)

    def _write_tensors(self, path: Path, network: Network, number: Number) -> None:
        tensors = {name: (number, shape) for name, shape in network.shapes.items()}
        with path.open("wb") as file:
            for count in write_safetensors(file, tensors, _values(network, number)):
                self._advance(count)
            file.flush()
            os.fsync(file.fileno())


def _values(network: Network, number: Number) -> Iterator[Array]:
    """Yield the tensors of a network in the order and the shapes in which they are stored.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
        _TooLargeError: float16 cannot hold a number.
    """
    for name, shape in network.shapes.items():
        source = network.names[name]
        values = network.file[source]
        largest = float(np.abs(values).max(initial=0))  # NaN if there is one
        if not math.isfinite(largest):
            raise ModelFileError(
                Refusal.DAMAGED, f"{source} has numbers that are none", file=network.file.path.name
            )
        if number is Number.F16 and largest > _LARGEST:
            raise _TooLargeError
        yield values.astype(number.numpy_type, copy=False).reshape(shape)


def _write(path: Path, data: bytes) -> None:
    """Write a small file and sync it to the disk. Raises OSError."""
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Sync the names in a folder to the disk, so that they survive a power cut. Raises OSError."""
    if sys.platform == "win32":  # Windows cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
