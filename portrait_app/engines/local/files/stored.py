"""Open a stored model, in the child process that makes the pictures."""

from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files import record as names
from portrait_app.engines.local.files.record import ModelRecord, read_record
from portrait_app.engines.local.files.safetensors import open_safetensors
from portrait_app.engines.local.files.tensor_file import TensorFile


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A stored model. Its tensors have the names of diffusers, and are float16 or float32.

    Each network is opened when it is asked for, so that its memory can be given back before the next.
    """

    folder: Path
    record: ModelRecord

    def unet(self) -> TensorFile:
        return open_safetensors(self.folder / names.UNET, mapped=True)

    def vae(self) -> TensorFile:
        return open_safetensors(self.folder / names.VAE, mapped=True)

    def text_encoder(self) -> TensorFile:
        return open_safetensors(self.folder / names.TEXT_ENCODER, mapped=True)


def open_stored(folder: Path) -> StoredModel:
    """Open a stored model, and check that its files have the sizes that the record says.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    record = read_record(folder)
    if not names.NETWORKS <= record.sizes.keys() <= names.NETWORKS | names.TOKENIZER:
        raise ModelFileError(Refusal.CHANGED, f"the files {sorted(record.sizes)}", file=names.RECORD)
    for name, size in record.sizes.items():
        path = folder / name
        with file_errors(path):
            found = path.stat().st_size
        if found != size:
            raise ModelFileError(Refusal.CHANGED, f"{found} bytes instead of {size}", file=name)
    return StoredModel(folder, record)
