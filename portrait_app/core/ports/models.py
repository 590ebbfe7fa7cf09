"""The port of the model folder of an engine that works on this computer."""

from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.model_store import (
    Agreement,
    FoundModel,
    InstalledModel,
    ModelFolder,
    ModelLicence,
    PublishedModel,
    Report,
)


class ModelStore(Protocol):
    """Adds, lists and removes models. Two programs may use one folder. Any worker may call any method.

    A model is installed whole or not at all. What has been downloaded is kept when adding stops for any
    reason, and `download` continues there.
    """

    @property
    def published(self) -> tuple[PublishedModel, ...]:
        """The models that publishers offer, in the order in which to show them."""
        ...

    @property
    def usual_licence(self) -> ModelLicence:
        """The licence that models of this kind usually have: for a file whose licence is not known."""
        ...

    def missing(self) -> str:
        """Return why no model can be added yet and what to do, in English; empty if models can be added.

        A sentence marked for translation in the context "engines". Called on the GUI thread.
        """
        ...

    def contents(self) -> ModelFolder:
        """Look into the folder. Raises AppError."""
        ...

    def space_for(self, size: int) -> int:
        """Return how many bytes must be free to download and convert a model of this size."""
        ...

    def download(
        self, model: PublishedModel, agreement: Agreement, report: Report, cancel: Cancel
    ) -> InstalledModel:
        """Download a model, or continue its download; then check, convert and install it.

        Raises:
            AppError: CANCELLED; MODEL_IN_USE if another program is working on it; MODEL_NO_SPACE with the
                facts ``needed`` and ``free``; a MODEL_ kind that says what the publisher's host did.
        """
        ...

    def resume(self, model_id: str, report: Report, cancel: Cancel) -> InstalledModel:
        """Continue a download under the agreement that was given before. Raises like `download`."""
        ...

    def discard(self, model_id: str) -> None:
        """Delete what was downloaded of an unfinished model. Raises AppError."""
        ...

    def inspect(self, path: Path) -> FoundModel:
        """Recognise the model in a file or folder. Raises AppError if it is none, or one of another kind."""
        ...

    def add(self, found: FoundModel, agreement: Agreement, report: Report, cancel: Cancel) -> InstalledModel:
        """Convert and install the user's model; its file or folder stays as it is. Raises like `download`."""
        ...

    def remove(self, model_id: str) -> int:
        """Delete an installed model, and return the number of bytes that are free again. Raises AppError."""
        ...
