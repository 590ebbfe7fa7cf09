"""Read ids from the database as one long text, and parse it piece by piece."""

import json
import sqlite3
from collections.abc import Iterator, Sequence

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.search.sql import Bound

_SLICE = 16_384  # characters: short enough not to block the GUI thread, and fits the processor's cache


def read_ids(
    connection: sqlite3.Connection, select: str, values: Sequence[Bound], cancel: Cancel
) -> Iterator[list[int]]:
    """Yield the ids of a SELECT that returns one comma-separated text, some thousands at a time.

    Raises:
        AppError: CANCELLED.
        sqlite3.OperationalError: interrupted, which also means cancelled.
    """
    # One text is four times as fast as a million rows, and SQLite builds it without the GIL.
    (text,) = connection.execute(select, values).fetchone()
    start = 0
    while text and start < len(text):
        if cancel.cancelled:
            raise AppError(ErrorKind.CANCELLED)
        comma = text.find(",", start + _SLICE)
        end = len(text) if comma < 0 else comma
        yield json.loads(f"[{text[start:end]}]")
        start = end + 1
