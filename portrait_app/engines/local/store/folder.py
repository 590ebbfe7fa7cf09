"""The model folder: one folder for each model, and what else is in it. Only complete models count."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_store import (
    InstalledModel,
    ModelFolder,
    Strangeness,
    Stranger,
    UnfinishedModel,
)
from portrait_app.engines.local.store import manifest, pending
from portrait_app.engines.local.store.locks import is_locked
from portrait_app.engines.local.store.manifest import Manifest, ManifestError

_WEIGHTS = frozenset({".safetensors", ".ckpt", ".bin", ".pt"})  # files that a user may have put there


def look(folder: Path) -> ModelFolder:
    """Return what is in the folder; nothing if there is no folder yet. Raises AppError."""
    with file_errors(folder):
        entries = sorted(folder.iterdir()) if folder.is_dir() else []
        free = free_space(folder)
    models: list[InstalledModel] = []
    unfinished: list[UnfinishedModel] = []
    strangers: list[Stranger] = []
    for entry in entries:
        match _seen(entry):
            case InstalledModel() as model:
                models.append(model)
            case UnfinishedModel() as begun:
                unfinished.append(begun)
            case Stranger() as stranger:
                strangers.append(stranger)
    return ModelFolder(
        path=folder,
        free=free,
        models=tuple(models),
        unfinished=tuple(unfinished),
        strangers=tuple(strangers),
    )


def _seen(entry: Path) -> InstalledModel | UnfinishedModel | Stranger | None:
    """Return what an entry of the folder is; None for one of no interest."""
    if entry.name.startswith("."):
        return None
    if not entry.is_dir():
        is_brought = entry.suffix.lower() in _WEIGHTS
        return Stranger(name=entry.name, reason=Strangeness.NO_MANIFEST) if is_brought else None
    if entry.name.endswith(pending.SUFFIX) and (entry / pending.NAME).exists():
        return _begun(entry)
    return read_model(entry)


def _begun(entry: Path) -> UnfinishedModel | Stranger | None:
    model_id = entry.name.removesuffix(pending.SUFFIX)
    if isinstance(read_model(entry.with_name(model_id)), InstalledModel):
        return None  # the program ended after the model was installed, before it could tidy up
    try:
        begun = pending.load(entry)
    except (ManifestError, OSError):
        return Stranger(name=entry.name, reason=Strangeness.UNREADABLE)
    return UnfinishedModel(
        id=model_id,
        name=begun.name,
        done=begun.done(entry),
        total=begun.total,
        is_busy=is_locked(entry.parent, model_id),
    )


def read_model(entry: Path) -> InstalledModel | Stranger:
    """Return the complete model in a folder, or why there is none."""
    try:
        text = (entry / manifest.NAME).read_bytes()
    except OSError:
        return Stranger(name=entry.name, reason=Strangeness.NO_MANIFEST)
    try:
        found = manifest.from_json(text)
    except ManifestError:
        return Stranger(name=entry.name, reason=Strangeness.UNREADABLE)
    missing = next(_missing(entry, found), "")
    if missing:
        return Stranger(name=entry.name, reason=Strangeness.INCOMPLETE, detail=missing)
    return found.model(entry)


def _missing(entry: Path, found: Manifest) -> Iterator[str]:
    """Yield the files that are missing or have another size."""
    for path, record in found.files.items():
        try:
            size = (entry / path).stat().st_size
        except OSError:
            size = -1
        if size != record.size:
            yield path


def free_space(folder: Path) -> int:
    """Return the free bytes on the disk of a folder that may not exist yet. Raises OSError."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return shutil.disk_usage(there).free
