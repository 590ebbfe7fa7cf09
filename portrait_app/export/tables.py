"""The records of pictures as a table: CSV for spreadsheets (RFC 4180), JSON for programs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portrait_app.core.catalog import STORED_PARAMETERS, Parameter
from portrait_app.core.export.plan import Privacy
from portrait_app.core.picture import Picture
from portrait_app.export.metadata import source_type

Cell = str | int | float | bool | None | list[str]

_FORMULA = re.compile(r"\s*[=+@\-＝＋＠－]|[\t\r\n]")  # what a spreadsheet would carry out
_BARE = frozenset({Privacy.EVERYTHING, Privacy.LABEL_ONLY, Privacy.NOTHING})
_LABEL = frozenset({Privacy.EVERYTHING, Privacy.LABEL_ONLY})
_ALL = frozenset({Privacy.EVERYTHING})


@dataclass(frozen=True, slots=True)
class Column:
    """One row of COLUMNS: one column of the table."""

    key: str
    value: Callable[[Picture], Cell]
    levels: frozenset[Privacy] = _ALL  # of privacy that it belongs to


def _asked(parameter: Parameter) -> Column:
    return Column(parameter.column or parameter.key, lambda picture: picture.asked(parameter))


COLUMNS = (
    Column("id", lambda picture: picture.id, _BARE),
    Column("created", lambda picture: picture.created.isoformat(timespec="seconds"), _BARE),
    Column("width", lambda picture: picture.width, _BARE),
    Column("height", lambda picture: picture.height, _BARE),
    Column("format", lambda picture: picture.format, _BARE),
    Column("size_bytes", lambda picture: picture.size, _BARE),
    Column("sha256", lambda picture: picture.sha256, _BARE),
    Column("engine", lambda picture: picture.request.engine, _LABEL),
    Column("model", lambda picture: picture.request.model.name, _LABEL),
    Column("endpoint", lambda picture: picture.request.endpoint, _LABEL),
    Column("digital_source_type", source_type, _LABEL),
    Column("prompt", lambda picture: picture.request.prompt),
    Column("negative_prompt", lambda picture: picture.request.negative_prompt),
    *map(_asked, STORED_PARAMETERS),
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
