"""Exports pictures: the adapter for the port `Exporter`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import Output
from portrait_app.core.export.name_template import DOCUMENT_FIELDS, NameSource, NameTemplate, parse_template
from portrait_app.core.export.plan import (
    Collision,
    ExportPlan,
    ExportReport,
    PreviewRow,
    ReportProgress,
)
from portrait_app.core.picture import Picture
from portrait_app.core.ports.exporting import SheetPainter
from portrait_app.core.ports.library import Library
from portrait_app.core.ports.system import Clock
from portrait_app.export.contact_sheet import ContactSheet
from portrait_app.export.destination import Destination
from portrait_app.export.documents import (
    Document,
    page_stems,
    write_csv,
    write_json,
    write_pdf,
    write_pngs,
    write_zip,
)
from portrait_app.export.naming import Names, safe_stem
from portrait_app.export.rendering import Rendering
from portrait_app.export.run import ExportRun

# Writers of the formats that are one file or pages. All other formats are one file for each picture.
_DOCUMENTS: Mapping[str, Callable[[Document], None]] = {
    "zip": write_zip,
    "contact_pdf": write_pdf,
    "contact_png": write_pngs,
    "csv": write_csv,
    "json": write_json,
}


class FileExporter:
    """Implements `Exporter`. `program` is the name and version of this program."""

    def __init__(self, library: Library, clock: Clock, painter: SheetPainter, program: str) -> None:
        self._library = library
        self._clock = clock
        self._painter = painter
        self._program = program

    def preview(
        self,
        plan: ExportPlan,
        pictures: Sequence[Picture],
        count: int,
        collection: str = "",
        cancel: Cancel | None = None,
    ) -> list[PreviewRow]:
        names = Names(_names_in(Path(plan.folder)) if plan.folder else ())
        cancel = cancel or Cancel()
        run = self._run(plan, range(count), collection, cancel=cancel)
        if plan.row.output is Output.EACH:
            return self._preview_files(plan, pictures, run, names, cancel)
        stem = safe_stem(_document_template(plan).text(run.document))
        pages = ContactSheet(plan, run.document).pages if plan.row.output is Output.PAGES else 1
        shown = page_stems(stem, pages)[: max(len(pictures), 1)]
        over = plan.collision is not Collision.NUMBER
        return [PreviewRow(names.free(each, plan.row.suffix, over_others=over)) for each in shown]

    def export(
        self,
        plan: ExportPlan,
        ids: Sequence[int],
        report: ReportProgress,
        cancel: Cancel,
        collection: str = "",
    ) -> ExportReport:
        folder = self._folder(plan)
        run = self._run(plan, ids, collection, report, cancel)
        write = _DOCUMENTS.get(plan.format)
        template = parse_template(plan.template)  # raises before any file is written
        stem = "" if write is None else safe_stem(_document_template(plan).text(run.document))
        destination = Destination(folder, plan.collision)
        rendering = Rendering(self._library, plan, self._program)
        if plan.row.is_picture:
            rendering.require_encoder()
        if write is None and plan.row.output is not Output.EACH:
            raise AppError(ErrorKind.ENCODER_MISSING, f"no writer for {plan.format}", format=plan.row.label)
        if write is None:
            _write_files(template, run, destination, rendering)
        else:
            write(Document(plan, stem, template, run, destination, rendering, self._painter, self._program))
        return run.result(folder)

    def _preview_files(
        self, plan: ExportPlan, pictures: Sequence[Picture], run: ExportRun, names: Names, cancel: Cancel
    ) -> list[PreviewRow]:
        rendering = Rendering(self._library, plan, self._program, cancel)
        template = parse_template(plan.template)
        over = plan.collision is not Collision.NUMBER
        rows: list[PreviewRow] = []
        for number, picture in enumerate(pictures, 1):
            if cancel.cancelled:
                break
            stem = safe_stem(template.text(run.subject(picture, number)))
            name = names.free(stem, rendering.suffix(picture), over_others=over)
            size = None
            with suppress(AppError):
                if not rendering.is_unstoppable(picture):
                    size = sum(map(len, rendering.blocks(picture)))
            rows.append(PreviewRow(name, size))
        return rows

    def _run(
        self,
        plan: ExportPlan,
        ids: Sequence[int],
        collection: str,
        report: ReportProgress = lambda _done, _all: None,
        cancel: Cancel | None = None,
    ) -> ExportRun:
        document = NameSource(
            self._clock.now().astimezone(),
            count=len(ids),
            collection=collection,
            privacy=plan.privacy,
        )
        return ExportRun(self._library, ids, document, report, cancel or Cancel())

    def _folder(self, plan: ExportPlan) -> Path:
        """Return the target folder. Raises AppError for a folder inside the library."""
        folder = Path(plan.folder)
        if not plan.folder or not folder.is_absolute():
            raise AppError(ErrorKind.FILE_FAILED, f"{folder} is no folder", path=plan.folder)
        if folder.resolve().is_relative_to(self._library.folder.resolve()):
            raise AppError(ErrorKind.EXPORT_INTO_LIBRARY, str(folder), path=plan.folder)
        return folder


def _write_files(
    template: NameTemplate, run: ExportRun, destination: Destination, rendering: Rendering
) -> None:
    """Write one file for each picture."""
    for picture, subject in run.pictures():
        name = destination.name(safe_stem(template.text(subject)), rendering.suffix(picture))
        if name is None:
            run.skip()
            continue
        try:
            run.write([destination.write(name, rendering.blocks(picture))])
        except AppError as error:
            run.fail(picture.id, error)


def _document_template(plan: ExportPlan) -> NameTemplate:
    return parse_template(str(plan.option("document")), DOCUMENT_FIELDS)


def _names_in(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:  # missing or not readable: the export reports that
        return []
