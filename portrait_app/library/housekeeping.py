"""Check and repair the library. Each task is in a module of its own."""

from collections.abc import Sequence
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.check import CheckReport, Located, Report, Tidied
from portrait_app.core.picture import Picture
from portrait_app.core.ports.system import Clock
from portrait_app.library.check import LEFTOVER, LibraryCheck
from portrait_app.library.database import Database
from portrait_app.library.locate import locate, missing_pictures
from portrait_app.library.missing_files import all_missing, find_missing, note_found
from portrait_app.library.places import place_of
from portrait_app.library.rescue import adopt
from portrait_app.library.safe_files import discard
from portrait_app.library.thumbnails import THUMBNAILS
from portrait_app.library.tidy import FreeRoom, Tidying, free_room


class LibraryHousekeeping:
    """Implements `Housekeeping` for the library in `folder`; any thread may use it.

    `check_image` returns an image for its bytes, or raises AppError if the bytes are not a whole image.
    """

    def __init__(
        self,
        folder: Path,
        database: Database,
        clock: Clock,
        check_image: adopt.CheckImage,
        free: FreeRoom = free_room,
    ) -> None:
        self._folder = folder
        self._database = database
        self._clock = clock
        self._check_image = check_image
        self._free = free

    def check(self, *, thorough: bool, report: Report, cancel: Cancel) -> CheckReport:
        checking = LibraryCheck(self._folder, self._database, self._clock.now(), report, cancel)
        return checking.run(thorough=thorough)

    def missing(self, ids: Sequence[int]) -> list[int]:
        return [picture.id for picture in self._missing(ids)]

    def locate(self, ids: Sequence[int] | None, where: Path, report: Report, cancel: Cancel) -> Located:
        if ids is None:
            find_missing(self._folder, self._database, cancel)
            with self._database.read() as connection:
                ids = all_missing(connection)
        wanted = self._missing(ids)
        if not wanted:
            return Located((), ())
        located = locate(self._folder, wanted, where, report, cancel)
        with self._database.write(durable=False) as connection:
            note_found(connection, located.restored)
        return located

    def forget(self, ids: Sequence[int]) -> list[int]:
        gone = self.missing(ids)  # a picture whose file has come back stays
        with self._database.write(durable=True) as connection:
            adopt.forget(connection, gone)
        return gone

    def adopt(self, files: Sequence[str], cancel: Cancel) -> list[Picture]:
        return adopt.adopt(self._folder, self._database, files, self._check_image, cancel)

    def remove_leftovers(self, files: Sequence[str]) -> list[str]:
        return [file for file in files if file.endswith(LEFTOVER) and discard(place_of(self._folder, file))]

    def tidy(self, report: Report, cancel: Cancel) -> Tidied:
        return Tidying(self._database, self._folder / THUMBNAILS, report, cancel, self._free).run()

    def file_path(self, file: str) -> Path:
        return place_of(self._folder, file)

    def _missing(self, ids: Sequence[int]) -> list[Picture]:
        return missing_pictures(self._folder, self._database, ids)
