"""The table of search fields, used by the parser, SQL, completion and matching."""

from dataclasses import dataclass
from enum import Enum

from portrait_app.core.catalog import STORED_PARAMETERS, Parameter
from portrait_app.core.engines import without_key
from portrait_app.core.field import Kind
from portrait_app.core.search.periods import RELATIVE
from portrait_app.core.text import QT_TRANSLATE_NOOP


class FieldKind(Enum):
    """The form of the value after the colon."""

    WHOLE = "whole"  # 30, >30, <=30, 20..30, 20.., ..30
    NUMBER = "number"  # like WHOLE, with fractions
    SIZE = "size"  # 768x1024, 768x, x1024, 768
    DATE = "date"  # 2026, 2026-11, 2026-11-22, last-week, and >, <, ..
    FLAG = "flag"  # one of the field's `values`
    NAME = "name"  # the beginning of a name; in quotes the whole name
    TEXT = "text"  # words, like a term without a field, but in this text only


@dataclass(frozen=True, slots=True)
class SearchField:
    """One row of SEARCH_FIELDS."""

    key: str
    kind: FieldKind
    help: str
    values: tuple[str, ...] = ()  # fixed values; `Library.known_values` returns those of NAME fields
    example: str = ""
    context: str = "search"  # translation context of `help`


def kind_of(parameter: Parameter) -> FieldKind:
    """Return the kind of a parameter's search field. A BOOLEAN has none; it is a value of the field `is`."""
    match parameter.kind:
        case Kind.INTEGER | Kind.SEED:
            return FieldKind.WHOLE
        case Kind.NUMBER:
            return FieldKind.NUMBER
        case Kind.BOOLEAN:
            return FieldKind.FLAG
        case Kind.CHOICE:
            return FieldKind.NAME
        case Kind.TEXT | Kind.PROMPT | Kind.ADDRESS | Kind.FOLDER:
            return FieldKind.TEXT


def _asked(parameter: Parameter) -> SearchField:
    example = parameter.example or str(parameter.default)
    return SearchField(
        parameter.called, kind_of(parameter), parameter.label, example=example, context="catalog"
    )


_ASKED = tuple(map(_asked, STORED_PARAMETERS))
_UNSET = {"unrated": "rated", "untagged": "tagged"}  # values of `is`, with the flags that must not be set
_HAS = {"note": "noted", "tag": "tagged", "rating": "rated", "collection": "collected"}  # also for `no`
_SPELLINGS = {"favorite": "favourite", "notes": "note", "tags": "tag", "collections": "collection"}
SEARCH_FIELDS = (
    SearchField("prompt", FieldKind.TEXT, QT_TRANSLATE_NOOP("search", "Words in the prompt"), (), "smile"),
    SearchField(
        "negative",
        FieldKind.TEXT,
        QT_TRANSLATE_NOOP("search", "Words in the negative prompt"),
        (),
        "blurry",
    ),
    SearchField("note", FieldKind.TEXT, QT_TRANSLATE_NOOP("search", "Words in your note"), (), "print"),
    SearchField("file", FieldKind.TEXT, QT_TRANSLATE_NOOP("search", "Words in the file name"), (), "j000123"),
    SearchField("tag", FieldKind.NAME, QT_TRANSLATE_NOOP("search", "A tag"), (), "client-a"),
    SearchField(
        "collection", FieldKind.NAME, QT_TRANSLATE_NOOP("search", "A collection"), (), '"Best of May"'
    ),
    SearchField(
        "is",
        FieldKind.FLAG,
        QT_TRANSLATE_NOOP("search", "Favourite, rated, tagged, with a note, or without its file"),
        (
            *("favourite", "rated", "unrated", "tagged", "untagged", "missing"),
            *("noted", *(row.key for row in _ASKED if row.kind is FieldKind.FLAG)),
        ),
        "favourite",
    ),
    SearchField("has", FieldKind.FLAG, QT_TRANSLATE_NOOP("search", "It has this"), tuple(_HAS), "note"),
    SearchField(
        "no", FieldKind.FLAG, QT_TRANSLATE_NOOP("search", "It does not have this"), tuple(_HAS), "tag"
    ),
    SearchField("rating", FieldKind.WHOLE, QT_TRANSLATE_NOOP("search", "Stars, from 0 to 5"), (), ">=4"),
    SearchField(
        "date",
        FieldKind.DATE,
        QT_TRANSLATE_NOOP("search", "When it was made"),
        RELATIVE,
        "2026-11",
    ),
    #: noun: the number that chance begins with
    SearchField("seed", FieldKind.WHOLE, QT_TRANSLATE_NOOP("search", "Seed"), (), "531327"),
    *(row for row in _ASKED if row.kind is not FieldKind.FLAG),
    SearchField("size", FieldKind.SIZE, QT_TRANSLATE_NOOP("search", "Size in pixels"), (), "768x1024"),
    #: noun: what makes the pictures, a service or a program
    SearchField("engine", FieldKind.NAME, QT_TRANSLATE_NOOP("search", "Engine"), (), without_key().key),
    #: noun: the AI model
    SearchField("model", FieldKind.NAME, QT_TRANSLATE_NOOP("search", "Model"), (), "tiny-sd"),
    SearchField("cost", FieldKind.NUMBER, QT_TRANSLATE_NOOP("search", "Cost in USD"), (), ">0.01"),
)

_BY_KEY = {row.key: row for row in SEARCH_FIELDS}


def search_field(key: str) -> SearchField | None:
    """Return the field with this key, ignoring case; None if there is none."""
    return _BY_KEY.get(key.lower())


def flag_asked(row: SearchField, value: str) -> tuple[str, bool] | None:
    """Return the flag that a value of a FLAG field asks for, and whether it must not be set.

    None if the field has no such value.
    """
    value = _SPELLINGS.get(value.lower(), value.lower())
    if value not in row.values:
        return None
    if row.key == "is":
        return _UNSET.get(value, value), value in _UNSET
    return _HAS[value], row.key == "no"
