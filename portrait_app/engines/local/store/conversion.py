"""Recognises and converts the files of a model, on a worker thread of the program."""

from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.model_store import FoundModel
from portrait_app.engines.local.files.architecture import Layout
from portrait_app.engines.local.store.store import BytesReport

_NAMES = {
    Layout.FULL: "Stable Diffusion 1.x",
    Layout.SMALL: "Small-SD",
    Layout.TINY: "Tiny-SD",
    Layout.OTHER: "Stable Diffusion 1.x",
}


class BroughtFiles:
    """Implements `ModelFiles`. numpy is imported at the first call: not every installation has it."""

    def inspect(self, path: Path) -> FoundModel:
        from portrait_app.engines.local.files.brought import open_brought

        with open_brought(path) as model:
            return FoundModel(
                path=path,
                name=model.name,
                architecture=_NAMES[model.architecture.unet.layout],
                size=model.stored_size,
            )

    def convert(self, path: Path, target: Path, report: BytesReport, cancel: Cancel) -> None:
        from portrait_app.engines.local.files.conversion import convert

        convert(path, target, report, cancel)
