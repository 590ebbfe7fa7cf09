"""A library whose pictures have any record and any file, and an exporter for it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan, ExportReport
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.export.exporter import FileExporter
from portrait_app.jobs.sheet_painter import QtSheetPainter
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary
from tests.support.pictures import a_picture

PROGRAM = "Portrait Studio 1.0"


class Shelf(FakeLibrary):
    """A library that takes any picture."""

    def put(self, data: bytes, **changes: Any) -> Picture:
        """Store an image file with the sample portrait's record, and `changes` to it."""
        number = len(self._pictures) + 1
        kind = changes.setdefault("format", kind_of(data))
        changes.setdefault("file", f"{number:06}.{kind}")
        picture = a_picture(number, size=len(data), **changes)
        (self.folder / picture.file).write_bytes(data)
        self._pictures[number] = picture
        return picture


@dataclass
class Desk:
    """All that an export takes, below one folder."""

    shelf: Shelf
    exporter: FileExporter
    folder: Path  # for what is exported; not there yet

    def plan(self, key: str, *, options: dict[str, Value] | None = None, **changes: Any) -> ExportPlan:
        known = {"format": key, "folder": str(self.folder), "template": "{id}", "options": options or {}}
        return ExportPlan(**(known | changes))

    def export(self, plan: ExportPlan, pictures: Sequence[Picture]) -> ExportReport:
        ids = [picture.id for picture in pictures]
        return self.exporter.export(plan, ids, lambda _done, _all: None, Cancel())

    def export_one(self, plan: ExportPlan, picture: Picture) -> Path:
        report = self.export(plan, [picture])
        assert report.failed == ()
        (file,) = report.files
        return file


def a_desk(folder: Path) -> Desk:
    clock = FixedClock()
    (folder / "library").mkdir()
    shelf = Shelf(folder / "library", clock)
    return Desk(shelf, FileExporter(shelf, clock, QtSheetPainter(), PROGRAM), folder / "exported")


def an_image(mode: str = "RGB", size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Return an image with an edge, a gradient and, where the mode has it, a transparent corner."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    ImageDraw.Draw(image).ellipse((10, 10, 40, 50), fill="#c33")
    if mode in {"RGBA", "LA"}:
        image.putalpha(255)
        image.paste((0, 0, 0, 0), (0, 0, 16, 16))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def kind_of(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "avif"
    return "png" if data.startswith(b"\x89PNG") else "webp" if data[:4] == b"RIFF" else "jpeg"
