"""Tables of pictures: CSV for spreadsheets (RFC 4180), JSON for programs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from portrait_app.core.catalog import STORED_PARAMETERS, Parameter
from portrait_app.core.export.plan import AT_EVERY_LEVEL, WITH_EVERYTHING, WITH_THE_LABEL, Privacy
from portrait_app.core.picture import Picture
from portrait_app.export.metadata import source_type

Cell = str | int | float | bool | None | list[str]

_FORMULA = re.compile(r"\s*[=+@\-＝＋＠－]|[\t\r\n]")  # a spreadsheet would run such a cell as a formula


@dataclass(frozen=True, slots=True)
class Column:
    """One row of COLUMNS, which is one column of the exported table."""

    key: str
    value: Callable[[Picture], Cell]
    levels: frozenset[Privacy] = WITH_EVERYTHING  # levels of privacy at which the table has the column


def _asked(parameter: Parameter) -> Column:
    return Column(parameter.column or parameter.key, lambda picture: picture.used(parameter))


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
    """Return the columns of a table at a level of privacy."""
    return [column for column in COLUMNS if privacy in column.levels]


def csv_head(columns: Sequence[Column]) -> bytes:
    """Return the header line after a byte order mark, by which spreadsheets recognize UTF-8."""
    return b"\xef\xbb\xbf" + _line([column.key for column in columns])


def csv_lines(columns: Sequence[Column], pictures: Iterable[Picture]) -> Iterator[bytes]:
    """Yield one line for each picture."""
    for picture in pictures:
        yield _line([_written(column.value(picture)) for column in columns])


def json_items(columns: Sequence[Column], pictures: Iterable[Picture]) -> Iterator[bytes]:
    """Yield one JSON object for each picture, without separators."""
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
    """Return `text` so that a spreadsheet shows it as text instead of running it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
