"""A model folder with a publisher's host on the loopback, and a stand-in for the conversion of files."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_store import Agreement, FoundModel
from portrait_app.engines.local.store.store import LocalModelStore
from portrait_app.net.streaming import Patience
from tests.support.model_host import ModelHostService

AGREEMENT = Agreement(
    licence="CreativeML OpenRAIL-M",
    address="https://example.org/licence",
    agreed=datetime(2026, 11, 30, 21, 0, tzinfo=UTC),
)
PATIENT = Patience(connect=5, data=5)


class CopiedFiles:
    """Takes every folder with weights for a model, and converts by copying the weights."""

    def inspect(self, path: Path) -> FoundModel:
        weights = sorted(path.rglob("*.bin")) if path.is_dir() else [path]
        if not weights:
            raise AppError(ErrorKind.FILE_MISSING, "no weights", path=str(path))
        size = sum(file.stat().st_size for file in weights)
        return FoundModel(path=path, name=path.stem, architecture="tiny", size=size)

    def convert(self, path: Path, target: Path, report: Callable[[int, int], None], cancel: Cancel) -> None:
        with file_errors(target):
            target.mkdir()
            weights = sorted(path.rglob("*.bin")) if path.is_dir() else [path]
            for number, file in enumerate(weights):
                report(number, len(weights))
                if cancel.cancelled:
                    raise AppError(ErrorKind.CANCELLED)
                copy = target / f"{file.parent.name if path.is_dir() else 'all'}.safetensors"
                shutil.copyfile(file, copy)


def make_store(
    host: ModelHostService,
    folder: Path,
    *,
    pauses: tuple[float, ...] = (0.0, 0.0, 0.0),
    patience: Patience = PATIENT,
    missing: str = "",
) -> LocalModelStore:
    return LocalModelStore(
        lambda: folder,
        CopiedFiles(),
        address=lambda: host.address,
        published=(host.model(),),
        pauses=pauses,
        patience=patience,
        missing=lambda: missing,
    )
