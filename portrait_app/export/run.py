"""One running export: reads the pictures in batches, and counts results and progress."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.name_template import NameSource
from portrait_app.core.export.plan import LISTED, ExportFailure, ExportReport, ReportProgress
from portrait_app.core.local_zone import LOCAL
from portrait_app.core.moments import within_calendar
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Library

WINDOW = 64  # pictures read from the library in one batch


class ExportRun:
    """Iterates over the pictures and counts results. `document` has the values that all pictures share."""

    def __init__(
        self,
        library: Library,
        ids: Sequence[int],
        document: NameSource,
        report: ReportProgress,
        cancel: Cancel,
    ) -> None:
        self.document = document
        self._library = library
        self._ids = ids
        self._report = report
        self._cancel = cancel
        self._written = 0
        self._skipped = 0
        self._failed: list[ExportFailure] = []
        self._files: list[Path] = []

    @property
    def cancelled(self) -> bool:
        return self._cancel.cancelled

    def windows(self) -> Iterator[list[tuple[int, NameSource | None]]]:
        """Yield batches of ids with their name sources (None for unknown ids), until cancelled."""
        for start in range(0, len(self._ids), WINDOW):
            if self.cancelled:
                return
            window = self._ids[start : start + WINDOW]
            known = {picture.id: picture for picture in self._library.pictures(window)}
            yield [
                (picture_id, self.subject(known[picture_id], number) if picture_id in known else None)
                for number, picture_id in enumerate(window, start + 1)
            ]

    def subjects(self) -> Iterator[tuple[int, NameSource | None]]:
        """Yield ids with their name sources one by one, and report progress after each. None: unknown id."""
        done = 0
        for window in self.windows():
            for row in window:
                if self.cancelled:
                    return
                yield row
                done += 1
                self._report(done, len(self._ids))

    def pictures(self) -> Iterator[tuple[Picture, NameSource]]:
        """Yield the pictures one by one. An id that is not in the library is counted as a failure."""
        for picture_id, subject in self.subjects():
            if subject is None or subject.picture is None:
                self.fail_unknown(picture_id)
            else:
                yield subject.picture, subject

    def subject(self, picture: Picture, number: int) -> NameSource:
        """Return the source of a picture's name."""
        when = within_calendar(picture.created).astimezone(LOCAL)
        return replace(self.document, when=when, number=number, picture=picture)

    def write(self, files: Sequence[Path] = (), pictures: int = 1) -> None:
        """Count exported pictures, and note the files that contain them."""
        self._written += pictures
        self._files += files[: LISTED - len(self._files)]

    def skip(self, pictures: int = 1) -> None:
        """Count pictures that were skipped because their names are taken."""
        self._skipped += pictures

    def fail(self, picture_id: int, error: AppError) -> None:
        """Note a picture that could not be exported, and why."""
        self._failed.append(ExportFailure(picture_id, error))

    def fail_unknown(self, picture_id: int) -> None:
        """Note a picture that was removed from the library after it was chosen."""
        self.fail(picture_id, AppError(ErrorKind.FILE_MISSING, f"picture {picture_id} is not in the library"))

    def result(self, folder: Path) -> ExportReport:
        return ExportReport(
            folder, self._written, self._skipped, tuple(self._failed), tuple(self._files), self.cancelled
        )
