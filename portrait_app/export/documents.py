"""Formats with many pictures in one file or on pages: zip, contact sheets, tables.

Pictures are read and written in batches. A cancelled export leaves no file.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from portrait_app.core.errors import AppError
from portrait_app.core.export.name_template import NameSource, NameTemplate
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.export.sheet import SheetPage
from portrait_app.core.picture import Picture
from portrait_app.core.ports.exporting import SheetPainter
from portrait_app.export.contact_sheet import PNG_DPI, Cell, ContactSheet
from portrait_app.export.containers import retold
from portrait_app.export.destination import Destination, Draft
from portrait_app.export.metadata import sheet_story, source_type
from portrait_app.export.naming import Names, safe_stem
from portrait_app.export.rendering import Rendering
from portrait_app.export.run import ExportRun
from portrait_app.export.tables import columns_at, csv_head, csv_lines, json_items
from portrait_app.export.xmp import packet

_OLDEST_IN_ZIP = (1980, 1, 1, 0, 0, 0)
_NEWEST_IN_ZIP = (2107, 12, 31, 23, 59, 58)  # 7 bits for the years since 1980; seconds in steps of two


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is needed to write one document."""

    plan: ExportPlan
    stem: str  # name of the file, without suffix
    template: NameTemplate  # template for the names of files inside
    run: ExportRun
    destination: Destination
    rendering: Rendering
    painter: SheetPainter
    program: str


def write_zip(document: Document) -> None:
    """Write a zip of the pictures, without compression: image files hardly become smaller."""
    names = Names()

    def fill(draft: Draft) -> int:
        written = 0
        with zipfile.ZipFile(draft.file, "w", zipfile.ZIP_STORED) as archive:
            for picture, subject in document.run.pictures():
                try:
                    blocks = document.rendering.blocks(picture)
                except AppError as error:
                    document.run.fail(picture.id, error)
                    continue
                stem = safe_stem(document.template.text(subject))
                name = names.free(stem, document.rendering.suffix(picture))
                entry = zipfile.ZipInfo(name, _time_in_zip(document, subject))
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, b"".join(blocks))
                written += 1
        return written

    _write_one(document, fill)


def _time_in_zip(document: Document, subject: NameSource) -> tuple[int, int, int, int, int, int]:
    """Return the picture's date within the range of a zip; at the level "nothing" the date of the export."""
    tells = document.plan.privacy is not Privacy.NOTHING
    when = subject.when if tells else document.run.document.when
    year, month, day, hour, minute, second, *_ = when.timetuple()
    return min(max((year, month, day, hour, minute, second), _OLDEST_IN_ZIP), _NEWEST_IN_ZIP)


def write_csv(document: Document) -> None:
    columns = columns_at(document.plan.privacy)

    def fill(draft: Draft) -> int:
        draft.file.write(csv_head(columns))
        return _write_rows(draft.file, csv_lines(columns, _pictures(document)))

    _write_one(document, fill)


def write_json(document: Document) -> None:
    columns = columns_at(document.plan.privacy)

    def fill(draft: Draft) -> int:
        items = json_items(columns, _pictures(document))
        first = next(items, None)
        if first is None:
            return 0
        draft.file.write(b"[\n" + first)
        written = 1 + _write_rows(draft.file, (b",\n" + item for item in items))
        draft.file.write(b"\n]\n")
        return written

    _write_one(document, fill)


def write_pdf(document: Document) -> None:
    """Write a contact sheet as one PDF."""
    sheet = ContactSheet(document.plan, document.run.document)
    story = sheet_story(_sources(document.run), document.plan, document.program)

    def fill(draft: Draft) -> int:
        written = 0

        def pages() -> Iterator[SheetPage]:
            nonlocal written
            for number, cells in enumerate(_cells(document, sheet), 1):
                written += sum(bool(cell.data) for cell in cells)
                yield sheet.page(number, cells)

        there = pages()
        first = next(there, None)
        if first is not None:
            title = sheet.title or document.stem
            document.painter.pdf(
                chain([first], there), draft.file, title, document.program, packet(story.properties)
            )
        return written

    _write_one(document, fill)


def write_pngs(document: Document) -> None:
    """Write a contact sheet as one image for each page."""
    sheet = ContactSheet(document.plan, document.run.document)
    stems = page_stems(document.stem, sheet.pages)
    for number, cells in enumerate(_cells(document, sheet), 1):
        shown = [cell.subject.picture for cell in cells if cell.data and cell.subject]
        name = document.destination.name(stems[number - 1], document.plan.row.suffix)
        if name is None:
            document.run.skip(len(shown))
        elif shown:
            sources = {source_type(picture) for picture in shown if picture is not None}
            story = sheet_story(sources, document.plan, document.program)
            image = document.painter.png(sheet.page(number, cells), PNG_DPI)
            path = document.destination.write(name, retold(image, story))
            document.run.write([path], len(shown))


def page_stems(stem: str, pages: int) -> list[str]:
    """Return the names of a document's pages. Numbers have leading zeros, so that pages sort in order."""
    if pages == 1:
        return [stem]
    width = max(2, len(str(pages)))
    return [f"{stem} {page:0{width}}" for page in range(1, pages + 1)]


def _write_one(document: Document, fill: Callable[[Draft], int]) -> None:
    """Write one file. `fill` writes the content and returns the number of pictures in it."""
    name = document.destination.name(document.stem, document.plan.row.suffix)
    if name is None:
        document.run.skip(document.run.document.count)
        return
    with document.destination.draft(name) as draft:
        written = fill(draft)
        if written and not document.run.cancelled:
            document.run.write([document.destination.keep(draft, name)], written)


def _write_rows(file: BinaryIO, rows: Iterator[bytes]) -> int:
    written = 0
    for row in rows:
        file.write(row)
        written += 1
    return written


def _pictures(document: Document) -> Iterator[Picture]:
    return (picture for picture, _subject in document.run.pictures())


def _sources(run: ExportRun) -> set[str]:
    """Return the source types of all pictures: a PDF's metadata is written before its first page."""
    return {
        source_type(subject.picture)
        for window in run.windows()
        for _picture_id, subject in window
        if subject is not None and subject.picture is not None
    }


def _cells(document: Document, sheet: ContactSheet) -> Iterator[list[Cell]]:
    """Yield the cells of each page. A picture that cannot be read leaves an empty cell."""
    cells: list[Cell] = []
    for picture_id, subject in document.run.subjects():
        cells.append(Cell(subject, _image(document, sheet, picture_id, subject)))
        if len(cells) == sheet.per_page:
            yield cells
            cells = []
    if cells and not document.run.cancelled:
        yield cells


def _image(document: Document, sheet: ContactSheet, picture_id: int, subject: NameSource | None) -> bytes:
    if subject is None or subject.picture is None:
        document.run.fail_unknown(picture_id)
        return b""
    try:
        return document.rendering.small(subject.picture, sheet.pixels)
    except AppError as error:
        document.run.fail(picture_id, error)
        return b""
