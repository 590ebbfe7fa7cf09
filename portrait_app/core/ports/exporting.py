"""The ports for exporting pictures."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan, ExportReport, PreviewRow, ReportProgress
from portrait_app.core.export.sheet import SheetPage
from portrait_app.core.picture import Picture


class Exporter(Protocol):
    """Writes pictures as files. Every method may take long: call it on a worker.

    `collection` is the name of the exported collection, for the field `{collection}`. An invalid template in
    the plan raises TemplateError, so parse templates first.
    """

    def preview(
        self,
        plan: ExportPlan,
        pictures: Sequence[Picture],
        count: int,
        collection: str = "",
        cancel: Cancel | None = None,
    ) -> list[PreviewRow]:
        """Return the files that `pictures`, the first of `count`, would become. Nothing is written.

        Each picture is really encoded to find its size, so pass one screenful, not the whole library. The
        folder need not exist. A picture or a folder that cannot be read does not raise: the size is None.
        The size is also None for a large picture in a format whose encoding cannot be cancelled. After
        cancellation the method returns soon, even in the middle of a picture. Ignore its result then.
        """
        ...

    def export(
        self,
        plan: ExportPlan,
        ids: Sequence[int],
        report: ReportProgress,
        cancel: Cancel,
        collection: str = "",
    ) -> ExportReport:
        """Write the pictures in the order given into `plan.folder`. Create the folder if its parent exists.

        A picture that fails is listed in the report and does not stop the others. Files written before
        cancellation stay. A file gets its final name only when it is complete.

        Raises:
            AppError: DISK_FULL or FILE_FAILED, if the folder cannot be used at all or the single file of a
                document cannot be written; ENCODER_MISSING if no encoder writes the format; LIBRARY_ kinds.
        """
        ...


class SheetPainter(Protocol):
    """Draws pages of a contact sheet with the system's fonts."""

    def pdf(self, pages: Iterable[SheetPage], path: Path, title: str, program: str, xmp: bytes) -> None:
        """Write the pages as a PDF. `pages` has at least one page and is iterated lazily. Raises OSError."""
        ...

    def png(self, page: SheetPage, dots_per_inch: int) -> bytes:
        """Return the page as a PNG image."""
        ...
