"""Reads the description of a model that the user adds: a small JSON file, or the same data from a form.

`docs/models.md` describes the format. It is read leniently: what makes no sense is left out and listed, and
the common ranges apply instead. Only without a usable name in web addresses there is no model.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portrait_app.core.catalog import PARAMETERS, Endpoint, Parameter
from portrait_app.core.field import Choice, Kind, Value
from portrait_app.core.model_records import LONGEST_NAME, is_slug, read_price, with_default

LARGEST_FILE = 100_000  # bytes
_LARGEST = 10**15
_FEW = 8  # sizes that are offered as a list; more are typed
_TOP = frozenset({"slug", "name", "price", "weights", "family", "parameters"})
_NUMERIC = frozenset({"minimum", "maximum", "default", "multiple"})
_CHOOSABLE = frozenset({"choices", "default"})
_ROWS = {row.key: row for row in PARAMETERS}


class Mistake(StrEnum):
    """What is wrong in a description."""

    NOT_JSON = "not json"  # no model
    NO_SLUG = "no slug"  # no model
    UNKNOWN = "unknown"  # this key has no meaning here
    WRONG_TYPE = "wrong type"
    OUT_OF_ORDER = "out of order"  # the minimum is above the maximum
    NOT_ALLOWED = "not allowed"  # a default outside of the range, or not among the choices
    REQUIRED = "required"  # no model works without this parameter


@dataclass(frozen=True, slots=True)
class FoundMistake:
    """A mistake, and where it is: keys joined by points, such as ``parameters.seed.default``."""

    where: str
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class ModelFile:
    """The model of a description, or None, and the mistakes in it."""

    model: Endpoint | None
    mistakes: tuple[FoundMistake, ...] = ()


def read_model_file(text: str, engine: str) -> ModelFile:
    """Read the text of a file. `engine` is the key of the engine that the model is added to."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        return ModelFile(None, (FoundMistake("", Mistake.NOT_JSON),))
    return read_model(record, engine)


def read_model(record: Mapping[str, Any], engine: str) -> ModelFile:
    """Read a description."""
    reading = _Reading()
    slug = record.get("slug")
    if not isinstance(slug, str) or not is_slug(slug):
        reading.note("slug", Mistake.NO_SLUG)
        return ModelFile(None, tuple(reading.mistakes))
    for key in record.keys() - _TOP:
        reading.note(key, Mistake.UNKNOWN)
    parameters, unused = reading.parameters(record.get("parameters", {}))
    model = Endpoint(
        slug=slug,
        name=reading.text(record, "name") or slug,
        engine=engine,
        help="",
        unused=unused,
        parameters=parameters,
        reads_weights=reading.flag(record, "weights"),
        family=reading.text(record, "family"),
        about_cost=reading.price(record),
    )
    return ModelFile(model, tuple(reading.mistakes))


