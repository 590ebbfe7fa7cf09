"""SQL for the parameters of a request: a column if the schema has one, else a JSON value of the record.

A column has an index and is fast in any library. Without a column, the search reads the record of each
picture that matches its other conditions.
"""

import sqlite3

from portrait_app.core.catalog import TOLD_AS_ASKED, Parameter
from portrait_app.core.field import Kind
from portrait_app.core.search.conditions import HasName, HasWords

# Parameters with a column, by their names in searches. The column has the same name.
WITH_COLUMN = frozenset({"scheduler", "steps", "guidance"})
WITHOUT_COLUMN = {row.called: row for row in TOLD_AS_ASKED if row.called not in WITH_COLUMN}


def add_functions(connection: sqlite3.Connection) -> None:
    """Register SQL functions that compare texts of records by the same rules as `core`."""
    connection.create_function("has_name", 3, _has_name, deterministic=True)
    connection.create_function("has_words", 3, _has_words, deterministic=True)


def number(field: str) -> str:
    """Return the SQL of a number field of `core.search.fields`; its value is NULL if unknown."""
    if field not in WITHOUT_COLUMN:
        return field
    row = WITHOUT_COLUMN[field]
    kinds = "('integer', 'real')" if row.kind is Kind.NUMBER else "('integer')"
    return f"CASE WHEN {_kind(row)} IN {kinds} THEN {_value(row)} END"


def text(field: str) -> str:
    """Return the SQL of a text field without a column. The value is a BLOB: JSON may hold invalid UTF-8."""
    row = WITHOUT_COLUMN[field]
    return (
        f"CASE {_kind(row)} WHEN 'text' THEN CAST({_value(row)} AS BLOB)"
        f" WHEN 'integer' THEN {_value(row)} WHEN 'real' THEN {_value(row)} END"
    )


def flag(field: str) -> str:
    """Return the SQL condition that a BOOLEAN parameter without a column is true."""
    return f"{_kind(WITHOUT_COLUMN[field])} = 'true'"


def _value(row: Parameter) -> str:
    return f"json_extract(record, '$.values.{row.key}')"


def _kind(row: Parameter) -> str:
    return f"json_type(record, '$.values.{row.key}')"


_Stored = bytes | int | float | None


def _has_name(stored: _Stored, name: str, begun: int) -> bool:
    return HasName("", tuple(name.split(" ")), bool(begun)).accepts(_text(stored))


def _has_words(stored: _Stored, phrase: str, begun: int) -> bool:
    return HasWords(tuple(phrase.split(" ")), bool(begun)).stands_in(_text(stored))


def _text(stored: _Stored) -> str:
    if isinstance(stored, bytes):
        return stored.decode("utf-8", "replace")
    return "" if stored is None else str(stored)
