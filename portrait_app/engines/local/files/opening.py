"""Open a file of tensors, whichever format it has. The first bytes tell the format, not the name's ending."""

from pathlib import Path

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.safetensors import open_safetensors
from portrait_app.engines.local.files.tensor_file import TensorFile
from portrait_app.engines.local.files.torch_file import open_torch

# Formats that a user may well take for a model, by their first bytes
_OTHERS = (
    (b"GGUF", "GGUF"),
    (b"ggjt", "GGML"),
    (b"\x89HDF", "HDF5"),
    (b"version https://git-lfs", "Git LFS pointer"),  # a repository that was cloned without its large files
    (b"<!DOCTYPE", "web page"),  # saved instead of the file
    (b"<!doctype", "web page"),
    (b"<html", "web page"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"),
)
_TORCH = frozenset({".bin", ".ckpt", ".pt", ".pth"})
_FIRST = 300  # bytes; a tar file names itself at byte 257
_HEADER = 8  # of a safetensors file, before its JSON


def open_tensors(path: Path) -> TensorFile:
    """Open a file of tensors.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    with file_errors(path), path.open("rb") as file:
        first = file.read(_FIRST)
    if not first:
        raise ModelFileError(Refusal.TRUNCATED, "an empty file", file=path.name, found=0)
    for beginning, name in _OTHERS:
        if first.startswith(beginning):
            raise ModelFileError(Refusal.OTHER_FORMAT, name, file=path.name, format=name)
    if first[257:262] == b"ustar":
        raise ModelFileError(Refusal.OTHER_FORMAT, "tar", file=path.name, format="tar")
    # Safetensors first: the length of the header, with which they begin, can look like a pickle's first byte.
    if first[_HEADER:].startswith(b"{"):
        return open_safetensors(path)
    if first.startswith((b"PK\x03\x04", b"\x80")):
        return open_torch(path)
    if path.suffix.lower() == ".safetensors":
        return open_safetensors(path)  # which says what is wrong
    if path.suffix.lower() in _TORCH:
        return open_torch(path)  # which names the code that a file in a bare text pickle wants to run
    raise ModelFileError(Refusal.UNKNOWN_FORMAT, file=path.name)