class _Reading:
    """Collects the mistakes."""

    def __init__(self) -> None:
        self.mistakes: list[FoundMistake] = []

    def note(self, where: str, mistake: Mistake) -> None:
        self.mistakes.append(FoundMistake(where[:LONGEST_NAME], mistake))

    def text(self, record: Mapping[str, Any], key: str) -> str:
        value = record.get(key, "")
        if isinstance(value, str) and len(value) <= LONGEST_NAME:
            return " ".join(value.split())
        self.note(key, Mistake.WRONG_TYPE)
        return ""

    def flag(self, record: Mapping[str, Any], key: str) -> bool:
        value = record.get(key, False)
        if not isinstance(value, bool):
            self.note(key, Mistake.WRONG_TYPE)
        return value is True

    def price(self, record: Mapping[str, Any]) -> Decimal:
        price = read_price(record.get("price", 0))
        if price is None:
            self.note("price", Mistake.WRONG_TYPE)
        return price or Decimal(0)

    def parameters(self, known: object) -> tuple[tuple[Parameter, ...], frozenset[str]]:
        """Return the parameters with their changes, and the keys of those that the model does not take."""
        if not isinstance(known, Mapping):
            self.note("parameters", Mistake.WRONG_TYPE)
            return PARAMETERS, frozenset()
        for key in known.keys() - _ROWS.keys():
            self.note(f"parameters.{key}", Mistake.UNKNOWN)
        unused = {key for key, changes in known.items() if changes is False and key in _ROWS}
        for key in [key for key in unused if _ROWS[key].required]:
            self.note(f"parameters.{key}", Mistake.REQUIRED)
            unused.discard(key)
        rows = tuple(self._row(row, known.get(row.key, {})) for row in PARAMETERS)
        return rows, frozenset(unused)

    def _row(self, row: Parameter, changes: object) -> Parameter:
        where = f"parameters.{row.key}"
        if changes is False:
            return row
        if not isinstance(changes, Mapping):
            self.note(where, Mistake.WRONG_TYPE)
            return row
        if not changes:
            return row
        allowed = self._allowed_keys(row)
        for key in changes.keys() - allowed:
            self.note(f"{where}.{key}", Mistake.UNKNOWN)
        changes = {key: value for key, value in changes.items() if key in allowed}
        changed = self._with_range(row, changes, where)
        if "default" not in changes:
            return with_default(changed, changed.default)
        if not changed.allows(changes["default"]):
            self.note(f"{where}.default", Mistake.NOT_ALLOWED)
        return with_default(changed, changes["default"])

    @staticmethod
    def _allowed_keys(row: Parameter) -> frozenset[str]:
        if row.key.startswith("img_"):
            return _NUMERIC | _CHOOSABLE
        if row.kind is Kind.CHOICE:
            return _CHOOSABLE
        return _NUMERIC - {"multiple"} if row.kind in (Kind.INTEGER, Kind.NUMBER) else frozenset({"default"})

    def _with_range(self, row: Parameter, changes: Mapping[str, object], where: str) -> Parameter:
        if "choices" in changes:
            return self._with_choices(row, changes["choices"], where)
        limits: dict[str, float] = {}
        for key in ("minimum", "maximum", "multiple"):
            number = self._number(row, changes[key], f"{where}.{key}") if key in changes else None
            if number is not None:
                limits[key] = number
        if not limits:
            return row
        kind, choices = row.kind, row.choices
        if kind is Kind.CHOICE:  # a size
            sides = [int(choice.value) for choice in choices]
            kind, choices = Kind.INTEGER, ()
            limits = {"minimum": min(sides), "maximum": max(sides), "multiple": 8, **limits}
        changed = replace(
            row,
            kind=kind,
            choices=choices,
            minimum=limits.get("minimum", row.minimum),
            maximum=limits.get("maximum", row.maximum),
            multiple=int(limits.get("multiple", row.multiple)),
        )
        if changed.minimum > changed.maximum:
            self.note(where, Mistake.OUT_OF_ORDER)
            return row
        return _as_list(changed) if changed.multiple else changed

    def _number(self, row: Parameter, value: object, where: str) -> float | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 <= float(str(value)) <= _LARGEST:
            self.note(where, Mistake.WRONG_TYPE)
            return None
        number = float(str(value))
        if row.kind is Kind.NUMBER:
            return number
        if number != int(number):
            self.note(where, Mistake.WRONG_TYPE)
            return None
        return max(int(number), 1)

    def _with_choices(self, row: Parameter, known: object, where: str) -> Parameter:
        wanted = int if row.key.startswith("img_") else str
        values = known if isinstance(known, list) else []
        choices = tuple(
            Choice(value, _label(row, value)) for value in values if type(value) is wanted and value
        )
        if not choices or len(choices) != len(values):
            self.note(f"{where}.choices", Mistake.WRONG_TYPE)
        return replace(row, choices=choices) if choices else row


def _as_list(row: Parameter) -> Parameter:
    """Return a size with few possible values as a list to choose from."""
    first = -int(-row.minimum // row.multiple) * row.multiple
    sides = range(first, int(row.maximum) + 1, row.multiple)
    if not 0 < len(sides) <= _FEW:
        return replace(row, step=max(row.multiple, 64))
    choices = tuple(Choice(side, str(side)) for side in sides)
    common = _ROWS[row.key]
    return replace(
        row, kind=Kind.CHOICE, choices=choices, multiple=0, minimum=common.minimum, maximum=common.maximum
    )


def _label(row: Parameter, value: Value) -> str:
    """Return the label of a choice: that of the same value in the common table, or the value itself."""
    return next((choice.label for choice in row.choices if choice.value == value), str(value))
