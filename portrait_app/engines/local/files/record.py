"""The record of a stored model, `model.json`: what it is and where it came from. Needs no numpy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.architecture import Architecture

RECORD = "model.json"
PART = ".part"  # ends the name of the folder of a model that is not complete
UNET = "unet/diffusion_pytorch_model.safetensors"
VAE = "vae/diffusion_pytorch_model.safetensors"
TEXT_ENCODER = "text_encoder/model.safetensors"
VOCABULARY = "tokenizer/vocab.json"  # both only if the model's vocabulary is not the one of CLIP
MERGES = "tokenizer/merges.txt"
NETWORKS = frozenset({UNET, VAE, TEXT_ENCODER})
TOKENIZER = frozenset({VOCABULARY, MERGES})

_FORMAT = 1
_SHORT = 10
_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Brought:
    """A file from which a model was converted."""

    name: str  # relative to the folder that was chosen
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """A stored model.

    Attributes:
        source: the name of the file or folder that it was made from.
        brought: the files that it was made from, with their hashes; first the U-Net's, or the single file.
        sizes: the bytes of each stored file; a file that was cut is noticed when the model is opened.
    """

    architecture: Architecture
    source: str
    brought: tuple[Brought, ...]
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of the single file, or of the U-Net's file."""
        return self.brought[0].sha256

    @property
    def short_hash(self) -> str:
        """The model hash that other programs write beside a picture's settings."""
        return self.sha256[:_SHORT]

    @property
    def size(self) -> int:
        """The bytes on disk."""
        return sum(self.sizes.values())

    def to_json(self) -> str:
        value = {
            "format": _FORMAT,
            "source": self.source,
            "brought": [
                {"name": file.name, "size": file.size, "sha256": file.sha256} for file in self.brought
            ],
            "sizes": dict(self.sizes),
            "architecture": self.architecture.as_json(),
        }
        return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def read_record(folder: Path) -> ModelRecord:
    """Read the record of a stored model.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError if it is damaged or from another version.
    """
    path = folder / RECORD
    with file_errors(path), path.open("rb") as file:
        text = file.read(_LONGEST)
    try:
        return parse_record(json.loads(text))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise ModelFileError(Refusal.CHANGED, f"{RECORD}: {error!r}", file=RECORD) from error


def parse_record(value: Mapping[str, Any]) -> ModelRecord:
    """Return the record of a parsed `model.json`. Raises ValueError, KeyError or TypeError."""
    if value["format"] != _FORMAT:
        raise ValueError(f"format {value['format']}")
    brought = tuple(
        Brought(str(file["name"]), int(file["size"]), str(file["sha256"])) for file in value["brought"]
    )
    if not brought:
        raise ValueError("made from nothing")
    sizes = {str(name): int(size) for name, size in value["sizes"].items()}
    return ModelRecord(Architecture.from_json(value["architecture"]), str(value["source"]), brought, sizes)
