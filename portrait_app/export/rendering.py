"""Makes the file of one picture: the original or another format, with the plan's metadata."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.formats import ENCODED, ORIGINAL, Carrier
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Library
from portrait_app.export.containers import retold
from portrait_app.export.exif import exif_of
from portrait_app.export.foreign import as_it_was, carried_over, foreign_of
from portrait_app.export.metadata import Story, story_of
from portrait_app.export.pixels import Shape, original_parts, read_original, reshaped
from portrait_app.export.xmp import packet
from portrait_app.imaging.writing import require_encoder

_SMALL_QUALITY = 85
_LARGE = 4_000_000  # pixels that take about half a second to encode as WebP
_SUFFIXES = {row.key: row.suffix for row in ENCODED}


class Rendering:
    """Makes the files of pictures for a plan. `program` is the name and version of this program.

    After `cancel` the current file soon ends with AppError, CANCELLED.
    """

    def __init__(
        self, library: Library, plan: ExportPlan, program: str, cancel: Cancel | None = None
    ) -> None:
        self._library = library
        self._plan = plan
        self._program = program
        self._cancel = cancel or Cancel()
        self._format = str(self._option("inside", plan.format))
        self._untouched = bool(self._option("untouched", False))
        self._shape = Shape(
            self._format,
            int(self._option("quality", 0)),
            int(self._option("longest_side", 0)),
            bool(self._option("srgb", True)),
            is_discreet=plan.privacy is not Privacy.EVERYTHING,
        )

    def _option(self, key: str, otherwise: Value) -> Value:
        """Return an option of the plan, or `otherwise` if the format does not have it."""
        has_it = any(row.key == key for row in self._plan.row.options)
        return self._plan.option(key) if has_it else otherwise

    def require_encoder(self) -> None:
        """Raise AppError, ENCODER_MISSING, if the format of the plan's pictures cannot be written."""
        if self._format != ORIGINAL:
            require_encoder(self._shape.encoding)

    def suffix(self, picture: Picture) -> str:
        """Return the suffix of the file's name, with its dot."""
        if self._format != ORIGINAL:
            return self._plan.pictures.suffix
        return _SUFFIXES.get(picture.format) or PurePosixPath(picture.file).suffix

    def is_unstoppable(self, picture: Picture) -> bool:
        """Say whether encoding may take seconds and cannot be cancelled, as that of a large WebP."""
        if self._format == ORIGINAL or not self._shape.encoding.in_one_go:
            return False
        longest = max(picture.width, picture.height)
        scale = min(1, self._shape.longest_side / longest) if self._shape.longest_side and longest else 1
        return picture.width * picture.height * scale**2 > _LARGE

    def blocks(self, picture: Picture) -> Iterable[bytes | memoryview]:
        """Return the parts of the file, for immediate use.

        Raises, here or while iterating:
            AppError: FILE_MISSING, FILE_FAILED, IMAGE_DAMAGED, IMAGE_TOO_LARGE, ENCODER_MISSING or CANCELLED.
        """
        path = self._library.path(picture)
        if self._untouched:
            return original_parts(path)
        data = read_original(path)
        story = self._story(picture, data)
        if self._format == ORIGINAL:
            return retold(data, story)
        match self._shape.encoding.carrier:
            case Carrier.CONTAINERS:
                return retold(reshaped(data, self._shape, self._cancel), story)
            case Carrier.ENCODER:
                exif = exif_of(story.infotext, base=story.exif, texts=story.texts)
                told = {"exif": exif, "xmp": packet(story.properties)}
                return [reshaped(data, self._shape, self._cancel, **told)]
            case Carrier.NOBODY:
                return [reshaped(data, self._shape, self._cancel)]

    def _story(self, picture: Picture, data: bytes) -> Story:
        """Return the file's metadata, at the level "everything" with that of an imported file."""
        story = story_of(picture, self._plan, self._program)
        if self._plan.privacy is not Privacy.EVERYTHING or not picture.is_imported:
            return story
        change = as_it_was if self._format == ORIGINAL else carried_over
        return change(story, foreign_of(data))

    def small(self, picture: Picture, longest_side: int) -> bytes:
        """Return the picture as a small JPEG for a contact sheet. Raises AppError like `blocks`."""
        shape = Shape("jpeg", _SMALL_QUALITY, longest_side)
        return reshaped(read_original(self._library.path(picture)), shape, self._cancel)
