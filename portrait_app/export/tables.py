"""The records of pictures as a table: CSV for spreadsheets (RFC 4180), JSON for programs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portrait_app.core.catalog import TOLD_AS_ASKED, Parameter
from portrait_app.core.export.plan import AT_EVERY_LEVEL, WITH_EVERYTHING, WITH_THE_LABEL, Privacy
from portrait_app.core.picture import Picture
from portrait_app.export.metadata import source_type

Cell = str | int | float | bool | None | list[str]

_FORMULA = re.compile(r"\s*[=+@\-＝＋＠－]|[\t\r\n]")  # what a spreadsheet would carry out


@dataclass(frozen=True, slots=True)
class Column:
    """One row of COLUMNS: one column of the table."""

    key: str
    value: Callable[[Picture], Cell]
    levels: frozenset[Privacy] = WITH_EVERYTHING  # of privacy that it belongs to


def _asked(parameter: Parameter) -> Column:
    return Column(parameter.column or parameter.key, lambda picture: picture.asked(parameter))


COLUMNS = (
    Column("id", lambda picture: picture.id, AT_EVERY_LEVEL),
    Column("created", lambda picture: picture.created.isoformat(timespec="seconds"), AT_EVERY_LEVEL),
    Column("width", lambda picture: picture.width, AT_EVERY_LEVEL),
    Column("height", lambda picture: picture.height, AT_EVERY_LEVEL),
    Column("format", lambda picture: picture.format, AT_EVERY_LEVEL),
    Column("size_bytes", lambda picture: picture.size, AT_EVERY_LEVEL),
    Column("sha256", lambda picture: picture.sha256, AT_EVERY_LEVEL),
    Column("engine", lambda picture: picture.request.engine, WITH_THE_LABEL),
    Column("model", lambda picture: picture.request.model.name, WITH_THE_LABEL),
    Column("endpoint", lambda picture: picture.request.endpoint, WITH_THE_LABEL),
    Column("digital_source_type", source_type, WITH_THE_LABEL),
    Column("prompt", lambda picture: picture.request.prompt),
    Column("negative_prompt", lambda picture: picture.request.negative_prompt),
    *map(_asked, TOLD_AS_ASKED),
    Column("seed", lambda picture: picture.seed),
    Column("sample", lambda picture: picture.sample),
    Column("rating", lambda picture: picture.rating),
    Column("favourite", lambda picture: picture.favourite),
    Column("tags", lambda picture: list(picture.tags)),
    Column("note", lambda picture: picture.note),
    Column("cost_usd", lambda picture: picture.cost),
    Column("generation_seconds", lambda picture: picture.generation_seconds),
)


def columns_at(privacy: Privacy) -> list[Column]:
    """Return the columns that a table has at a level."""
    return [column for column in COLUMNS if privacy in column.levels]


def csv_head(columns: Sequence[Column]) -> bytes:
    """Return the first line, after the mark by which spreadsheets know UTF-8."""
    return b"\xef\xbb\xbf" + _line([column.key for column in columns])


def csv_lines(columns: Sequence[Column], pictures: Iterable[Picture]) -> Iterator[bytes]:
    """Yield a line for each picture."""
    for picture in pictures:
        yield _line([_written(column.value(picture)) for column in columns])


def json_items(columns: Sequence[Column], pictures: Iterable[Picture]) -> Iterator[bytes]:
    """Yield an object for each picture, without what stands between them."""
    for picture in pictures:
        row = {column.key: column.value(picture) for column in columns}
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def _line(cells: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue().encode("utf-8", "replace")


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            return str(cell)
        case list():
            return _inert("; ".join(cell))
    return _inert(cell)


def _inert(text: str) -> str:
    """Return `text` so that a spreadsheet shows it and carries nothing out."""
    return f"'{text}" if _FORMULA.match(text) else text
