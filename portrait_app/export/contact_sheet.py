"""The layout of contact sheets: pages of small pictures with captions. A SheetPainter draws them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portrait_app.core.export.name_template import (
    DOCUMENT_FIELDS,
    NAME_FIELDS,
    NameSource,
    NameTemplate,
    parse_template,
)
from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.export.sheet import LINE, Box, SheetPage, SheetPicture, SheetText, Side

PNG_DPI = 150
_PICTURE_DPI = 220
_PAGES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0)}  # points
_MARGIN = 36.0
_GAP = 12.0  # between cells
_TITLE = 15.0  # sizes of text
_FOOT = 8.0
_CAPTION = 8.0
_SMALL_CAPTION = 6.0
_MANY_COLUMNS = 7
_MOST_PARTS = 5
_LONG = "|".join(row.key for row in NAME_FIELDS if row.is_long)
_LONG_FIELD = re.compile(rf"\{{\s*({_LONG})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the sheet. `data` is empty if the picture could not be read."""

    subject: NameSource | None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class _CaptionPart:
    """One part of the caption template; parts are separated by "|" and each starts a new line."""

    template: NameTemplate
    lines: int


class ContactSheet:
    """The layout of one export: the number of pictures on a page, and their positions.

    Raises:
        TemplateError: the template of the title or of the caption is invalid.
    """

    def __init__(self, plan: ExportPlan, document: NameSource) -> None:
        self._width, self._height = _PAGES[str(plan.option("page"))]
        self._columns = int(plan.option("columns"))
        title = str(plan.option("title"))
        self._title = parse_template(title, DOCUMENT_FIELDS).text(document) if title.strip() else ""
        self._parts = list(_caption_parts(str(plan.option("caption"))))
        self._size = _SMALL_CAPTION if self._columns >= _MANY_COLUMNS else _CAPTION
        self._top = _MARGIN + (_TITLE * LINE + _GAP if self._title else 0)
        room = self._height - _MARGIN - _FOOT * LINE - _GAP - self._top
        caption = sum(part.lines for part in self._parts) * self._size * LINE
        caption += _GAP / 3 if self._parts else 0
        self._cell = (self._width - 2 * _MARGIN - (self._columns - 1) * _GAP) / self._columns
        self._side = min(self._cell, room - caption)
        self._step = self._side + caption + _GAP
        self._rows = max(1, int((room + _GAP) // self._step))
        self.pages = max(1, -(-document.count // self.per_page))

    @property
    def title(self) -> str:
        return self._title

    @property
    def per_page(self) -> int:
        """Number of pictures on a full page."""
        return self._rows * self._columns

    @property
    def pixels(self) -> int:
        """Longer side of the small pictures, in pixels."""
        return round(self._side / 72 * _PICTURE_DPI)

    def page(self, number: int, cells: Sequence[Cell]) -> SheetPage:
        """Return page `number`, counted from 1, with at most `per_page` cells."""
        texts = list(self._around(number))
        pictures: list[SheetPicture] = []
        for place, cell in enumerate(cells):
            row, column = divmod(place, self._columns)
            x = _MARGIN + column * (self._cell + _GAP)
            y = self._top + row * self._step
            pictures.append(SheetPicture(cell.data, Box(x, y, self._cell, self._side)))
            if cell.subject is not None:
                texts += self._caption(cell.subject, x, y + self._side + _GAP / 3)
        return SheetPage(self._width, self._height, tuple(texts), tuple(pictures))

    def _around(self, number: int) -> Iterator[SheetText]:
        """Yield the title and the page number."""
        width = self._width - 2 * _MARGIN
        if self._title:
            yield SheetText(self._title, Box(_MARGIN, _MARGIN, width, 0), _TITLE, strong=True)
        foot = Box(_MARGIN, self._height - _MARGIN - _FOOT * LINE, width, 0)
        yield SheetText(f"{number} / {self.pages}", foot, _FOOT, side=Side.RIGHT)

    def _caption(self, subject: NameSource, x: float, y: float) -> Iterator[SheetText]:
        for part in self._parts:
            text = " ".join(part.template.text(subject).split())
            if text:
                height = part.lines * self._size * LINE
                yield SheetText(text, Box(x, y, self._cell, height), self._size, part.lines, side=Side.CENTRE)
                y += height


def _caption_parts(caption: str) -> Iterator[_CaptionPart]:
    for part in caption.split("|")[:_MOST_PARTS]:
        if part.strip():
            yield _CaptionPart(parse_template(part), 2 if _LONG_FIELD.search(part) else 1)
