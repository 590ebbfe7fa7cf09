"""An image file that is being imported, with the settings found in it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portrait_app.core.metadata.found_settings import FoundSettings
from portrait_app.core.metadata.picture_record import FileRecord
from portrait_app.core.request import GenerationRequest


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One intact image file. Width and height are pixels, `size` is bytes, times are UTC."""

    path: Path
    format: str  # "jpeg", "png" or "webp"
    width: int
    height: int
    size: int
    sha256: str
    modified: datetime
    record: FileRecord | None = None  # this program's own record, complete
    settings: FoundSettings | None = None  # settings of another program, as far as they could be mapped
    own: bool = False  # import as a new picture, even if its original is in the library

    @property
    def request(self) -> GenerationRequest:
        """The request as far as it is known. The endpoint is empty if the model is unknown."""
        if self.record is not None:
            return self.record.request
        if self.settings is not None:
            return GenerationRequest(self.settings.endpoint, self.settings.values)
        return GenerationRequest("")

    @property
    def repeat_request(self) -> GenerationRequest:
        """The request that makes the same picture again, as far as it is known."""
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
        """SHA-256 hashes that identify this picture in the library: of this file and of its original."""
        if self.own or self.record is None:
            return (self.sha256,)
        return (self.sha256, self.record.sha256)
