"""One picture as the bytes of its file: the original or another format, with the plan's story inside."""

from pathlib import PurePosixPath

from portrait_app.core.export import ExportPlan
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.core.ports import Library
from portrait_app.export.containers import Blocks, retold
from portrait_app.export.metadata import story_of
from portrait_app.export.pixels import Shape, read_original, reshaped

ORIGINAL = "original"
_SMALL_QUALITY = 85
_SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}


class Rendering:
    """Makes files of pictures as a plan wants them. `program` is this program's name and version."""

    def __init__(self, library: Library, plan: ExportPlan, program: str) -> None:
        self._library = library
        self._plan = plan
        self._program = program
        self._format = str(self._option("inside", plan.format))
        if self._format not in _SUFFIXES:
            self._format = ORIGINAL
        self._untouched = bool(self._option("untouched", False))
        self._shape = Shape(
            self._format,
            int(self._option("quality", 0)),
            int(self._option("longest_side", 0)),
            bool(self._option("srgb", True)),
        )

    def _option(self, key: str, otherwise: Value) -> Value:
        """Return an option of the plan, for a format that has it."""
        has_it = any(row.key == key for row in self._plan.row.options)
        return self._plan.option(key) if has_it else otherwise

    def suffix(self, picture: Picture) -> str:
        """Return the ending of the file's name, with its dot."""
        if self._format != ORIGINAL:
            return _SUFFIXES[self._format]
        return _SUFFIXES.get(picture.format) or PurePosixPath(picture.file).suffix

    def blocks(self, picture: Picture) -> Blocks:
        """Return the file in parts.

        Raises:
            AppError: FILE_MISSING, FILE_FAILED, IMAGE_DAMAGED or IMAGE_TOO_LARGE.
        """
        data = read_original(self._library.path(picture))
        if self._untouched:
            return [data]
        if self._format != ORIGINAL:
            data = reshaped(data, self._shape)
        return retold(data, story_of(picture, self._plan, self._program))

    def small(self, picture: Picture, longest_side: int) -> bytes:
        """Return the picture as a JPEG for a page. Raises AppError like `blocks`."""
        return reshaped(
            read_original(self._library.path(picture)), Shape("jpeg", _SMALL_QUALITY, longest_side)
        )
