"""The models in the model folder, as the engine offers them: implements `ModelSource`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.engines.local import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Kind
from portrait_app.core.model_store import InstalledModel
from portrait_app.core.parameters import PARAMETERS, Parameter
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.engines.local.files.record import ModelRecord, read_record
from portrait_app.engines.local.store.folder import look, read_model

MULTIPLE = 64  # pixels, of both sides: the VAE divides them by 8, and the U-Net halves them three times
_LARGEST = 2048
_FAMILY = "sd1.5"
_SIDE: dict[str, Any] = {
    "kind": Kind.INTEGER,
    "choices": (),
    "minimum": MULTIPLE,
    "maximum": _LARGEST,
    "multiple": MULTIPLE,
    "step": MULTIPLE,
}
_CHANGED: dict[str, dict[str, Any]] = {
    "prompt": {"token_limit": 0},  # long prompts are read in chunks
    "negative_prompt": {"token_limit": 0},
    "num_inference_steps": {"minimum": 1, "maximum": 100},
    "guidance_scale": {"minimum": 1.0, "maximum": 25.0},
    "img_width": _SIDE,
    "img_height": _SIDE,
}


class InstalledModels:
    """The models of a folder, which is asked at each call: it is a setting."""

    def __init__(self, folder: Callable[[], Path | None]) -> None:
        self._folder = folder
        self.is_empty = False  # no model was found at the last look

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        """Return a row for each complete model."""
        folder = self._folder()
        found = () if folder is None else look(folder).models
        rows = tuple(row for model in found if (row := _row(model)) is not None)
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        self.is_empty = not rows
        return rows

    def find(self, slug: str) -> tuple[Path, ModelRecord] | None:
        """Return the folder and the record of a model; None if it is not there. Raises AppError."""
        folder, name = self._folder(), slug.removeprefix(f"{ROW.key}:")
        if folder is None or Path(name).name != name:
            return None
        found = read_model(folder / name)
        return (found.folder, read_record(found.folder)) if isinstance(found, InstalledModel) else None


def _row(model: InstalledModel) -> Endpoint | None:
    """Return the model's row; None if its files are not those of a model."""
    try:
        record = read_record(model.folder)
    except AppError:
        return None
    return Endpoint(
        slug=f"{ROW.key}:{model.id}",
        name=model.name,
        engine=ROW.key,
        help=QT_TRANSLATE_NOOP("catalog", "Makes photographs on this computer, without a network."),
        unused=frozenset({"base64"}),
        parameters=tuple(_parameter(row) for row in PARAMETERS),
        cuts_text=False,
        reads_weights=True,
        weights_hash=record.short_hash,
        family=_FAMILY,
    )


def _parameter(row: Parameter) -> Parameter:
    return replace(row, **_CHANGED.get(row.key, {}))
