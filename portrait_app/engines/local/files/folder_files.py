"""The files of a model's folder in the layout of diffusers: which of them are used, and which are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.model_files import Family, ModelFileError, Refusal
from portrait_app.engines.local.files.families import refuse_pipeline
from portrait_app.engines.local.files.settings import read_json

UNET = "unet"
VAE = "vae"
TEXT_ENCODER = "text_encoder"
NETWORKS = (UNET, VAE, TEXT_ENCODER)

_INDEX = "model_index.json"
# In the order of preference. Safetensors come first, because they are read faster; "fp16" has half the bytes
# and loses nothing, because models are stored as float16 anyway.
_ENDINGS = (".safetensors", ".fp16.safetensors", ".bin", ".fp16.bin", ".non_ema.safetensors", ".non_ema.bin")
_STEMS = {UNET: ("diffusion_pytorch_model",), VAE: ("diffusion_pytorch_model",)}
_STEMS_OF_TEXT = ("model", "pytorch_model")  # transformers names safetensors and torch files differently
_OTHER_FORMATS = (
    ("*.onnx", "ONNX"),
    ("openvino_model.*", "OpenVINO"),
    ("*.msgpack", "Flax"),
    ("*.gguf", "GGUF"),
    ("*.index.json", "a network in several files"),
)


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The file of each network, and those of the tokenizer if the folder has them."""

    unet: Path
    vae: Path
    text_encoder: Path
    vocabulary: Path | None
    merges: Path | None
    tokenizer: Path | None  # the vocabulary and the merges in one file, as transformers 5 writes them


def folder_files(folder: Path) -> FolderFiles:
    """Return which files of a folder are used.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError: another kind of model, no model, or half of one.
    """
    class_name = read_json(folder / _INDEX).get("_class_name")
    if isinstance(class_name, str):
        refuse_pipeline(class_name, folder.name)
    if (folder / "text_encoder_2").is_dir():
        family = Family.SD_3 if (folder / "text_encoder_3").is_dir() else Family.SDXL
        raise ModelFileError(Refusal.OTHER_FAMILY, file=folder.name, family=str(family))
    found = {network: next(_candidates(folder, network), None) for network in NETWORKS}
    if not any(found.values()) and not any((folder / network).is_dir() for network in NETWORKS):
        raise ModelFileError(Refusal.NO_MODEL_INSIDE, path=str(folder))
    missing = [network for network, path in found.items() if path is None]
    for network in missing:
        _refuse_other_format(folder / network)
    if missing:
        names = "\n".join(missing)
        raise ModelFileError(Refusal.PARTS_MISSING, names, path=str(folder), missing=names)
    unet, vae, text_encoder = (path for path in found.values() if path is not None)
    tokenizer = folder / "tokenizer"
    return FolderFiles(
        unet,
        vae,
        text_encoder,
        _existing(tokenizer / "vocab.json"),
        _existing(tokenizer / "merges.txt"),
        _existing(tokenizer / "tokenizer.json"),
    )


def _candidates(folder: Path, network: str) -> Iterator[Path]:
    for ending in _ENDINGS:
        for stem in _STEMS.get(network, _STEMS_OF_TEXT):
            path = folder / network / f"{stem}{ending}"
            if path.is_file():
                yield path


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None


def _refuse_other_format(folder: Path) -> None:
    """Say which format the network has, if it is there in another one. Raises ModelFileError."""
    for pattern, name in _OTHER_FORMATS:
        found = next(folder.glob(pattern), None)
        if found is not None:
            raise ModelFileError(Refusal.OTHER_FORMAT, name, file=found.name, format=name)
