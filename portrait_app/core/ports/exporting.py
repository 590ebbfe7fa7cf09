"""What hands pictures over to other programs."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO, Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan, ExportReport, PreviewRow, ReportProgress
from portrait_app.core.export.sheet import SheetPage
from portrait_app.core.picture import Picture


class Exporter(Protocol):
    """Writes pictures as files. Everything may take long: none belongs on the GUI thread.

    `collection` is the name of the collection that is exported, for `{collection}`. Templates have to be
    checked before: one that is wrong raises TemplateError.
    """

    def preview(
        self,
        plan: ExportPlan,
        pictures: Sequence[Picture],
        count: int,
        collection: str = "",
        cancel: Cancel | None = None,
    ) -> list[PreviewRow]:
        """Return the files that the first `pictures` of `count` would become. Nothing is written.

        Each is really made, to know its size: hand over a screenful, not a library. The folder need not
        exist. Never raises for a picture or a folder that cannot be read: its size is None, as that of
        a picture that could not be given up on the way. Once `cancel` was
        called it returns soon, in the middle of a picture too; what it returns then is worth nothing.
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
        """Write the pictures in the order given, in `plan.folder`, which is made where its parent exists.

        A picture that fails is in the report, the rest goes on; so do the files written before `cancel`
        was called. No file is ever there half under its final name.

        Raises:
            AppError: DISK_FULL or FILE_FAILED, where the folder cannot be used at all, or the one file
                of a document cannot be written; ENCODER_MISSING where nothing writes the format;
                LIBRARY_ kinds.
        """
        ...


class SheetPainter(Protocol):
    """Draws pages with the system's fonts, which know every script that the system does."""

    def pdf(self, pages: Iterable[SheetPage], file: BinaryIO, title: str, program: str, xmp: bytes) -> None:
        """Write a PDF of at least one page into an open file. The pages are taken one by one.

        Raises OSError for the first write that failed.
        """
        ...

    def png(self, page: SheetPage, dots_per_inch: int) -> bytes:
        """Return the page as a PNG image."""
        ...
