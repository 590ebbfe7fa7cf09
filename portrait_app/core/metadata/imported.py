"""A file that was brought here: what it is, and what it says of how it was made."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portrait_app.core.metadata.found_settings import FoundSettings
from portrait_app.core.metadata.picture_record import FileRecord
from portrait_app.core.request import GenerationRequest


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One whole image in a file. Sizes are pixels and bytes, times UTC."""

    path: Path
    format: str  # "jpeg", "png" or "webp"
    width: int
    height: int
    size: int
    sha256: str
    modified: datetime
    record: FileRecord | None = None  # of this program, whole
    settings: FoundSettings | None = None  # of another program, as far as they can be said here
    own: bool = False  # wanted as a picture of its own, whatever it was exported from

    @property
    def request(self) -> GenerationRequest:
        """What was asked for, as far as it is known: with no endpoint where nobody knows the model."""
        if self.record is not None:
            return self.record.request
        if self.settings is not None:
            return GenerationRequest(self.settings.endpoint, self.settings.values)
        return GenerationRequest("")

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes this very picture again, as far as it is known."""
        if self.record is None or self.record.seed is None:
            return self.request
        return self.request.with_values(seed=self.record.seed, samples=1)

    @property
    def seed(self) -> int | None:
        """The seed really used."""
        if self.record is not None:
            return self.record.seed
        seed = self.request.values.get("seed")
        return seed if isinstance(seed, int) else None

    @property
    def created(self) -> datetime:
        return self.modified if self.record is None else self.record.created

    @property
    def originals(self) -> tuple[str, ...]:
        """SHA-256 of what would be the same picture: this file, and what it was exported from."""
        if self.own or self.record is None:
            return (self.sha256,)
        return (self.sha256, self.record.sha256)
